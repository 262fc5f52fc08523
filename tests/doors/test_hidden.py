"""An agency that was not given a record learns nothing: not what is in it, not that it exists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import AuditEvent
from casework.record_types import RecordType, every
from casework.references import new_reference
from tests.doors.conftest import World
from tests.doors.doors import LIST_DOORS, answers
from tests.doors.routes import KNOCKS, RECORD_ROUTES, Route
from tests.doors.test_routes import who_lists
from tests.doors.world import Knock, Visitor, family_has_every_type, said

pytestmark = pytest.mark.django_db
COMPARES_LISTS = True

NAMES = [f"{route} {method}" for route, method in KNOCKS]
UNDER = [record_type for record_type in every() if record_type.under and record_type.in_api]


def traces(body: bytes, family) -> list[str]:
    text = body.decode("utf-8", "replace")
    return [trace for trace in (family.word, *family.references()) if trace in text]


def test_the_families_have_a_record_of_every_type(world: World) -> None:
    assert family_has_every_type(world.hidden)
    assert family_has_every_type(world.shared)


@pytest.mark.parametrize(("route", "method"), KNOCKS, ids=NAMES)
def test_an_agency_without_the_grant_learns_nothing(
    route: Route, method: str, world: World
) -> None:
    hidden = world.hidden.of(route.subject)
    never = new_reference(hidden.prefix)
    for fill in route.fills():
        told = []
        for reference in (hidden.reference, never):
            with CaptureQueriesContext(connection) as statements:
                knock = Knock(route.at(reference=reference, **fill), method)
                answer = world.cast.bea.knock(knock)
            body = said(answer)
            assert answer.status_code == 404, (fill, body[:300])
            assert traces(body.replace(reference.encode(), b""), world.hidden) == []
            headers = {k: v for k, v in answer.headers.items() if k != "Content-Length"}
            told.append((body.replace(reference.encode(), b"it"), headers, len(statements)))
        assert told[0] == told[1]


@pytest.mark.parametrize(
    ("route", "method"),
    [(r, m) for r, m in KNOCKS if r.leads_somewhere()],
    ids=[f"{r} {m}" for r, m in KNOCKS if r.leads_somewhere()],
)
def test_the_agency_with_the_grant_sees_it(route: Route, method: str, world: World) -> None:
    record = world.hidden.of(route.subject)
    fill = route.fills()[0]
    data = {"person": world.hidden["people"].reference} if route.name == "visit_people" else {}
    answer = world.cast.cyd.knock(Knock(route.at(reference=record.reference, **fill), method, data))
    assert answer.status_code in {200, 201, 204, 302, 400, 403, 409}
    if answer.status_code == 200:
        # A file that is served is called by its reference; its bytes are somebody else's words.
        told = answer.content + str(answer.headers).encode()
        assert traces(told, world.hidden) != []


@pytest.mark.parametrize("door", LIST_DOORS)
def test_a_list_is_the_same_whether_or_not_there_is_a_hidden_record(
    door: str, world: World
) -> None:
    after = answers({door: LIST_DOORS[door]}, world.cast.bea, world.shared)
    for name, told in after.items():
        assert told == world.before[name], name
        assert traces(told, world.hidden) == []


@pytest.mark.parametrize("door", [door for door in LIST_DOORS if door != "page of a list"])
def test_the_lists_of_the_agency_with_the_grant_show_it(door: str, world: World) -> None:
    for name, told in answers({door: LIST_DOORS[door]}, world.cast.cyd, world.hidden).items():
        assert told.startswith(b"200"), name
        assert traces(told, world.hidden) != [], name
        assert traces(told, world.shared) == [], name


def test_a_hidden_record_is_no_place_in_a_list_to_start_from(world: World) -> None:
    for record_type in every():
        hidden = world.hidden.of(record_type)
        for way in ("after", "before"):
            for path in (f"/{record_type.plural}/", f"/{record_type.plural}/download/"):
                told = [
                    said(world.cast.bea.knock(Knock(path, data={way: reference}))).replace(
                        reference.encode(), b"it"
                    )
                    for reference in (hidden.reference, new_reference(hidden.prefix))
                ]
                assert told[0] == told[1], (path, way)


@pytest.mark.parametrize("child", UNDER, ids=str)
def test_nothing_is_added_through_the_api_under_a_hidden_parent(
    child: RecordType, world: World
) -> None:
    parent = next(
        record
        for record in world.hidden.records.values()
        if isinstance(record, child.field(child.under).related_model)
    )
    path = f"/api/v1/{child.plural}/"
    told = []
    for reference in (parent.reference, new_reference(parent.prefix)):
        answer = world.cast.bea.knock(Knock(path, "post", {child.under: reference}))
        told.append((answer.status_code, answer.content))
    assert told[0] == told[1]
    assert told[0][0] == 404


@pytest.mark.parametrize("child", UNDER, ids=str)
def test_the_agency_with_the_grant_is_asked_for_the_fields_of_what_it_adds(
    child: RecordType, world: World
) -> None:
    parent = getattr(world.hidden.of(child), child.under)
    answer = world.cast.cyd.knock(
        Knock(f"/api/v1/{child.plural}/", "post", {child.under: parent.reference, "no": "1"})
    )
    assert answer.status_code == 400
    assert "no" in answer.json()


@pytest.mark.parametrize("who", ["dee", "root"])
def test_who_belongs_to_no_agency_is_sent_away_at_every_door(who: str, world: World) -> None:
    visitor: Visitor = getattr(world.cast, who)
    for route in RECORD_ROUTES:
        reference = world.hidden.of(route.subject).reference
        knock = Knock(route.at(reference=reference, **route.fills()[0]), route.methods[0])
        answer = visitor.knock(knock)
        assert answer.status_code in {302, 401}, knock
        assert traces(answer.content, world.hidden) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_partnership_sees_nothing_of_this_one(method: str, world: World) -> None:
    eve = world.cast.eve
    for route, _ in [(r, m) for r, m in KNOCKS if m == method]:
        reference = world.hidden.of(route.subject).reference
        answer = eve.knock(Knock(route.at(reference=reference, **route.fills()[0]), method))
        assert answer.status_code == 404, route


def test_the_lists_of_another_partnership_are_empty(world: World) -> None:
    """Eve is a coordinator there: lists that no coordinator has are refused to her."""
    closed = [f"/{each.plural}/" for each in every() if "coordinator" not in who_lists(each.plural)]
    for name, told in answers(LIST_DOORS, world.cast.eve, world.hidden).items():
        refused = any(path in name for path in closed)
        assert told.startswith((b"403",) if refused else (b"200", b"400")), name
        assert traces(told, world.hidden) + traces(told, world.shared) == [], name


def test_a_refusal_is_written_down(world: World) -> None:
    reference = world.hidden["incidents"].reference
    for path in (f"/incidents/{reference}/", f"/api/v1/incidents/{reference}/"):
        events = AuditEvent.objects.filter(act="refused", user=world.cast.bea.user)
        known = set(events.values_list("pk", flat=True))
        world.cast.bea.knock(Knock(path))
        event = events.exclude(pk__in=known).get()
        assert event.detail["status"] == 404
        assert event.detail["asked_for"] == {"reference": reference}
        assert event.agency == world.cast.bea.actor.agency
