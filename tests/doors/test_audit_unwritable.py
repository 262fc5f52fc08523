"""The audit cannot be written: every route that shows or does something answers 503, with nothing.

Each is asked twice, by somebody who holds the records: once as always, once when the database
refuses events. So no route passes because it would have shown nothing anyway.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from agencies.middleware import NOTHING_SHOWN
from agencies.models import AuditEvent
from devtool.postgres import APP
from tests.doors.conftest import World
from tests.doors.entries import entries
from tests.doors.routes import KNOCKS, Route, routes
from tests.doors.test_routes import PLAIN, lists_of_records
from tests.doors.world import Knock, Visitor, said

pytestmark = pytest.mark.django_db

LISTS = [route for route in routes() if lists_of_records(route)]
PAGES = [
    route for route in routes() if route.name in PLAIN and PLAIN[route.name][1] and not route.places
]

# What the page says; around it stand the menu and what was said of a save before.
TOLD = re.compile(rb"<h1.*</main>", re.DOTALL)


@contextmanager
def unwritable() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE INSERT ON agencies_auditevent FROM {APP}")
        yield
        cursor.execute(f"GRANT INSERT ON agencies_auditevent TO {APP}")


def knocked(visitor: Visitor, knock: Knock) -> tuple[HttpResponse, bool]:
    """The answer, and whether it left an event; what was written is taken back."""
    with transaction.atomic():
        before = AuditEvent.objects.count()
        answer = visitor.knock(knock)
        body, told = answer.content, AuditEvent.objects.count() > before
        transaction.set_rollback(True)
    answer.content = body
    return answer, told


def knocks(world: World) -> Iterator[tuple[Route, Knock]]:
    """Every route to a record with each method, tab and step; every list; every page of its own."""
    family, entry = world.hidden, entries(world.hidden)
    for route, method in KNOCKS:
        record = family.of(route.subject)
        data = entry.get(route.subject.plural, {}) if method in ("post", "patch") else {}
        for fill in route.fills():
            yield route, Knock(route.at(reference=record.reference, **fill), method, data)
    for route in [*LISTS, *PAGES]:
        for method in route.methods:
            yield route, Knock(route.at(), method)


def test_every_case_route_answers_503_with_no_case_data(world: World, counted) -> None:
    visitor, refused, family = world.cast.cyd, 0, world.hidden
    pages, answers = set(), set()
    for route, knock in knocks(world):
        usual, is_written = knocked(visitor, knock)
        with unwritable():
            answer, _ = knocked(visitor, knock)
        where = f"{route} {knock.method} {usual.status_code}"
        text = answer.content.decode()
        assert family.word not in text, where
        assert not [each for each in family.references() if each in text], where
        assert answer.status_code == (503 if is_written else usual.status_code), where
        if is_written:
            refused += 1
            (answers if route.is_api else pages).add(said(answer))
        else:
            # Sent on, or not a method of this route: nothing was read out.
            assert usual.status_code in (302, 400, 405), where
    assert refused > 100
    assert [json.loads(each) for each in answers] == [{"detail": NOTHING_SHOWN}]
    assert len({TOLD.search(page)[0] for page in pages}) == 1
    counted("requests answered 503 while the audit cannot be written:", refused)


def test_nothing_is_kept_of_a_save_whose_event_was_refused(world: World) -> None:
    incident = world.hidden["incidents"]
    path = f"/incidents/{incident.reference}/notes/add/"
    knock = Knock(path, "post", entries(world.hidden)["notes"])
    before = incident.notes.count()
    with unwritable():
        assert world.cast.cyd.knock(knock).status_code == 503
    assert incident.notes.count() == before
    assert world.cast.cyd.knock(knock).status_code == 302
    assert incident.notes.count() == before + 1


def test_a_refusal_that_cannot_be_written_is_not_told_either(world: World) -> None:
    path = f"/incidents/{world.hidden['incidents'].reference}/"
    assert world.cast.bea.knock(Knock(path)).status_code == 404
    with unwritable():
        assert world.cast.bea.knock(Knock(path)).status_code == 503


def test_the_page_says_what_to_do(world: World) -> None:
    with unwritable():
        answer = world.cast.cyd.knock(Knock(f"/incidents/{world.hidden['incidents'].reference}/"))
    assert answer.headers["Retry-After"] == "60"
    assert "Nothing can be shown now" in answer.content.decode()
    assert "call 999" in answer.content.decode()
