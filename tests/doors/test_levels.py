"""How far a shared record opens: levels of an incident, parts of a person, ends of a share."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies import access
from agencies.models import AuditEvent
from shop.terms import NoteScope
from tests.doors.conftest import World
from tests.doors.world import Knock, Visitor, colleague, give, marker, member
from victims.actions import PARTS

pytestmark = pytest.mark.django_db

NOT_AT_SEE = (
    "name",
    "description",
    "narrative",
    "told_by",
    "address",
    "postcode",
    "purpose",
    "found",
)
ABOUT_PEOPLE = ("people", "screenings", "referrals", "person-files")
# What is an incident, or hangs on one.
HANGS = {"incidents", "locations", "visits", "parts", "interventions", "notes", "requests"}
FROM_WORK_ON = ("locations", "disruptions", "incident-files")


def opened(visitor: Visitor, path: str) -> tuple[int, str]:
    answer = visitor.knock(Knock(path))
    return answer.status_code, answer.content.decode()


def page(record, plural: str) -> str:
    return f"/{plural}/{record.reference}/"


def pages_of_an_incident(world: World) -> list[str]:
    """All that shows something of the hidden family to those who have its incident."""
    incident, visit = world.hidden["incidents"], world.hidden["visits"]
    own = page(incident, "incidents")
    names = ("timeline", "visits", "what-was-done", "requests", "files")
    tabs = [f"{own}{tab}/" for tab in names]
    return [
        own,
        *tabs,
        f"{own}sharing/",
        page(visit, "visits"),
        f"{page(visit, 'visits')}timeline/",
        *(f"/{each}/" for each in ("incidents", "visits", "interventions", "my-work")),
        *(f"/{each}/download/" for each in ("incidents", "visits", "interventions")),
        "/incidents/open/",
        *(f"/api/v1/{each}/" for each in ("incidents", "visits", "interventions")),
        f"/api/v1{own}",
        f"/api/v1{page(visit, 'visits')}",
    ]


def test_seeing_an_incident_shows_no_address_account_or_name_of_the_caller(world: World) -> None:
    bea, hidden = world.cast.bea, world.hidden
    give(hidden["incidents"], bea, "see")
    kept = {marker(hidden.word, name) for name in NOT_AT_SEE} | {hidden["locations"].reference}
    for path in pages_of_an_incident(world):
        status, body = opened(bea, path)
        assert status == 200, path
        assert {word for word in kept if word in body} == set(), path
    told = bea.knock(Knock(f"/api/v1{page(hidden['incidents'], 'incidents')}")).json()
    assert {"location", "narrative", "told_by"} & set(told) == set()
    assert {"reference", "types", "town", "status"} <= set(told)


def test_working_on_an_incident_shows_them(world: World) -> None:
    bea, hidden = world.cast.bea, world.hidden
    give(hidden["incidents"], bea, "work")
    bodies = [opened(bea, path) for path in pages_of_an_incident(world)]
    assert {status for status, _ in bodies} == {200}
    together = "".join(body for _, body in bodies)
    for name in ("narrative", "told_by", "address", "purpose", "found"):
        assert marker(hidden.word, name) in together, name


def test_hazards_are_shown_to_everyone_who_may_see_the_incident(world: World) -> None:
    give(world.hidden["incidents"], world.cast.bea, "see")
    for plural in ("incidents", "visits"):
        _, body = opened(world.cast.bea, page(world.hidden[plural], plural))
        assert marker(world.hidden.word, "hazards") in body


@pytest.mark.parametrize("level", ["see", "work", "manage"])
def test_what_hangs_on_an_incident_is_shared_with_it(level: str, world: World) -> None:
    bea, hidden = world.cast.bea, world.hidden
    give(hidden["incidents"], bea, level)
    found = {
        plural
        for plural, record in hidden.records.items()
        if opened(bea, page(record, plural))[0] == 200
    }
    kept = {*ABOUT_PEOPLE, *(FROM_WORK_ON if level == "see" else ())}
    assert found == set(hidden.records) - kept


def test_nothing_about_its_people_follows_from_an_incident(world: World) -> None:
    bea, hidden = world.cast.bea, world.hidden
    give(hidden["incidents"], bea, "manage")
    kept = [hidden[plural].reference for plural in ABOUT_PEOPLE]
    kept += [marker(hidden.word, "working_label"), marker(hidden.word, "contact_warning")]
    kept += [f"{hidden.word}-{part}" for part in PARTS]
    own = page(hidden["incidents"], "incidents")
    paths = [*pages_of_an_incident(world), f"{own}people/", "/people/", "/people/download/"]
    for path in [*paths, "/screenings/", "/referrals/", "/api/v1/people/", "/api/v1/referrals/"]:
        status, body = opened(bea, path)
        assert status == 200, path
        assert [word for word in kept if word in body] == [], path
    status, body = opened(bea, f"{page(hidden['visits'], 'visits')}people/")
    assert status == 403
    assert [word for word in kept if word in body] == []


def test_an_agency_with_the_outline_of_a_person_gets_no_incident_and_no_part(world: World) -> None:
    bea, hidden = world.cast.bea, world.hidden
    give(hidden["people"], bea, "see")
    status, body = opened(bea, page(hidden["people"], "people"))
    assert status == 200
    assert marker(hidden.word, "contact_warning") in body
    assert [part for part in PARTS if f"{hidden.word}-{part}" in body] == []
    beside = [record.reference for plural, record in hidden.records.items() if plural in HANGS]
    own = page(hidden["people"], "people")
    for path in (own, f"{own}screenings/", "/people/", "/screenings/", f"/api/v1{own}"):
        status, body = opened(bea, path)
        assert status == 200, path
        assert [reference for reference in beside if reference in body] == [], path
    assert opened(bea, page(hidden["incidents"], "incidents"))[0] == 404
    assert opened(bea, page(hidden["visits"], "visits"))[0] == 404
    for part in PARTS:
        assert opened(bea, f"{page(hidden['people'], 'people')}{part}/")[0] == 404
    status, body = opened(bea, f"{page(hidden['people'], 'people')}screenings/add/")
    assert status == 403
    assert "outline of this person" in body


def test_a_note_for_one_agency_is_read_there_only(world: World) -> None:
    note = world.hidden["notes"]
    type(note).objects.filter(pk=note.pk).update(scope=NoteScope.AGENCY)
    text = marker(world.hidden.word, "text")
    give(world.hidden["incidents"], world.cast.bea, "manage")
    timeline = f"{page(world.hidden['incidents'], 'incidents')}timeline/"
    places = [timeline, page(note, "notes"), "/notes/", "/notes/download/"]
    for visitor in (world.cast.bea, world.cast.amal):
        answers = [opened(visitor, path) for path in places]
        assert [status for status, _ in answers] == [200, 404, 200, 200]
        assert [body for _, body in answers if text in body or note.reference in body] == []
    assert text in opened(world.cast.cyd, page(note, "notes"))[1]


def test_the_parts_of_a_person_open_to_those_who_are_assigned_only(world: World) -> None:
    colleagues = {
        "assigned worker": colleague(world.cast.cyd, "Fay", "practitioner"),
        "colleague": colleague(world.cast.cyd, "Gil", "practitioner", "support_worker"),
        "desk": world.cast.amal,
        "assigned carer": world.cast.cyd,
    }
    person = world.hidden["people"]
    person.assignments.create(
        membership_id=colleagues["assigned worker"].actor.membership_id,
        reason="Invented.",
        assigned_by=world.cast.cyd.user,
    )
    opens = {
        who: {
            part for part in PARTS if opened(visitor, f"{page(person, 'people')}{part}/")[0] == 200
        }
        for who, visitor in colleagues.items()
    }
    assert opens == {
        "assigned worker": {"identity", "contact", "narrative"},
        "colleague": set(),
        "desk": set(),
        "assigned carer": {"identity", "contact", "narrative", "needs"},
    }


def test_who_a_person_is_stands_on_its_own_page_only(world: World) -> None:
    cyd, person = world.cast.cyd, world.hidden["people"]
    words = [f"{world.hidden.word}-{part}" for part in PARTS]
    own = page(person, "people")
    paths = [
        own,
        f"{own}timeline/",
        f"{own}screenings/",
        f"{own}assigned/",
        "/people/",
        "/my-work/",
    ]
    for path in [*paths, "/people/download/", "/api/v1/people/", f"/api/v1{own}"]:
        status, body = opened(cyd, path)
        assert status == 200, path
        assert [word for word in words if word in body] == [], path


def test_a_draft_of_a_referral_is_seen_by_its_author_alone(world: World) -> None:
    referral = world.hidden["referrals"]
    type(referral).objects.filter(pk=referral.pk).update(status="DRAFT", submitted_on=None)
    colleagues = [colleague(world.cast.cyd, "Fay", "practitioner"), world.cast.amal]
    for visitor in colleagues:
        assert opened(visitor, page(referral, "referrals"))[0] == 404
        for path in ("/referrals/", f"{page(world.hidden['people'], 'people')}referrals/"):
            status, body = opened(visitor, path)
            assert status == 200
            assert referral.reference not in body
    assert opened(world.cast.cyd, page(referral, "referrals"))[0] == 200


@pytest.mark.parametrize("level", ["see", "work", "manage"])
def test_a_share_ends_at_once(level: str, world: World) -> None:
    bea, incident = world.cast.bea, world.hidden["incidents"]
    path = page(incident, "incidents")
    paths = (path, f"/api/v1{path}", f"{path}timeline/")
    give(incident, bea, level, ends_at=timezone.now() + timedelta(minutes=5))
    assert [opened(bea, each)[0] for each in paths] == [200, 200, 200]
    give(incident, bea, level, ends_at=timezone.now() - timedelta(seconds=1))
    assert [opened(bea, each)[0] for each in paths] == [404, 404, 404]
    assert incident.reference not in opened(bea, "/incidents/")[1]
    give(incident, bea, level)
    assert [opened(bea, each)[0] for each in paths] == [200, 200, 200]
    access.withdraw(world.cast.amal.actor, incident, bea.actor.agency)
    assert [opened(bea, each)[0] for each in paths] == [404, 404, 404]


@pytest.mark.parametrize(
    "plural",
    [
        "visits",
        "parts",
        "interventions",
        "disruptions",
        "arrests",
        "notes",
        "requests",
        "incident-files",
    ],
)
def test_only_the_agency_that_made_a_record_corrects_it(plural: str, world: World) -> None:
    bea, record = world.cast.bea, world.hidden[plural]
    give(world.hidden["incidents"], bea, "work")
    before = type(record).objects.filter(pk=record.pk).values().get()
    for knock in (
        Knock(f"{page(record, plural)}change/"),
        Knock(f"{page(record, plural)}change/", "post", {"text": "x"}),
        Knock(f"{page(record, plural)}mistake/", "post", {"reason": "x"}),
    ):
        answer = bea.knock(knock)
        assert answer.status_code == 403
        assert "Ask them, or write a note on the timeline." in answer.content.decode()
        event = AuditEvent.objects.filter(user=bea.user).latest("pk")
        assert (event.act, event.detail["status"]) == ("refused", 403)
    for method in ("patch", "delete"):
        answer = bea.knock(Knock(f"/api/v1{page(record, plural)}", method, {"reason": "x"}))
        assert answer.status_code == (
            404 if plural in ("parts", "arrests", "notes", "requests") else 403
        )
    assert type(record).objects.filter(pk=record.pk).values().get() == before


def test_a_lead_of_an_agency_sees_its_incidents_and_no_person(world: World) -> None:
    lead = member("Hal", world.cast.cyd.actor.agency, "agency_lead")
    assert opened(lead, page(world.hidden["incidents"], "incidents"))[0] == 200
    assert opened(lead, page(world.hidden["people"], "people"))[0] == 404
    assert opened(lead, "/people/")[0] == 403
