from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from demonstration.seed import seed

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[date]:
    """The demonstration as it stands on DAY, written once for a module and taken back after it.

    The tests themselves carry the mark `django_db`, without which there would be no database.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed(DAY)
        yield DAY
        transaction.set_rollback(True)
