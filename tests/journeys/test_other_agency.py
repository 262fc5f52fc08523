"""Another agency: what it was given waits in its work; it answers, confirms and adds its part."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.page_loads import no_more_than_before
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
ASKED = "Please say whether the landlord holds a licence"
OURS = "The tenancy file names a second flat. Ask legal before it is told."
EVERYBODYS = "The caretaker will let us in at the back."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_agency_answers_confirms_its_part_and_adds_what_it_did(
    signed_in: SignedIn, given: Given, script: bool
) -> None:
    # The desk asked housing for something and recorded a visit at which housing was
    incident = given.incident(by=LANTERN)
    amal = signed_in(DESK)
    acts.share(amal, incident, "Council housing", "West Midlands Police")
    acts.ask(amal, incident, "Council housing", ASKED)
    visit = acts.record_evening_visit(amal, incident)

    # It waits in housing's work; it answers
    bea = signed_in(HOUSING, script=script)
    asked = bea.page.get_by_role("region", name="Asked of us").get_by_role("row", name=ASKED)
    asked.get_by_role("link").last.click()
    bea.page.get_by_role("button", name="Say it is done").click()
    bea.write("What was done, in one line", "No licence was ever asked for.")
    bea.press("Say it is done")
    expect(bea.state).to_have_text("Done")

    # It confirms what the desk wrote for it, after putting it right
    bea.menu("My work")
    bea.page.get_by_role("region", name="To confirm").get_by_role("link", name=visit).click()
    bea.sees("Not yet confirmed")
    bea.page.get_by_role("link", name="Change what the agency did").click()
    bea.write("What the agency did", "Spoke with the tenant alone.")
    bea.press("Save the correction")
    bea.page.get_by_role("button", name="Confirm this is right").click()
    bea.press("Confirm this is right")
    bea.sees("Confirmed.", "Spoke with the tenant alone.")
    bea.does_not_see("Not yet confirmed")

    # It adds an intervention, a disruption of the place and an arrest count
    bea.open(f"/incidents/{incident}/what-was-done/")
    bea.follow("Record an intervention")
    bea.pick("What was done", "Tenancy support or target hardening")
    bea.choose("Objective", "Prevent")
    bea.date("When", timezone.localdate())
    bea.choose("Towards", "The place")
    bea.press("Record an intervention")
    bea.sees("Tenancy support or target hardening")
    bea.follow("Record a disruption of a place")
    bea.field("Place").select_option(index=1)
    bea.date("When", timezone.localdate())
    bea.pick("Outcome", "Landlord took action")
    bea.date("When will you check back", timezone.localdate() + timedelta(days=30))
    bea.press("Record a disruption of a place")
    bea.sees("Landlord took action")
    bea.follow("Record an arrest count")
    bea.date("When", timezone.localdate())
    bea.main.get_by_label("How many").fill("2")
    bea.press("Record an arrest count")
    bea.sees("Arrest count recorded.")
    no_more_than_before(bea, "another agency answers, confirms and adds")


def test_a_note_for_one_agency_is_read_by_nobody_else(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=HOUSING, lead="housing")
    amal = signed_in(DESK)
    acts.share(amal, incident, "Lantern Yard charity")
    bea = signed_in(HOUSING)
    for text, who in ((EVERYBODYS, "Everyone who can see"), (OURS, "My agency only")):
        bea.open(f"/incidents/{incident}/timeline/")
        bea.page.get_by_role("button", name="Add a note").click()
        bea.write("Note", text)
        bea.choose("Who can read it", who)
        bea.press("Add a note")
    bea.sees(OURS, EVERYBODYS, "Who can read it: My agency only")
    for email in (DESK, LANTERN):
        other = signed_in(email)
        other.open(f"/incidents/{incident}/timeline/")
        other.sees(EVERYBODYS)
        other.does_not_see(OURS)


def test_a_man_met_by_three_agencies_stands_once_in_the_list(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=HOUSING, lead="housing")
    amal = signed_in(DESK)
    visit = acts.record_evening_visit(amal, incident)
    bea = signed_in(HOUSING)
    bea.open(f"/visits/{visit}/people/")
    bea.sees(acts.MAN, "Council housing", "Fire and rescue service", "SHOP desk")
    expect(bea.main.get_by_role("heading", name=acts.MAN)).to_have_count(1)
    bea.open("/people/")
    expect(bea.main.get_by_role("row", name=acts.MAN).first).to_be_visible()
