"""One ground a module, taken back after it; each test's own writes are taken back too."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.proofs.relations import Ground
from tests.proofs.relations import ground as made


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            # Some rows a table: thinking about the order of joins takes longer than joining.
            cursor.execute("set local join_collapse_limit = 1; set local jit = off")
        yield made()
        transaction.set_rollback(True)


@pytest.fixture
def taken_back(ground: Ground) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
