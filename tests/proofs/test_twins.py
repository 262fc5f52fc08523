"""Two worlds, equal but for one hidden record and what hangs on it, answer a barred reader alike.

The hidden family is made, every request is asked, all of it is taken back, and every request is
asked again: same bytes, same statements. Clock, random and counters stand still meanwhile, so that
nothing else differs. Only what the database times or draws itself, and tokens, are masked.

Every request that the pages offer is asked of a reader from whom the record is kept though all else
opens it to them, which has the most ways to leak. Under the other bars every route is asked once.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from agencies import restriction
from tests import make
from tests.doors.routes import RECORD_ROUTES, routes
from tests.doors.world import Cast, Family, Knock, Visitor, cast, family, give, member, said
from tests.proofs.recording import each_once, requests
from tests.proofs.test_walk import address

pytestmark = pytest.mark.django_db

MASKED = re.compile(
    rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    rb'|"csrf": "\w+"'
)
# Savepoints are counted on.
COUNTED_ON = re.compile(r"\bs\d+_x\d+\b")
HIGHEST = "SELECT max(last_value) FROM pg_sequences"
COUNTERS = "SELECT setval(oid::regclass, %s) FROM pg_class WHERE relkind = 'S'"
TIMED = {"Expires", "Set-Cookie"}
# Types that have no list of their own.
NOT_A_LIST = {"/parts/", "/notes/", "/requests/", "/incident-files/"}

Told = tuple[int, bytes, dict[str, str], list[str]]
Bar = Callable[["Twins", Family], None]
Asks = Callable[["Twins", Family], list[Knock]]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asked(reader: Visitor, knock: Knock) -> Told:
    """What one request is told, and its statements without values; what it wrote is taken back."""
    statements: list[str] = []

    def noted(execute: Callable, sql: str, *of: object) -> object:
        statements.append(COUNTED_ON.sub("it", sql) if "SAVEPOINT" in sql else sql)
        return execute(sql, *of)

    with taken_back(), connection.execute_wrapper(noted):
        answer = reader.knock(knock)
    body = MASKED.sub(b"masked", said(answer))
    headers = {name: value for name, value in answer.headers.items() if name not in TIMED}
    return answer.status_code, body, headers, statements


class Twins:
    """people, shown: in both worlds. The reader works at housing, in the three roles of one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.people: Cast = cast()
        roles = ("practitioner", "agency_lead", "support_worker")
        housing = self.people.bea.actor.agency
        self.reader = member("Small", housing, *roles, capabilities=["first_responder"])
        # Also a request that breaks the application must break it in both worlds alike.
        self.reader.client.raise_request_exception = False
        self.shown = family("Zqshown", self.reader)
        self.reader.knock(Knock("/incidents/"))

    def told(self, bar: Bar, asks: Asks) -> Iterator[tuple[Knock, Told, Told]]:
        """What the reader is told beside a family of the charity with everything, and without."""
        with taken_back():
            hidden = family("Zqhide", self.people.cyd)
            with taken_back():
                knocks = each_once(asks(self, hidden))
            bar(self, hidden)
            with connection.cursor() as cursor:
                cursor.execute(HIGHEST)
                counters = cursor.fetchone()[0]
            beside_it = [self.answer(knock, counters) for knock in knocks]
        for knock, one in zip(knocks, beside_it, strict=True):
            yield knock, one, self.answer(knock, counters)

    def answer(self, knock: Knock, counters: int) -> Told:
        """With random and counters put back, as they stood for the same request in the twin."""
        self.patch.setattr("casework.references.secrets", Random(0))
        with connection.cursor() as cursor:
            cursor.execute(COUNTERS, [counters])
        return asked(self.reader, knock)


@pytest.fixture(scope="module")
def twins(django_db_setup: None, django_db_blocker) -> Iterator[Twins]:
    """The clock stands a little ahead, so that no moment the database takes is in its future."""
    now = timezone.now() + timedelta(minutes=10)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, taken_back():
        patch.setattr(timezone, "now", lambda: now)
        patch.setattr("allauth.mfa.totp.internal.auth.generate_totp_secret", lambda: "A" * 32)
        with connection.cursor() as cursor:
            # Some rows a table: thinking about the order of joins takes longer than joining.
            cursor.execute("set local join_collapse_limit = 1")
        yield Twins(patch)


def given(twins: Twins, hidden: Family) -> None:
    """The reader's agency manages it, and the reader is assigned to the person."""
    for plural in ("incidents", "people"):
        give(hidden[plural], twins.reader, "manage")
    make.assignment(hidden["people"], twins.reader.actor.membership_id)


def kept(twins: Twins, hidden: Family, **whom: list[int]) -> None:
    """Only after it was given, and opened."""
    given(twins, hidden)
    for plural in ("incidents", "people"):
        twins.reader.knock(Knock(f"/{plural}/{hidden[plural].reference}/"))
    desk = make.actor(make.agency("desk"), "coordinator", name="Ana")
    for plural in ("incidents", "people"):
        restriction.keep_from(desk, hidden[plural], reason="relative", **whom)


def kept_from_the_reader(twins: Twins, hidden: Family) -> None:
    kept(twins, hidden, users=[twins.reader.user.pk])


def kept_from_their_agency(twins: Twins, hidden: Family) -> None:
    kept(twins, hidden, agencies=[twins.reader.actor.agency.pk])


def never_given(twins: Twins, hidden: Family) -> None:
    """Nothing of it was given to the reader's agency."""


def every_list() -> list[Knock]:
    """Each page whose address names nothing, or a place that is always there."""
    return [
        Knock(address(route))
        for route in routes()
        if "get" in route.methods and not {"reference", "handle", "token"} & set(route.places)
    ]


def every_request(twins: Twins, hidden: Family) -> list[Knock]:
    """All that pages and programs ask and write, of the shown family and of the hidden one."""
    asks = [
        *every_list(),
        *requests(twins.shown, twins.reader),
        *requests(hidden, twins.people.cyd),
    ]
    # Nothing sent to a page is answered with that page.
    pages = {knock.path for knock in asks if knock.method == "get"}
    return [
        knock for knock in asks if knock.data or knock.method == "get" or knock.path not in pages
    ]


def every_route(twins: Twins, hidden: Family) -> list[Knock]:
    """Each once of what is shown; of what is hidden, the page, and the same by the API."""
    asks = every_list()
    for route in RECORD_ROUTES:
        of, fill = route.subject, route.fills()[0]
        asks.append(Knock(route.at(reference=twins.shown.of(of).reference, **fill)))
        if not fill and "get" in route.methods:
            asks.append(Knock(f"/{of.plural}/{hidden.of(of).reference}/"))
            asks.append(Knock(f"/api/v1/{of.plural}/{hidden.of(of).reference}/"))
    return asks


@pytest.mark.parametrize(
    ("bar", "asks"),
    [
        (kept_from_the_reader, every_request),
        (kept_from_their_agency, every_route),
        (never_given, every_route),
    ],
)
def test_a_barred_reader_is_told_the_same_whether_or_not_there_is_a_hidden_record(
    bar: Bar, asks: Asks, twins: Twins, counted
) -> None:
    requests_asked = statements = 0
    for knock, beside_it, without in twins.told(bar, asks):
        assert beside_it[:3] == without[:3], knock
        assert beside_it[3] == without[3], knock
        requests_asked, statements = requests_asked + 1, statements + len(without[3])
    counted("requests asked of two worlds", requests_asked)
    counted("statements compared in two worlds", statements)


def test_a_reader_who_may_see_it_is_told_another_thing(twins: Twins) -> None:
    """Otherwise the test above would compare nothing."""
    lists = [f"/{plural}/" for plural in twins.shown.records]
    lists += ["/my-work/", "/incidents/download/"]
    told = twins.told(given, lambda *_: [Knock(path) for path in lists])
    alike = {knock.path for knock, beside_it, without in told if beside_it[1] == without[1]}
    assert alike <= NOT_A_LIST
