from datetime import date

import pytest

from demonstration.seed import seed

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """The demonstration, written once for a module and taken back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        seed(DAY)
        yield DAY
        transaction.set_rollback(True)
