"""The scanner of our own, as the tests of files have it, and the people of the tests."""

import pytest

from tests.files.conftest import own_scanner, scanner  # noqa: F401
from tests.victims.cast import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    return cast()
