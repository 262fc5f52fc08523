"""Sharing: several agencies in one act, until a day, ended at once; visits bring agencies in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agencies import access, notices
from agencies.models import Cause
from casework.dates import short_date
from casework.models import StatusChange
from shop.models import AgencyRequest, Incident, Visit, VisitPart
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal():
    return make.coordinator()


@pytest.fixture
def incident(db) -> Incident:
    for code in ("housing", "charity", "police"):
        make.agency(code)
    return make.incident(location=make.location())


def share(**changes) -> dict:
    return {
        "agencies": ["housing", "charity"],
        "level": "work",
        "purpose": "To visit",
        "basis": "Public task",
        **changes,
    }


def may(code: str, act: str, record) -> bool:
    return access.can(make.actor(make.agency(code), "practitioner"), act, record)


def test_several_agencies_are_given_it_in_one_act(amal, incident) -> None:
    answer = signed_in(amal).post(f"/incidents/{incident.reference}/sharing/", share())
    assert answer.status_code == 302
    assert may("housing", "work", incident)
    assert may("charity", "work", incident)
    assert not may("police", "see", incident)
    change = StatusChange.objects.get(reference=incident.reference)
    assert (change.step, change.note) == ("share", "Charity, Housing")


def test_the_page_says_who_can_see_it_and_why(amal, incident) -> None:
    client = signed_in(amal)
    client.post(f"/incidents/{incident.reference}/sharing/", share())
    page = client.get(f"/incidents/{incident.reference}/sharing/").content.decode()
    for words in ("Housing", "Charity", "The desk", "To visit. Public task", Cause.SHARED.label):
        assert words in page, words
    for word in ("grant", "carrier", "break-glass"):
        assert word not in page.lower()


@pytest.mark.parametrize(
    "wrong",
    [
        {"agencies": []},
        {"agencies": ["nobody"]},
        {"agencies": ["council"]},
        {"level": "manage"},
        {"level": ""},
        {"purpose": ""},
        {"basis": ""},
        {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"},
        {"ends_on-day": "41"},
    ],
    ids=str,
)
def test_what_will_not_do_is_said_and_gives_nothing(wrong: dict, amal, incident) -> None:
    make.agency("council", make.partnership("elsewhere", towns=()))
    path = f"/incidents/{incident.reference}/sharing/"
    answer = signed_in(amal).post(path, share(**wrong))
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert set(access.holders(incident, "see").values_list("group__agency__code", flat=True)) == {
        "desk"
    }


def test_a_share_until_a_day_ends_with_that_day(amal, incident) -> None:
    day = timezone.localdate() + timedelta(days=2)
    ends = {"ends_on-day": day.day, "ends_on-month": day.month, "ends_on-year": day.year}
    client, path = signed_in(amal), f"/incidents/{incident.reference}/sharing/"
    client.post(path, share(**ends))
    (ends_at,) = set(
        incident.grants.filter(group=make.agency("housing").group).values_list("ends_at", flat=True)
    )
    assert timezone.localtime(ends_at).isoformat()[:19] == f"{day + timedelta(days=1)}T00:00:00"
    assert short_date(day) in client.get(path).content.decode()


def test_stopping_asks_first_and_then_ends_it_at_once(amal, incident) -> None:
    client = signed_in(amal)
    client.post(f"/incidents/{incident.reference}/sharing/", share())
    path = f"/incidents/{incident.reference}/sharing/housing/stop/"
    assert client.get(path).status_code == 200
    assert may("housing", "see", incident)
    assert "Select why" in client.post(path).content.decode()
    assert may("housing", "see", incident)
    assert client.post(path, {"why": "not_needed"}).status_code == 302
    assert not may("housing", "see", incident)
    assert may("charity", "see", incident)
    assert client.post(f"/incidents/{incident.reference}/sharing/desk/stop/").status_code == 403


def test_who_works_on_it_reads_who_has_it_and_shares_it_with_nobody(incident) -> None:
    bea = make.actor(make.agency("housing"), "practitioner")
    access.share(None, incident, [bea.agency], level="work", cause="shared", granted_by=bea.user)
    client, path = signed_in(bea), f"/incidents/{incident.reference}/sharing/"
    page = client.get(path)
    assert page.status_code == 200
    assert b"Share with more agencies" not in page.content
    assert client.post(path, share()).status_code == 403
    assert client.post(f"{path}desk/stop/").status_code == 403


def plan(**changes) -> dict:
    return {
        "location": "",
        "starts_at": "2030-06-01T10:00",
        "kind": "MAV",
        "is_safeguarding": "no",
        "lead_agency": "housing",
        "agencies": ["charity", "police"],
        **changes,
    }


def test_planning_a_visit_brings_its_agencies_in(amal, incident) -> None:
    entry = plan(location=incident.location.reference)
    answer = signed_in(amal).post(f"/incidents/{incident.reference}/visits/add/", entry)
    assert answer.status_code == 302, answer.content.decode()
    visit = Visit.objects.get()
    parts = visit.parts.values_list("agency__code", "took_part")
    assert sorted(parts) == [("charity", False), ("housing", False), ("police", False)]
    for code in ("housing", "charity", "police"):
        assert may(code, "work", incident)
        assert not may(code, "manage", incident)
    causes = incident.grants.exclude(group__agency__is_desk=True).values_list("cause", flat=True)
    assert set(causes) == {Cause.VISIT}


def test_planning_a_visit_lengthens_nobodys_share(incident) -> None:
    bea = make.actor(make.agency("housing"), "practitioner")
    ends = timezone.now() + timedelta(days=1)
    for code in ("housing", "charity"):
        access.share(
            None, incident, [make.agency(code)], level="work", cause="shared",
            granted_by=bea.user, ends_at=ends,
        )  # fmt: skip
    entry = plan(location=incident.location.reference, agencies=["charity"])
    answer = signed_in(bea).post(f"/incidents/{incident.reference}/visits/add/", entry)
    assert answer.status_code == 302, answer.content.decode()
    grants = incident.grants.exclude(group__agency__is_desk=True)
    assert {grant.ends_at for grant in grants} == {ends}


@pytest.mark.parametrize("other", ["charity", "police", "education"])
def test_who_may_not_share_plans_with_those_that_work_on_it(other: str, incident) -> None:
    """Not with one that may only see it, one whose share has ended, one that never had it."""
    bea = make.actor(make.agency("housing"), "practitioner")
    make.agency("education")
    past = timezone.now() - timedelta(days=1)
    for code, level, ends in (
        ("housing", "work", None), ("charity", "see", None), ("police", "work", past),
    ):  # fmt: skip
        access.share(
            None, incident, [make.agency(code)], level=level, cause="shared",
            granted_by=bea.user, ends_at=ends,
        )  # fmt: skip
    entry = plan(location=incident.location.reference, agencies=[other])
    answer = signed_in(bea).post(f"/incidents/{incident.reference}/visits/add/", entry)
    assert answer.status_code == 200
    assert "Select agencies from the list" in answer.content.decode()
    assert not VisitPart.objects.exists()


def test_only_who_has_an_incident_is_asked_about_it(amal, incident) -> None:
    client, path = signed_in(amal), f"/incidents/{incident.reference}/requests/add/"
    entry = {"asked_of": "housing", "what": "Look at the licence", "due_on": "2030-01-01"}
    assert "Share this incident with Housing first" in client.post(path, entry).content.decode()
    housing = make.agency("housing")
    past = timezone.now() - timedelta(days=1)
    access.share(amal, incident, [housing], level="see", cause="shared", ends_at=past)
    assert client.post(path, entry).status_code == 200
    access.share(amal, incident, [housing], level="see", cause="shared")
    assert client.post(path, entry).status_code == 302
    request = AgencyRequest.objects.get()
    bea = signed_in(make.actor(housing, "practitioner"))
    assert "Look at the licence" in bea.get("/my-work/").content.decode()
    assert (
        bea.post(f"/requests/{request.reference}/steps/done/", {"note": "Seen"}).status_code == 302
    )
    assert "Look at the licence" not in bea.get("/my-work/").content.decode()


def test_a_message_says_that_something_waits_and_no_more() -> None:
    member = make.member(make.agency("housing"), "practitioner", name="Bea Waiting")
    make.member(member.agency, "analyst", name="Ann Alyst")
    about = ("incident", make.incident(granted_to=[member.agency]).pk)
    assert notices.tell([member.agency_id], *about) == 1
    assert notices.tell([member.agency_id], *about) == 0
    (message,) = mail.outbox
    assert message.to == [member.user.email]
    assert message.body == "Something is waiting for you. Sign in."
    assert message.subject == "Something is waiting for you"
