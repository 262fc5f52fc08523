"""A record kept from someone does not exist for them at any door, whatever they held before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies import restriction
from casework.references import new_reference
from tests import make
from tests.doors.conftest import World
from tests.doors.doors import LIST_DOORS, answers
from tests.doors.routes import KNOCKS, Route
from tests.doors.test_hidden import traces
from tests.doors.world import Knock, Visitor, give, said

pytestmark = pytest.mark.django_db
COMPARES_LISTS = True

CARRIERS = ("incidents", "people")
NAMES = [f"{route} {method}" for route, method in KNOCKS]


@pytest.fixture
def given(world: World) -> None:
    """Bea's agency manages the hidden family as its own does, and Bea is assigned to its person."""
    for plural in CARRIERS:
        give(world.hidden[plural], world.cast.bea, "manage")
    make.assignment(world.hidden["people"], world.cast.bea.actor.membership_id)


def keep(world: World, visitor: Visitor, *, whole_agency: bool = False) -> None:
    """By another coordinator of the desk."""
    by = make.actor(make.agency("desk"), "coordinator", name="Ana")
    whom = {"agencies": [visitor.actor.agency.pk]} if whole_agency else {"users": [visitor.user.pk]}
    for plural in CARRIERS:
        restriction.keep_from(by, world.hidden[plural], reason="relative", **whom)


def learns_nothing(
    world: World, visitor: Visitor, route: Route, method: str, fills: list[dict[str, str]]
) -> None:
    """The same bytes, headers and number of statements as for what never existed."""
    hidden = world.hidden.of(route.subject)
    for fill in fills:
        told = []
        for reference in (hidden.reference, new_reference(hidden.prefix)):
            with CaptureQueriesContext(connection) as statements:
                answer = visitor.knock(Knock(route.at(reference=reference, **fill), method))
            body = said(answer).replace(reference.encode(), b"it")
            assert answer.status_code == 404, (fill, body[:300])
            assert traces(body, world.hidden) == []
            headers = {k: v for k, v in answer.headers.items() if k != "Content-Length"}
            told.append((body, headers, len(statements)))
        assert told[0] == told[1]


@pytest.mark.parametrize(("route", "method"), KNOCKS, ids=NAMES)
def test_no_route_tells_of_a_record_kept_from_whoever_asks(
    route: Route, method: str, world: World, given: None
) -> None:
    """Bea, whose agency was given it, by every step and tab; Cyd, who made it, and Amal, who runs
    the desk, by one of each route."""
    first, cast = route.fills()[:1], world.cast
    for visitor, fills in ((cast.amal, first), (cast.cyd, first), (cast.bea, route.fills())):
        keep(world, visitor)
        learns_nothing(world, visitor, route, method, fills)


@pytest.mark.parametrize("whole_agency", [False, True], ids=["a person", "an agency"])
@pytest.mark.parametrize("door", LIST_DOORS)
def test_a_list_is_the_same_as_if_the_record_had_never_been(
    door: str, whole_agency: bool, world: World, given: None
) -> None:
    keep(world, world.cast.bea, whole_agency=whole_agency)
    for name, told in answers({door: LIST_DOORS[door]}, world.cast.bea, world.shared).items():
        assert told == world.before[name], name


def test_the_lists_show_it_as_long_as_it_is_not_kept(world: World, given: None) -> None:
    """So that the test above cannot pass by showing nothing."""
    told = answers({"list": LIST_DOORS["list"]}, world.cast.bea, world.hidden)
    assert {name for name, body in told.items() if not traces(body, world.hidden)} == set()


@pytest.mark.parametrize("who", ["cyd", "amal"])
def test_who_made_it_and_the_desk_find_no_trace_in_any_list(
    who: str, world: World, given: None
) -> None:
    visitor = getattr(world.cast, who)
    keep(world, visitor)
    for name, told in answers(LIST_DOORS, visitor, world.hidden).items():
        assert traces(told, world.hidden) == [], name


def test_the_same_statements_are_run_whether_or_not_something_is_kept(
    world: World, given: None
) -> None:
    """A list asks as often, in the same words, with nothing kept and with much kept."""
    told = []
    for kept in (False, True):
        if kept:
            keep(world, world.cast.bea)
            for _ in range(20):
                more = make.incident()
                restriction.keep_from(
                    world.cast.amal.actor, more, reason="past", users=[world.cast.bea.user.pk]
                )
        with CaptureQueriesContext(connection) as statements:
            world.cast.bea.knock(Knock("/people/"))
        told.append(len(statements))
    assert told[0] == told[1]
