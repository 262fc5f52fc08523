"""Telling a hospital of a person: what is ticked, on a page that is kept instead of an e-mail."""

from collections.abc import Callable

import pytest

from tests.journeys.given import HOUSING, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
WHOM = "Sandwell General Hospital, ward 4"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_hospital_is_told_of_a_person(signed_in: SignedIn, given: Given, script: bool) -> None:
    incident = given.incident(by=HOUSING, lead="housing")
    person = given.person(HOUSING, incident, "man in a green coat")
    bea = signed_in(HOUSING, script=script)
    bea.open(f"/people/{person}/")
    bea.follow("Told someone outside")
    bea.sees("There is no page here that you can open.")
    bea.follow("Tell someone outside")

    # Nothing is ticked, and nothing is told before something is
    bea.write("Whom do you tell?", WHOM)
    bea.write("Why do they need it?", "He is brought in tonight and cannot say who he is")
    bea.choose("How do you tell them?", "Read out by phone")
    bea.press("Make the page")
    bea.is_told("Select what you tell")
    bea.choose("What do you tell?", "Outline")
    bea.press("Make the page")

    # The page says it all, and stands on the timeline
    bea.sees("This page is now the record of what you told.", WHOM, "man in a green coat")
    bea.sees("Public task", "Kept as told")
    page = bea.reference
    bea.open(f"/people/{person}/timeline/")
    bea.sees("Told someone outside", page)
    bea.open(f"/people/{person}/told-outside/")
    bea.follow(page)
    bea.sees(WHOM)
