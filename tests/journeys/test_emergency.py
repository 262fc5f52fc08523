"""A duty officer at a door: why, the search, one record to read; those told of it; the review."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.given import DESK, HOUSING, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
LOU, WREN, GRACE = "lou@police.example", "wren@records.example", "grace@board.example"
WHY = "Officers stand at the door. A man inside calls that he is held and that there are others."
SEEN = "The back door is chained from outside at night."


def say_why(lou: Somebody) -> None:
    lou.open("/search/")
    lou.write("What are you looking for?", "Nowhere Known Yard")
    lou.press("Search")
    lou.sees("Nothing that you can open was found", "Ask the partnership")
    lou.follow("Emergency access")
    lou.choose("What is the emergency?", "We are at a place now")
    lou.write("What is happening, and why can it not wait for the desk?", WHY)
    lou.press("Continue")


def find(lou: Somebody, incident: str) -> None:
    lou.choose("What are you looking for?", "A reference")
    lou.write("Reference", incident)
    lou.press("Look for it")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_door_to_the_review(signed_in: SignedIn, given: Given, script: bool) -> None:
    incident = given.incident(by=HOUSING, lead="housing", narrative=SEEN)
    lou = signed_in(LOU, script=script)
    assert lou.open(f"/incidents/{incident}/") == 404
    lou.page.complaints.clear()

    # Why comes first; then the record is found and opened, to read
    say_why(lou)
    find(lou, incident)
    lou.sees("Found", incident)
    lou.press("Open it for 60 minutes")
    lou.sees(SEEN)
    banner = lou.page.get_by_role("region", name="Emergency access")
    expect(banner).to_contain_text(f"{incident} is open to you until")
    expect(banner).to_contain_text("60 minutes left")
    expect(lou.page.get_by_role("button", name="Record a visit")).to_have_count(0)
    lou.press("I am done")
    lou.sees("Your emergency access has ended.")
    assert lou.open(f"/incidents/{incident}/") == 404
    lou.page.complaints.clear()

    # Whoever leads the agency that answers for it is told, and so is the records officer
    hal = signed_in("hal@housing.example")
    hal.menu("My work")
    told = hal.page.get_by_role("region", name="Emergency access to records you answer for")
    expect(told.get_by_role("row", name=incident)).to_contain_text("opened it")
    told.get_by_role("link", name=incident).click()
    hal.sees("We are at a place now", incident)
    hal.does_not_see(WHY)
    wren = signed_in(WREN, script=script)
    wren.menu("My work")
    wren.page.get_by_role("region", name="Emergency access to review").get_by_role(
        "link"
    ).last.click()
    wren.sees(WHY, incident)

    # Somebody of another agency says whether it was justified; the board reads how often
    wren.choose("Was it justified?", "Justified, with learning")
    wren.press("Save the review")
    wren.is_told("Enter what should be learned")
    wren.write("What should be learned, or why was it not justified?", "Ask the desk as well.")
    wren.press("Save the review")
    wren.sees("Reviewed.", "Ask the desk as well.")
    grace = signed_in(GRACE)
    grace.open("/reports/")
    grace.follow("Emergency access by month")
    grace.sees("Reviewed in time")
    grace.does_not_see("Lou", incident)


def test_nothing_is_found_of_what_is_kept_from_one(signed_in: SignedIn, given: Given) -> None:
    """Not even that it is there; the page gives the number to phone."""
    incident = given.incident(by=HOUSING, lead="housing", narrative=SEEN)
    amal = signed_in(DESK)
    amal.open(f"/incidents/{incident}/kept-from/")
    amal.pick("Who is it kept from?", "Lou, West Midlands Police")
    amal.choose("Why?", "Neighbour")
    amal.press("Keep it from them")
    lou = signed_in(LOU)
    say_why(lou)
    find(lou, incident)
    lou.sees("Nothing was found that you can open", "0121 496 0123")
