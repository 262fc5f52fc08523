"""Declaring ties: what may meet a case is told to the desk, which keeps it from who declared."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]


def test_a_tie_to_a_place_is_told_to_the_desk_alone(signed_in: SignedIn, given: Given) -> None:
    # Somebody at housing declares where their family lives
    bea = signed_in(HOUSING)
    bea.main.get_by_role("link", name="Your ties").click()
    bea.press("Declare")
    bea.is_told("Enter what you have, or select that you have none")
    bea.write("Addresses", "77 Zebra Crescent, Smethwick")
    bea.press("Declare")
    bea.sees("Declared. You are asked again in a year.")

    # Later an incident comes in from there, and is shared with housing
    incident = given.incident(by=LANTERN, address="77 ZEBRA-Crescent", postcode="B66 1AA")
    given.stack.manage("match_ties")

    # The desk is told, not in which words, and keeps it from them
    amal = signed_in(DESK)
    amal.main.get_by_role("region", name="May know someone in a case").get_by_role(
        "link", name=incident
    ).click()
    amal.sees("declared an address of theirs or their family's")
    amal.does_not_see("Zebra")
    amal.choose("What should happen?", "Keep this record from them")
    amal.press("Save")
    amal.sees("From this moment on it does not exist for them.")
    amal.open(f"/incidents/{incident}/kept-from/")
    amal.sees("Bea")
    bea.menu("My work")
    expect(bea.main).not_to_contain_text(incident)
