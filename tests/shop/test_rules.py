"""The main type of an incident: the rule, the form and the database agree on every pair."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop import rules
from shop.models import Incident
from tests import make

TYPES = st.lists(st.sampled_from(["LAB", "SEX", "CRI", "DOM", "ORG"]), unique=True, max_size=4)
MAIN = st.sampled_from(["", "LAB", "SEX", "CRI", "DOM", "ORG", "UNK", "XXX"])


@pytest.mark.django_db
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(types=TYPES, main=MAIN)
def test_rule_and_database_agree_on_the_main_type(types, main, incident) -> None:
    try:
        with transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(types=types, main_type=main)
        kept = True
    except IntegrityError:
        kept = False
    assert kept == (rules.main_type_fits(types, main) == "")


@pytest.fixture
def incident(db) -> Incident:
    return make.incident()


def test_not_known_is_no_type_for_the_database_either(incident) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(types=["UNK"], main_type="UNK")


@pytest.mark.parametrize(
    ("types", "main", "sentence"),
    [
        ([], "", ""),
        (["LAB"], "LAB", ""),
        ([], "LAB", rules.MAIN_NEEDS_TYPES),
        (["LAB", "SEX"], "", rules.MAIN_MISSING),
        (["LAB"], "SEX", rules.MAIN_NOT_AMONG),
    ],
)
def test_the_sentence_says_what_is_wrong(types, main, sentence) -> None:
    assert rules.main_type_fits(types, main) == sentence


def test_what_happened_does_not_lie_ahead() -> None:
    today = date(2026, 11, 22)
    assert rules.not_in_future(today, today, "Date") == ""
    assert rules.not_in_future(None, today, "Date") == ""
    told = rules.not_in_future(today + timedelta(days=1), today, "Date received")
    assert told == "Date received must be today or in the past"


@given(address=st.text(max_size=300), postcode=st.text(max_size=10))
def test_the_key_of_a_place_fits_its_column_and_forgets_case_and_spaces(address, postcode) -> None:
    key = rules.address_key(address, postcode)
    assert len(key) <= 320
    assert rules.address_key(f" {address}, ", postcode) == key


@pytest.mark.parametrize(
    "other", ["14 invented row", "14, Invented  Row", "14 Invented Row.", " 14 INVENTED ROW "]
)
def test_two_spellings_are_one_place(other: str) -> None:
    assert rules.address_key(other, "B1 1AA") == rules.address_key("14 Invented Row", "b11aa")


@pytest.mark.parametrize(("address", "can"), [("", True), ("?!", False), ("\u6771\u4eac", True)])
def test_an_address_of_signs_alone_is_no_address(address: str, can: bool) -> None:
    assert (rules.address_can_be_found(address) == "") == can
