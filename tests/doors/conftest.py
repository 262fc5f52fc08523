"""One world a module, written once and taken back; each test's own writes are taken back too."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.doors.doors import LIST_DOORS, answers
from tests.doors.world import Cast, Family, cast, family, plan_quickly


@dataclass
class World:
    """cast; a family shared with housing, one that is not. before: what lists said to Bea when
    the second did not exist, by address; only in a module that sets COMPARES_LISTS."""

    cast: Cast
    shared: Family
    hidden: Family
    before: dict[str, bytes]


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker
) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        plan_quickly()
        people = cast()
        shared = family("Zqopen", people.bea)
        compares = getattr(request.module, "COMPARES_LISTS", False)
        before = answers(LIST_DOORS, people.bea, shared) if compares else {}
        hidden = family("Zqhide", people.cyd)
        yield World(people, shared, hidden, before)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def taken_back(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
