"""No list, page or save asks the database more often because there is more in it."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.record_types import every
from tests import make
from tests.doors.conftest import World
from tests.doors.entries import entries
from tests.doors.world import Knock, Visitor, give, member

pytestmark = pytest.mark.django_db

CEILING = 12
NOT_QUERIES = (
    "BEGIN",
    "COMMIT",
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "ROLLBACK",
    "SET ROLE",
    "RESET ROLE",
)


def asked(visitor: Visitor, knock: Knock) -> tuple[HttpResponse, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        answer = visitor.knock(knock)
    statements = [each["sql"] for each in captured]
    return answer, [sql for sql in statements if not sql.startswith(NOT_QUERIES)]


def fill(world: World, rows: int) -> None:
    """More of everything: on the hidden incident, on its person and beside them."""
    agency, day = world.cast.cyd.actor.agency, str(timezone.localdate())
    incident, person = world.hidden["incidents"], world.hidden["people"]
    visit = world.hidden["visits"]
    own = {"agency": agency, "made_by": world.cast.cyd.user}
    for number in range(rows):
        make.incident(at=day, granted_to=[agency], location=make.location(), **own)
        other = make.person(incident, granted_to=[agency], **own)
        make.met(other, visit, ["charity"])
        make.referral(make.screening(person, at=day, by="charity"), at=day)
        make.visit(incident, by=["charity"], at=day, **own)
        make.intervention(incident, at=day, by="charity")
        make.disruption(incident, incident.location, at=day, by="charity")
        make.arrest(incident, at=day, by="charity")
        make.note(incident, by="charity")
        make.request(incident, "charity", by="charity")
        make.incident_file(incident, by="charity")
        make.person_file(person, by="charity")
        make.assignment(person, make.member(agency, "practitioner", name=f"N {rows} {number}").pk)


def pages(world: World) -> dict[str, Knock]:
    found = {}
    for record_type in every():
        base = f"/{record_type.plural}/"
        one = f"{base}{world.hidden.of(record_type).reference}/"
        found |= {each: Knock(each) for each in (base, f"{base}download/", one)}
        if record_type.in_api:
            found |= {f"/api/v1{each}": Knock(f"/api/v1{each}") for each in (base, one)}
    incident = f"/incidents/{world.hidden['incidents'].reference}/"
    person = f"/people/{world.hidden['people'].reference}/"
    visit = f"/visits/{world.hidden['visits'].reference}/"
    tabs = ("timeline", "visits", "people", "requests", "files", "sharing")
    more = [f"{incident}{tab}/" for tab in tabs]
    more += [
        f"{person}{tab}/" for tab in ("timeline", "screenings", "referrals", "files", "assigned")
    ]
    more += [f"{person}identity/", f"{visit}people/", "/incidents/open/"]
    return found | {each: Knock(each) for each in more}


def counts(world: World) -> dict[str, int]:
    found = {}
    for name, knock in pages(world).items():
        answer, statements = asked(world.cast.cyd, knock)
        assert answer.status_code == 200, name
        found[name] = len(statements)
    return found


def test_lists_and_pages_ask_as_often_for_100_rows_as_for_one(world: World) -> None:
    told = [counts(world)]
    for rows in (24, 75):
        fill(world, rows)
        told.append(counts(world))
    assert told[1] == told[0]
    assert told[2] == told[0]
    assert {name: count for name, count in told[0].items() if count > CEILING} == {}


def test_my_work_asks_as_often_for_100_rows_as_for_one(world: World) -> None:
    before = len(asked(world.cast.cyd, Knock("/my-work/"))[1])
    fill(world, 60)
    assert len(asked(world.cast.cyd, Knock("/my-work/"))[1]) == before


def test_the_dashboard_asks_as_often_for_100_records_as_for_one(world: World) -> None:
    """Whoever reads it: towns, agencies and wards, the settings, then every count in one statement.
    The rest is of every page, the years to choose from, and what was asked about figures."""
    told, board = [], member("Bo", make.agency("desk"), "board_member")
    for rows in (0, 40):
        fill(world, rows)
        for reader in (world.cast.amal, world.cast.cyd, board):
            answer, statements = asked(reader, Knock("/figures/dashboard/"))
            assert answer.status_code == 200
            told.append(len(statements))
            assert sum("grouping sets" in sql for sql in statements) == 1
    assert told[:3] == told[3:]
    assert max(told) <= 13


@pytest.mark.parametrize("rows", [1, 25])
@pytest.mark.parametrize(
    "plural", ["notes", "interventions", "disruptions", "arrests", "people", "requests"]
)
def test_a_save_asks_at_most_twelve_times(plural: str, rows: int, world: World) -> None:
    fill(world, rows)
    path = f"/incidents/{world.hidden['incidents'].reference}/{plural}/add/"
    answer, statements = asked(world.cast.cyd, Knock(path, "post", entries(world.hidden)[plural]))
    assert answer.status_code == 302
    assert len(statements) <= CEILING, "\n".join(statements)


@pytest.mark.parametrize("plural", ["visits", "interventions", "disruptions", "people"])
def test_a_correction_asks_at_most_twelve_times(plural: str, world: World) -> None:
    record = world.hidden[plural]
    path = f"/{plural}/{record.reference}/change/"
    answer, statements = asked(world.cast.cyd, Knock(path, "post", entries(world.hidden)[plural]))
    assert answer.status_code == 302
    assert len(statements) <= CEILING, "\n".join(statements)


@pytest.mark.parametrize("step", ["start", "monitor", "close"])
def test_a_step_asks_at_most_twelve_times(step: str, world: World) -> None:
    incident = world.hidden["incidents"]
    state = {"start": "ACCEPTED", "monitor": "ACTIVE", "close": "ACTIVE"}[step]
    type(incident).objects.filter(pk=incident.pk).update(status=state)
    incident.requests.update(status="DONE")
    path = f"/incidents/{incident.reference}/steps/{step}/"
    data = {"note": "Invented.", "outcome": "SAFEGUARDED"}
    answer, statements = asked(world.cast.amal, Knock(path, "post", data))
    assert answer.status_code == 302
    assert len(statements) <= CEILING, "\n".join(statements)


def test_sharing_with_five_agencies_asks_as_often_as_with_one(world: World) -> None:
    codes = ["education", "council", "police", "health", "fire"]
    for code in codes:
        make.agency(code)
    told = []
    for number, chosen in enumerate((codes[:1], codes[1:])):
        incident = make.incident()
        give(incident, world.cast.cyd)
        answer, statements = asked(
            world.cast.amal,
            Knock(
                f"/incidents/{incident.reference}/sharing/",
                "post",
                {"agencies": chosen, "level": "work", "purpose": "x", "basis": "y"},
            ),
        )
        assert answer.status_code == 302, number
        told.append(len(statements))
    assert told[0] == told[1]
