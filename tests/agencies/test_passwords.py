"""A new password: long enough, and nothing that others would try first."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from agencies.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia() -> User:
    return make.member(make.agency("lantern-yard"), "practitioner", name="Nia Newcome").user


@pytest.mark.parametrize(
    "password",
    [
        "three violet kettles sing",
        "copper-lantern-over-7-locks",
        "xK9#mQ2$vL7!",
        "safeguarding the purple teapot",
    ],
)
def test_what_will_do(password: str, nia: User) -> None:
    validate_password(password, nia)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevenchars", "at least 12 characters"),
        ("", "at least 12 characters"),
        ("passwordpassword", "words that others would guess"),
        ("Password2026!!", "many people use"),
        ("123456789012", "many people use"),
        ("aaaaaaaaaaaaa", "many people use"),
        ("abababababab", "many people use"),
        ("!!qwertyuiop!!", "many people use"),
        ("ModernSlavery2026", "words that others would guess"),
        ("m0dern$lavery!2026", "words that others would guess"),
        ("Safeguarding-Team-1", "words that others would guess"),
        ("SandwellSHOP2026", "words that others would guess"),
        ("nia.newcome@example.org", "too much like your name"),
        ("NiaNewcome2026", "too much like your name"),
        ("Newcome-Safeguarding", "words that others would guess"),
        ("LanternYard-2026", "words that others would guess"),
    ],
)
def test_what_will_not_do_and_why(password: str, sentence: str, nia: User) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, nia)
    assert sentence in " ".join(refused.value.messages)


def test_the_first_person_of_an_empty_system_is_judged_without_rows() -> None:
    ann = User(name="Ann Other", email="ann.other@example.org")
    with pytest.raises(ValidationError):
        validate_password("ann.other.2026!", ann)
    validate_password("three violet kettles sing", ann)
