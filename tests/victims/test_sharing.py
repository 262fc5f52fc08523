"""Sharing people: along with their incident or alone; lowered, lengthened, stopped, accepted."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import access
from agencies.models import AuditEvent, Cause, Cover
from casework.models import StatusChange
from casework.sharing import end_of, share_record
from tests import make
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import assign, state_reason
from victims.models import Person

TOLD = {"level": "work", "purpose": "To support them", "basis": "Public task"}


@pytest.fixture
def man(people: Cast) -> Person:
    return people.met()


@pytest.fixture
def health(people: Cast):
    return make.agency("health")


def levels(record, agency) -> set[str]:
    rows = [each["level"] for each in access.shares_of(record) if each["agency"] == agency]
    return set(rows)


def on(day) -> dict[str, int]:
    return {"ends_on-day": day.day, "ends_on-month": day.month, "ends_on-year": day.year}


def test_no_person_goes_along_unless_they_are_ticked(people: Cast, man, health) -> None:
    other, desk = people.met(working_label="boy with a scar"), signed_in(people.amal)
    path = f"/incidents/{people.incident.reference}/sharing/"
    page = desk.get(path).content.decode()
    for person in (man, other):
        assert f'value="{person.reference}"' in page
    assert "checked" not in page.split("Share these people as well")[1]
    desk.post(path, {**TOLD, "agencies": ["health"], "also": [man.reference]})
    assert levels(people.incident, health) == {"work"}
    # Their outline only, however far the incident is given.
    assert levels(man, health) == {"see"}
    assert levels(other, health) == set()
    told = StatusChange.objects.filter(step="share").values_list("reference", "note")
    assert set(told) == {(people.incident.reference, "Health"), (man.reference, "Health")}


def test_who_manages_the_incident_alone_is_offered_nobody_met_there(
    people: Cast, man, health
) -> None:
    access.regrade(
        actor(people.amal),
        people.incident,
        people.housing,
        level="manage",
        ends_at=None,
        why="asked",
    )
    bea, path = signed_in(people.bea), f"/incidents/{people.incident.reference}/sharing/"
    page = bea.get(path).content.decode()
    assert "Share with more agencies" in page
    assert "Share these people as well" not in page
    bea.post(path, {**TOLD, "agencies": ["health"], "also": [man.reference]})
    assert levels(people.incident, health) == {"work"}
    assert levels(man, health) == set()


def test_ending_an_incident_ends_its_people_unless_they_are_unticked(
    people: Cast, man, health
) -> None:
    other, desk = people.met(), signed_in(people.amal)
    path = f"/incidents/{people.incident.reference}/sharing/"
    also = [man.reference, other.reference]
    desk.post(path, {**TOLD, "agencies": ["health"], "also": also})
    stop = f"{path}health/stop/"
    assert desk.get(stop).content.decode().count("checked") == 2
    desk.post(stop, {"why": "mistake", "also": [man.reference]})
    assert levels(people.incident, health) == set()
    assert levels(man, health) == set()
    assert levels(other, health) == {"see"}
    reasons = AuditEvent.objects.filter(act="stop_sharing").values_list("detail__why", flat=True)
    assert list(reasons) == ["mistake", "mistake"]


def test_a_person_is_shared_lowered_lengthened_and_stopped(people: Cast, man, health) -> None:
    desk, path = signed_in(people.amal), f"/people/{man.reference}/sharing/"
    assert desk.post(path, {**TOLD, "agencies": ["health"]}).status_code == 302
    assert levels(man, health) == {"work"}
    day = timezone.localdate() + timedelta(days=30)
    change = f"{path}health/change/"
    assert "Work with the person" in desk.get(change).content.decode()
    lower = {"level": "see", "why": "not_needed", **on(day)}
    assert desk.post(change, lower).status_code == 302
    assert levels(man, health) == {"see"}
    assert set(man.grants.filter(group=health.group).values_list("ends_at", flat=True)) == {
        end_of(day)
    }
    assert desk.post(change, {"level": "work", "why": "goes_on"}).status_code == 302
    assert levels(man, health) == {"work"}
    (share,) = [each for each in access.shares_of(man) if each["agency"] == health]
    grant = share["grant"]
    assert (grant.cause, grant.purpose, grant.ends_at) == (Cause.SHARED, "To support them", None)
    assert desk.post(f"{path}health/stop/", {"why": "asked"}).status_code == 302
    assert levels(man, health) == set()
    told = StatusChange.objects.filter(reference=man.reference).order_by("pk")
    assert list(told.values_list("step", flat=True))[-4:] == [
        "share",
        "change_share",
        "change_share",
        "stop_sharing",
    ]
    page = desk.get(f"/people/{man.reference}/timeline/").content.decode()
    assert "Their work goes on, or there is more of it" in page
    # What is no longer shared cannot be changed, only shared again.
    assert desk.get(change).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"why": ""}, "Select why"),
        ({"level": "manage"}, "There is a problem"),
        ({"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2020"}, "in the future"),
    ],
    ids=str,
)
def test_a_change_without_a_reason_or_into_the_past_changes_nothing(
    wrong: dict, why: str, people: Cast, man, health
) -> None:
    desk, path = signed_in(people.amal), f"/people/{man.reference}/sharing/"
    desk.post(path, {**TOLD, "agencies": ["health"]})
    answer = desk.post(f"{path}health/change/", {"level": "see", "why": "asked", **wrong})
    assert why in answer.content.decode()
    assert levels(man, health) == {"work"}


def test_the_agency_that_leads_keeps_what_it_has(people: Cast) -> None:
    incident, housing = people.incident, people.housing
    type(incident).objects.filter(pk=incident.pk).update(lead_agency=housing)
    desk, path = signed_in(people.amal), f"/incidents/{incident.reference}/sharing/"
    for step, facts in (("stop", {}), ("change", {"level": "see"})):
        answer = desk.post(f"{path}housing/{step}/", {"why": "asked", **facts})
        assert "Say which other agency leads it first" in answer.content.decode()
    assert levels(incident, housing) == {"work"}
    assert f"{path}housing/stop/" not in desk.get(path).content.decode()


def test_the_page_says_who_sees_a_person_and_why(people: Cast, man) -> None:
    assign(man, by=actor(people.bea), at=timezone.now(), reason="I visit weekly")
    mia = make.member(people.housing, "support_worker", name="Mia")
    today = timezone.localdate()
    Cover.objects.create(
        colleague=people.bea, by=mia, starts_on=today, ends_on=today, set_by=people.amal.user
    )
    state_reason(man, "court", by=actor(people.amal))
    access.share(
        None, man, [people.charity], level="see", cause="shared", granted_by=people.amal.user
    )
    path = f"/people/{man.reference}/sharing/"
    told = {
        who: signed_in(getattr(people, who)).get(path).content.decode()
        for who in ("bea", "cyd", "amal")
    }
    for page in told.values():
        for words in ("Bea", "Assigned since", "Covers for Bea until", "Mia", "for today", "Amal"):
            assert words in page, words
    # A reason stays inside the agency of whoever gave it.
    assert {who for who, page in told.items() if "I visit weekly" in page} == {"bea"}
    assert {who for who, page in told.items() if "For a warrant" in page} == {"amal"}
    assert {who for who, page in told.items() if "Share with more agencies" in page} == {"amal"}
    assert signed_in(people.pol).get(path).status_code == 200
    assert signed_in(make.member(make.agency("fire"), "practitioner")).get(path).status_code == 404


def test_one_record_is_shared_in_five_questions_at_most(people: Cast, health) -> None:
    by, others = actor(people.amal), [health, make.agency("fire"), make.agency("council")]
    facts = {"level": "work", "purpose": "x", "basis": "y", "by": by, "at": timezone.now()}
    share_record(make.incident(), others, **facts)
    told = {"level": "work", "cause": "shared", "ends_at": timezone.now() + timedelta(days=1)}
    for shared in (
        lambda: share_record(people.incident, others, **facts),
        lambda: access.share(by, people.incident, others, **told),
    ):
        with CaptureQueriesContext(connection) as asked:
            shared()
        own = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
        assert 0 < len(own) <= 5, own
