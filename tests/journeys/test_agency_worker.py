"""An agency worker reports something, and sees what became of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.given import DESK, HOUSING, Given
from tests.journeys.page_loads import no_more_than_before
from tests.journeys.somebody import Somebody

SEEN = "A man sleeps on the stairs of the flats. He says that he may not go out alone."
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "script", [True, False], ids=["with script", "without script"]
)

SignedIn = Callable[..., Somebody]


@WITH_AND_WITHOUT
def test_a_worker_logs_an_incident_on_three_pages_and_sees_its_state(
    signed_in: SignedIn, script: bool
) -> None:
    bea = signed_in(HOUSING, script=script)

    # Where and when: what is missing is said, what was typed stays
    bea.menu("My work")
    bea.page.get_by_role("button", name="Log an incident").click()
    assert bea.heading == "Where and when"
    bea.write("Address or place", "Second floor, Invented House")
    bea.press("Save and continue")
    bea.is_told("Select the town")
    assert bea.page.title().startswith("Error: ")
    expect(bea.field("Address or place")).to_have_value("Second floor, Invented House")
    bea.choose("Which town is it in?", "Tipton")
    bea.press("Save and continue")

    # What is suspected: left in the middle, found again
    assert bea.heading == "What is suspected"
    bea.write("What is suspected?", SEEN)
    bea.press("Save and leave")
    bea.sees("Your report is kept as a draft")
    bea.main.get_by_role("row", name="Finish logging this incident").get_by_role("link").click()
    assert bea.heading == "Check your answers"
    bea.sees("Second floor, Invented House", SEEN)
    expect(bea.page.get_by_role("button", name="Log this incident")).to_have_count(0)
    bea.page.get_by_role("link", name="Change what is suspected?").click()
    expect(bea.field("What is suspected?")).to_have_value(SEEN)
    bea.choose("Types of exploitation", "Labour exploitation", "Criminal exploitation")
    bea.press("Save and continue")
    bea.is_told("Select which type of exploitation is the main one")
    expect(bea.field("What is suspected?")).to_have_value(SEEN)
    bea.choose("Which is the main one?", "Labour exploitation")
    bea.press("Save and continue")

    # Who told us
    bea.follow("Answer what is missing under “Who told us”")
    bea.pick("Who told us?", "Housing")
    bea.choose("Is someone in danger now?", "No")
    bea.press("Save and continue")

    # Check, log, and see where it stands
    bea.sees("Labour exploitation, Criminal exploitation", "Tipton")
    bea.press("Log this incident")
    bea.sees("logged", SEEN, "Second floor, Invented House")
    expect(bea.state).to_have_text("New")
    reference = bea.reference
    bea.menu("My work")
    bea.does_not_see("Finish logging this incident")
    expect(bea.main.get_by_role("row", name=reference).first).to_contain_text("New")
    no_more_than_before(bea, "an agency worker logs an incident")


def test_the_sender_sees_that_the_desk_accepted_the_report(
    signed_in: SignedIn, given: Given
) -> None:
    reference = given.incident(by=HOUSING)
    bea = signed_in(HOUSING)
    bea.open("/my-work/")
    expect(bea.main.get_by_role("row", name=reference).first).to_contain_text("New")

    amal = signed_in(DESK)
    amal.main.get_by_role("row", name=reference).get_by_role("link").click()
    amal.page.get_by_role("button", name="Accept this report").click()
    amal.pick("Which agency leads", "West Midlands Police")
    amal.choose("How urgent is it", "High")
    amal.write("Note for the lead agency", "Please speak with the caretaker first.")
    amal.press("Accept this report")
    expect(amal.state).to_have_text("Accepted")

    bea.open("/my-work/")
    expect(bea.main.get_by_role("row", name=reference).first).to_contain_text("Accepted")
    bea.open(f"/incidents/{reference}/timeline/")
    bea.sees("Report accepted", "Amal, SHOP desk")
