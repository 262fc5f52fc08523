"""One ground a module, taken back after it; each test's own writes are taken back too."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.doors.world import plan_quickly
from tests.proofs.relations import Ground
from tests.proofs.relations import ground as made


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        plan_quickly()
        yield made()
        transaction.set_rollback(True)


@pytest.fixture
def taken_back(ground: Ground) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
