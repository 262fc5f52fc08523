"""Sharing: five agencies in at most four selections; it arrives, ends, and what was typed stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
FIVE = (
    "West Midlands Police",
    "Council housing",
    "Council adult social care",
    "Community health",
    "Council community safety",
)
WORDS = "The caretaker lets us in at the back of the shop."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_five_agencies_take_at_most_four_selections(
    signed_in: SignedIn, given: Given, script: bool
) -> None:
    incident = given.incident(by=LANTERN)
    amal = signed_in(DESK, script=script)
    amal.open(f"/incidents/{incident}/")
    selections: list[str] = []

    def select(what: Locator) -> None:
        selections.append(what.inner_text())
        what.click()

    select(amal.page.get_by_role("link", name="Sharing", exact=True).last)
    select(amal.question("Share with all of").get_by_text("Statutory partners", exact=True))
    select(amal.page.get_by_role("button", name="Share", exact=True))
    amal.sees("Shared. It is in their work from now on.")
    held = amal.page.get_by_role("region", name="Agencies that have this record")
    for agency in FIVE:
        expect(held.get_by_role("row", name=agency)).to_contain_text("Amal")
    assert len(selections) <= 4


def test_it_is_accepted_lowered_and_ended_and_an_open_form_loses_nothing(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=LANTERN)
    amal, bea = signed_in(DESK), signed_in(HOUSING)
    acts.share(amal, incident, "Council housing")

    # It arrived, with who, why and when; housing accepts it
    bea.menu("My work")
    arrived = bea.page.get_by_role("region", name="Shared with your agency")
    row = arrived.get_by_role("row", name=incident)
    expect(row).to_contain_text("By Amal")
    row.get_by_role("link").click()
    bea.sees("Amal", "No end date", "Work on it")
    bea.press("Accept")
    bea.sees("Accepted.")
    expect(bea.main).not_to_contain_text(incident)

    # Bea begins a note while the desk lowers, then ends it
    bea.open(f"/incidents/{incident}/notes/add/")
    bea.write("Note", WORDS)
    amal.open(f"/incidents/{incident}/sharing/housing/change/")
    amal.choose("What may they do", "See it")
    amal.press("Save the change")
    amal.is_told("Select why")
    amal.choose("Why?", "They no longer need it")
    amal.press("Save the change")
    amal.sees("Changed. It holds for Council housing from now on.", "Accepted by Bea")
    amal.open(f"/incidents/{incident}/sharing/housing/stop/")
    amal.choose("Why?", "It was shared by mistake")
    amal.press("Stop sharing")
    amal.sees("No longer shared with Council housing.")
    amal.tab("Timeline")
    amal.sees("Sharing changed", "Sharing stopped", "It was shared by mistake")

    bea.press("Add a note")
    bea.sees("Page not found", "It was not saved. You can copy it from here.")
    expect(bea.page.get_by_label("Text", exact=True)).to_have_value(WORDS)
    bea.page.complaints.clear()


def test_the_coordinator_looks_as_another_agency_and_one_press_ends_it(
    signed_in: SignedIn, given: Given
) -> None:
    given_it, hidden = given.incident(by=HOUSING), given.incident(by=LANTERN)
    amal = signed_in(DESK)
    amal.open(f"/incidents/{given_it}/sharing/")
    amal.follow("Show as another agency sees it")
    amal.pick("Which agency?", "Council housing")
    amal.choose("As whom?", "Agency worker")
    amal.press("Show")
    banner = amal.page.get_by_role("region", name="Shown as another agency")
    expect(banner).to_contain_text("Council housing, agency worker")
    assert amal.reference == given_it
    assert amal.open(f"/incidents/{hidden}/") == 404
    expect(banner).to_be_visible()
    amal.open(f"/incidents/{given_it}/notes/add/")
    amal.write("Note", WORDS)
    amal.press("Add a note")
    amal.sees("nothing can be written", "You can copy it from here")
    amal.page.complaints.clear()
    amal.press("Stop showing")
    expect(banner).to_have_count(0)
    assert amal.open(f"/incidents/{hidden}/") == 200


def test_what_one_can_see_is_one_press_away(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=HOUSING)
    bea = signed_in(HOUSING)
    bea.page.get_by_role("link", name="What can I see").click()
    assert bea.heading == "What can I see, and why"
    bea.sees("Council housing", "Does an agency's casework", incident, "Reported it")
