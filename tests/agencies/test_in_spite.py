"""Given by a colleague who cannot know: it looks done, opens nothing, and the owner is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from agencies import access, notices, restriction
from agencies.acting import actor_by_membership
from agencies.models import Agency, Cover, Membership
from casework.kept_work import IN_SPITE
from tests import make
from tests.agencies.test_kept_from import seen
from tests.doors.world import Cast, Family, Visitor, cast, colleague, family, give
from victims.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def case(people: Cast) -> Family:
    """Made by Cyd's charity; housing works with the person and manages the incident."""
    made = family("Zqspite", people.cyd)
    give(made["people"], people.bea)
    give(made["incidents"], people.bea, "manage")
    return made


def keep(people: Cast, case: Family, **whom) -> None:
    for plural in ("incidents", "people"):
        restriction.keep_from(people.amal.actor, case[plural], reason="relative", **whom)


def alerts(of: Visitor) -> list[str]:
    """The records of which My work says that something was given in spite."""
    page = of.client.get("/my-work/").content.decode()
    return [row for row in page.split("<tr") if IN_SPITE in row]


def told(case: Family, plural: str, by: Visitor) -> bool:
    return any(case[plural].reference in row for row in alerts(by))


def page_of(case: Family, plural: str, by: Visitor) -> str:
    return by.client.get(f"/{plural}/{case[plural].reference}/kept-from/").content.decode()


def put_on(case: Family, lead: Visitor, member: Membership):
    entry = {
        "reference": case["people"].reference,
        "colleague": member.pk,
        "reason": "Speaks Slovak",
    }
    return lead.client.post("/assignments/add/", entry)


@pytest.mark.parametrize("kept", [False, True], ids=["not kept", "kept"])
def test_a_lead_assigns_someone_from_whom_the_person_is_kept(
    kept: bool, people: Cast, case: Family, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    sent = []
    monkeypatch.setattr(
        notices.current_app, "send_task", lambda name, kwargs: sent.append((name, kwargs))
    )
    lead = colleague(people.bea, "Hal", "agency_lead")
    if kept:
        keep(people, case, users=[people.bea.user.pk])
    bea = people.bea.user.memberships.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = put_on(case, lead, bea)
    # The same to the lead, whether or not it has an effect.
    assert answer.url == "/assignments/"
    assert "Bea" in lead.client.get("/assignments/").content.decode()
    assert Assignment.objects.filter(person=case["people"], membership=bea).exists()
    assert (seen(people.bea.actor) == set()) == kept
    desk = make.agency("desk")
    about = {"record_type": "person", "record_id": case["people"].pk}
    owners = (notices.TELL_AGENCIES, {"agency_ids": [desk.pk], **about})
    assert (owners in sent) == kept
    assert told(case, "people", people.amal) == kept
    assert ("Put on it since" in page_of(case, "people", people.amal)) == kept
    # Nobody but who answers for the record is told of it.
    assert [alerts(who) for who in (people.cyd, people.bea, lead)] == [[], [], []]
    cache.clear()
    notices.tell_members([bea.pk], **about)
    assert [message.to for message in mail.outbox] == ([] if kept else [[bea.user.email]])


def covers(people: Cast, case: Family, name: str) -> Membership:
    """Someone of housing who covers for Bea, who is assigned."""
    member = make.member(people.bea.actor.agency, "practitioner", name=name)
    colleague = people.bea.user.memberships.get()
    make.assignment(case["people"], colleague.pk)
    today = timezone.localdate()
    Cover.objects.create(
        colleague=colleague, by=member, starts_on=today, ends_on=today, set_by=member.user
    )
    return member


@pytest.mark.parametrize("kept", [False, True], ids=["not kept", "kept"])
def test_someone_from_whom_the_person_is_kept_is_put_in_cover(
    kept: bool, people: Cast, case: Family
) -> None:
    if kept:
        keep(people, case, users=[make.user("Max").pk])
    max_ = covers(people, case, "Max")
    assert (seen(actor_by_membership(max_.pk)) == set()) == kept
    assert told(case, "people", people.amal) == kept


def share(case: Family, by: Visitor, agency: Agency) -> None:
    answer = by.client.post(
        f"/incidents/{case['incidents'].reference}/sharing/",
        {"agencies": [agency.code], "level": "work", "purpose": "To visit", "basis": "Public task"},
    )
    assert answer.status_code == 302


def lead_it(case: Family, by: Visitor, agency: Agency) -> None:
    access.share(by.actor, case["incidents"], [agency], level="manage", cause="lead")


def visit(case: Family, by: Visitor, agency: Agency) -> None:
    answer = by.client.post(
        f"/incidents/{case['incidents'].reference}/visits/add/",
        {
            "location": case["locations"].reference,
            "starts_at-day": "2",
            "starts_at-month": "6",
            "starts_at-year": str(timezone.localdate().year + 1),
            "starts_at-time": "10:00",
            "kind": "MAV",
            "is_safeguarding": "no",
            "lead_agency": agency.code,
        },
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("kept", [False, True], ids=["not kept", "kept"])
@pytest.mark.parametrize("giving", [share, lead_it, visit])
def test_an_agency_from_which_it_is_kept_is_given_the_incident(
    giving: Callable, kept: bool, people: Cast, case: Family
) -> None:
    """By somebody at housing, who manages it too and did not look who it is kept from."""
    fire = make.agency("fire")
    max_ = make.actor(fire, "practitioner", name="Max")
    if kept:
        keep(people, case, agencies=[fire.pk])
    giving(case, people.bea, fire)
    assert case["incidents"].grants.filter(group=fire.group_id).exists()
    assert (seen(max_) == set()) == kept
    assert told(case, "incidents", people.amal) == kept
    assert ("Shared with them since" in page_of(case, "incidents", people.amal)) == kept


def test_what_was_given_before_is_no_news(people: Cast, case: Family) -> None:
    make.assignment(case["people"], people.bea.actor.membership_id)
    keep(people, case, users=[people.bea.user.pk])
    keep(people, case, agencies=[people.bea.actor.agency.pk])
    assert alerts(people.amal) == []


def test_it_ends_when_it_is_taken_back_or_after_two_weeks(people: Cast, case: Family) -> None:
    keep(people, case, users=[people.bea.user.pk])
    row = make.assignment(case["people"], people.bea.actor.membership_id)
    assert told(case, "people", people.amal)
    Assignment.objects.filter(pk=row.pk).update(assigned_at=timezone.now() + timedelta(seconds=1))
    assert told(case, "people", people.amal)
    row.delete()
    assert alerts(people.amal) == []


def test_a_coordinator_from_whom_it_is_kept_is_not_told_either(people: Cast, case: Family) -> None:
    ana = colleague(people.amal, "Ana", "coordinator")
    keep(people, case, users=[people.bea.user.pk, ana.user.pk])
    make.assignment(case["people"], people.bea.actor.membership_id)
    assert told(case, "people", people.amal)
    assert alerts(ana) == []
