"""The scanner of our own, the people of the tests, and Bea's draft of somebody she met."""

import pytest
from django.test import Client
from django.utils import timezone

from referrals.actions import begin
from referrals.models import Referral
from tests import make
from tests.files.conftest import own_scanner, scanner  # noqa: F401
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.models import Screening


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    return make.screening(people.met(people.housing, people.police), types=["LAB"])


@pytest.fixture
def referral(people: Cast, screening: Screening) -> Referral:
    return begin(screening, by=actor(people.bea), at=timezone.now())


@pytest.fixture
def bea(people: Cast) -> Client:
    return signed_in(people.bea)
