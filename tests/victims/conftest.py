import pytest

from tests.victims.cast import Cast, cast


@pytest.fixture
def people(db: None) -> Cast:
    return cast()
