"""A web server that dies again and again: no answer has reached anybody without its event.

Programs read records and lists side by side, as fast as they can. Meanwhile the web server is
killed with -9, in the middle of its answers, and started again. Each body that came through whole
must have an event of its own: an answer is sent only after the transaction of its event was kept.
"""

import http.client
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from threading import Event, Thread

import psycopg2
import pytest

from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.stack import Stack

KILLS = 6
BETWEEN_KILLS = 60
READERS = [DESK, DESK, HOUSING, HOUSING, LANTERN, LANTERN]
SECONDS = 120

# Who, and the reference they read; "list" where it was a list.
Read = tuple[str, str]


@dataclass
class Reader:
    """One program. bodies: those it received whole. cut: answers that never came to their end."""

    given: Given
    email: str
    addresses: list[str]
    over: Event
    bodies: Counter[Read] = field(default_factory=Counter)
    cut: int = 0

    def read(self) -> None:
        for address in cycle(self.addresses):
            if self.over.is_set():
                return
            try:
                told = get(self.given, self.email, address)
            except (OSError, http.client.HTTPException):
                self.cut += 1
                self.over.wait(0.02)
            else:
                self.bodies[self.email, told.get("reference", "list")] += 1


def get(given: Given, email: str, address: str) -> dict:
    """The body, when all of it came. Raises OSError or HTTPException when it did not."""
    asked = urllib.request.Request(
        f"{given.stack.url}/api/v1/{address}",
        headers={"Authorization": f"Token {given.token(email)}"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return json.loads(answer.read())


@pytest.fixture
def events(stack: Stack) -> Iterator:
    """events(): how many looks the audit knows, by who and what."""
    connection = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    connection.autocommit = True

    def known() -> Counter[Read]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select person.email, case event.act when 'list' then 'list' else event.reference"
                " end, count(*) from agencies_auditevent event"
                " join agencies_user person on person.id = event.user_id"
                " where event.act in ('read', 'list') group by 1, 2"
            )
            return Counter({(email, what): count for email, what, count in cursor.fetchall()})

    yield known
    connection.close()


def test_each_body_received_has_its_event_however_often_the_web_server_dies(
    stack: Stack, given: Given, events, counted
) -> None:
    addresses = {email: ["incidents/", *to_read(given, email)] for email in set(READERS)}
    before, over = events(), Event()
    readers = [Reader(given, email, addresses[email], over) for email in READERS]
    threads = [Thread(target=reader.read, daemon=True) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        for _ in range(KILLS):
            wait_for_more(readers)
            stack.kill_web()
            stack.start_web()
        wait_for_more(readers)
    finally:
        over.set()
        for thread in threads:
            thread.join(SECONDS)
    received = sum((reader.bodies for reader in readers), Counter())
    written = events() - before
    assert received - written == Counter(), "bodies without their event"
    assert received.total() >= (KILLS + 1) * BETWEEN_KILLS
    assert sum(reader.cut for reader in readers) > 0, "no answer was ever cut"
    assert {email for email, _ in received} == set(READERS)
    counted("bodies received while the web server was killed, each with its event:",
            received.total())  # fmt: skip


def to_read(given: Given, email: str) -> list[str]:
    """The records on the first page of the list that this program may see."""
    found = get(given, email, "incidents/")["results"]
    assert found, f"{email} sees no incident"
    return [f"incidents/{each['reference']}/" for each in found[:20]]


def wait_for_more(readers: list[Reader]) -> None:
    """Until so many more bodies came, so that the next kill meets answers under way."""

    def total() -> int:
        return sum(reader.bodies.total() for reader in readers)

    begun, pause = total(), Event()
    for _ in range(SECONDS * 100):
        if total() >= begun + BETWEEN_KILLS:
            return
        pause.wait(0.01)
    raise AssertionError("the readers read no more")
