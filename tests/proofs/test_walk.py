"""Every route of the URL table × every role × every relation, beside records of all the others.

Nothing here names a route: one that is added is walked from then on.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse

from agencies.policy import Role
from casework.references import new_reference
from tests.doors.routes import RECORD_ROUTES, Route, routes
from tests.doors.test_routes import kind_of
from tests.doors.world import Knock, Visitor, said
from tests.proofs.relations import NONE, REFERENCE, RELATIONS, Ground, Relation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taken_back")]

WITHOUT_A_RECORD = [route for route in routes() if not route.subject]
ANSWERS = {200, 201, 204, 302, 400, 403, 404, 405, 409, 410}
# Where every method, step and tab is tried; elsewhere the first of each route, for time's sake.
CLOSELY = {(Role.PRACTITIONER, relation) for relation in RELATIONS} | {
    (role, NONE) for role in (Role.SUPPORT_WORKER, Role.POLICE_LEAD, Role.AGENCY_LEAD)
}
# Who did what is read by reference, of every record and without a word of it.
BY_REFERENCE = {(Role.RECORDS_OFFICER, "audit")}
# A lead takes note of what reached the agency, without opening the person.
TAKEN_NOTE_OF = {(Role.AGENCY_LEAD, "people_accept_share")}


def cells(role: str, relation: Relation) -> Iterator[tuple[Route, str, dict[str, str]]]:
    for route in RECORD_ROUTES:
        closely = (role, relation) in CLOSELY
        for fill in route.fills() if closely else route.fills()[:1]:
            for method in route.methods if closely else route.methods[:1]:
                yield route, method, fill


def knocked(reader: Visitor, path: str, method: str = "get") -> HttpResponse:
    """One answer; what it wrote is taken back, so that the next finds the ground as it was."""
    with transaction.atomic():
        answer = reader.knock(Knock(path, method))
        body = answer.content
        transaction.set_rollback(True)
    answer.content = body
    return answer


def alike(answer: HttpResponse, reference: str) -> tuple[int, bytes, dict]:
    headers = {k: v for k, v in answer.headers.items() if k not in ("Content-Length", "Set-Cookie")}
    return answer.status_code, said(answer).replace(reference.encode(), b"it"), headers


class Never:
    """What a reader is told of a record that never was: asked once for all records that are."""

    def __init__(self) -> None:
        self.told: dict[tuple, tuple] = {}

    def of(self, reader: Visitor, route: Route, method: str, fill: dict[str, str]) -> tuple:
        key = (reader.user.pk, route.name, method, *fill.values())
        if key not in self.told:
            reference = new_reference("NIL")
            answer = knocked(reader, route.at(reference=reference, **fill), method)
            self.told[key] = alike(answer, reference)
        return self.told[key]


@pytest.fixture(scope="module")
def never() -> Never:
    return Never()


@pytest.mark.parametrize("relation", RELATIONS, ids=str)
@pytest.mark.parametrize("role", Role.values)
def test_a_route_answers_by_role_and_relation_and_tells_nothing_else(
    role: str, relation: Relation, ground: Ground, never: Never, counted
) -> None:
    reader, family, walked = ground.readers[role], ground.families[relation], 0
    for route, method, fill in cells(role, relation):
        record = family.of(route.subject)
        answer = knocked(reader, route.at(reference=record.reference, **fill), method)
        where, walked = f"{route} {method} {fill}", walked + 1
        text = f"{answer.content.decode('utf-8', 'replace')} {answer.headers}"
        assert answer.status_code in ANSWERS, where
        assert ground.leaked(role, text, record.reference) == set(), where
        if (role, route.name) in TAKEN_NOTE_OF and relation.person:
            assert answer.status_code in {200, 302, 405}, where
        elif not relation.opens(role, route.subject.plural):
            assert answer.status_code == 404, where
            assert alike(answer, record.reference) == never.of(reader, route, method, fill), where
        elif route.name == f"{route.subject.plural}:page":
            assert answer.status_code == 200, where
    counted("walk answers", walked)


@pytest.mark.parametrize("role", Role.values)
def test_a_route_without_a_record_in_its_address_tells_nothing_either(
    role: str, ground: Ground, never: Never, counted
) -> None:
    """Lists, pages of their own, files. A reference in the address is tried with every record, and
    a handle with a member whom the reader does not look after."""
    reader, walked = ground.readers[role], 0
    foreign = [
        record for relation, plural, record in ground.records() if not relation.opens(role, plural)
    ] or [family["incidents"] for family in ground.families.values()]
    for route in WITHOUT_A_RECORD:
        assert kind_of(route), f"{route} has no entry in tests/doors/test_routes.py"
        method = route.methods[0]
        if "handle" in route.places:
            told = [
                alike(knocked(reader, route.at(handle=handle), method), handle)
                for handle in (ground.member_unseen(), str(uuid4()))
            ]
            walked += 2
            assert told[0] == told[1], route
            assert told[0][0] in {403, 404}, route
            continue
        if "reference" not in route.places:
            answer = knocked(reader, address(route), method)
            walked += 1
            text = f"{answer.content.decode('utf-8', 'replace')} {answer.headers}"
            assert answer.status_code in ANSWERS, route
            named = REFERENCE.findall(text) if (role, route.name) in BY_REFERENCE else ()
            assert ground.leaked(role, text, *named) == set(), route
            continue
        told_of_none = never.of(reader, route, method, others(route))
        for record in foreign[:: max(1, len(foreign) // 12)]:
            answer = knocked(reader, address(route, record.reference), method)
            walked += 1
            assert alike(answer, record.reference) == told_of_none, route
            assert answer.status_code in {403, 404}, route
    counted("walk answers", walked)


def address(route: Route, reference: str = "") -> str:
    return route.at(**others(route), **({"reference": reference} if reference else {}))


def others(route: Route) -> dict[str, str]:
    """Something for each place of the address but the reference."""
    known = {
        "page": "what",
        "name": "report.pdf",
        "measure": "incidents",
        "agency": "charity",
        "cover": "1",
    }
    return {place: known.get(place, "x") for place in route.places if place != "reference"}


@pytest.mark.parametrize("role", Role.values)
def test_no_list_names_what_does_not_exist_for_the_reader(role: str, ground: Ground) -> None:
    """The walk above would pass on empty lists; so the lists of those with casework name all."""
    lists = [route for route in WITHOUT_A_RECORD if kind_of(route) == "list"]
    told = {
        reference
        for route in lists
        for reference in REFERENCE.findall(
            knocked(ground.readers[role], address(route)).content.decode()
        )
    }
    missing = {
        record.reference
        for relation, plural, record in ground.records()
        if relation.opens(role, plural) and plural not in ("parts", "notes", "requests")
    }
    assert missing - told == set()
