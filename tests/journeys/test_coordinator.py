"""The coordinator at the desk: a report comes in, agencies are given it, a visit is recorded."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, Given
from tests.journeys.page_loads import no_more_than_before
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
ASKED = "Please say who holds the tenancy."
IN_A_WEEK = timezone.localdate() + timedelta(days=7)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_report_is_accepted_shared_asked_about_and_visited(
    signed_in: SignedIn, given: Given, script: bool
) -> None:
    incident = given.incident(by=HOUSING)
    amal = signed_in(DESK, script=script)

    # It waits under "New reports", and the list can be narrowed down to it
    amal.menu("My work")
    new = amal.page.get_by_role("region", name="New reports")
    expect(new.get_by_role("row", name=incident)).to_contain_text("Council housing")
    new.get_by_role("link", name=incident).click()
    amal.page.get_by_role("button", name="Accept this report").click()
    amal.press("Accept this report")
    amal.is_told("Select the agency that leads")
    amal.pick("Which agency leads", "West Midlands Police")
    amal.choose("How urgent is it", "High")
    amal.press("Accept this report")
    expect(amal.state).to_have_text("Accepted")

    # Shared with several in one act, and one of them asked for something
    acts.share(amal, incident, "Fair Work Agency", "Fire and rescue service", "Community health")
    amal.sees("Fair Work Agency", "Fire and rescue service", "Community health")
    acts.ask(amal, incident, "Council housing", ASKED)
    amal.menu("My work")
    waiting = amal.page.get_by_role("region", name="Asked and not answered")
    expect(waiting.get_by_role("row", name=ASKED).first).to_contain_text("Council housing")

    # A visit planned for next week
    amal.open(f"/incidents/{incident}/")
    amal.page.get_by_role("button", name="Plan a visit").click()
    amal.field("Place").select_option(index=1)
    amal.date("Date and time of the visit", IN_A_WEEK, "7am")
    amal.choose("Which other agencies are to come", "West Midlands Police", "Council housing")
    amal.press("Plan a visit")
    amal.sees("Planned")

    # A visit of three agencies recorded the same evening, on one page
    acts.record_evening_visit(amal, incident)
    expect(amal.state).to_have_text("Completed")
    amal.sees("Council housing", "Fire and rescue service", "SHOP desk")
    amal.sees("Not yet confirmed by Council housing")
    amal.page.get_by_role("link", name="Change what was found").click()
    amal.write("What was found", "Five mattresses behind a partition.")
    amal.press("Save the correction")
    amal.sees("Five mattresses behind a partition.")
    amal.tab("People met")
    amal.sees(acts.MAN)

    # An act for an agency that does not sign in
    amal.open(f"/incidents/{incident}/what-was-done/")
    amal.follow("Record an intervention")
    amal.pick("Which agency did this", "Fire and rescue service")
    amal.pick("What was done", "Safety plan agreed")
    amal.choose("Objective", "Protect")
    amal.date("When", timezone.localdate())
    amal.choose("Towards", "The place")
    amal.press("Record an intervention")
    amal.is_told("Enter who told you")
    amal.write("Who told you", "The station's officer")
    amal.choose("How", "By email")
    amal.press("Record an intervention")
    amal.sees("Not yet confirmed by Fire and rescue service")

    # The timeline tells it all
    amal.tab("Timeline")
    amal.sees("Report accepted", ASKED, "Visit recorded")
    no_more_than_before(amal, "a coordinator accepts, shares, asks and visits")


def test_the_list_of_incidents_keeps_its_filters_in_the_address(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=HOUSING, town="rowley_regis")
    amal = signed_in(DESK)
    amal.menu("Incidents")
    amal.press("Show filter")
    amal.choose("Town", "Rowley Regis")
    amal.choose("Status", "New")
    amal.press("Apply filters")
    expect(amal.page).to_have_url(re.compile("town=.*status=|status=.*town="))
    expect(amal.main.get_by_role("row", name=incident)).to_contain_text("Rowley Regis")
    amal.page.goto(amal.page.url)
    expect(amal.main.get_by_role("row", name=incident)).to_contain_text("Rowley Regis")
    expect(amal.main.get_by_role("table").first).not_to_contain_text("Smethwick")
    amal.page.get_by_role("link", name="Received").click()
    expect(amal.page).to_have_url(re.compile("sort="))
    assert "town=" in amal.page.url


def test_an_incident_recorded_by_mistake_can_be_brought_back(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=HOUSING)
    amal = signed_in(DESK)
    amal.open(f"/incidents/{incident}/")
    amal.page.get_by_role("button", name="Recorded by mistake").click()
    amal.write("Why was it recorded by mistake?", "Logged twice")
    amal.press("Recorded by mistake")
    amal.sees("Marked as recorded by mistake")
    amal.page.get_by_role("button", name="Bring this back").click()
    amal.press("Bring this back")
    amal.sees("It counts again")


def test_the_open_incidents_are_printed_by_lead_agency_without_names(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=HOUSING, lead="police")
    given.person(HOUSING, incident, "woman with a green scarf")
    amal = signed_in(DESK)
    amal.menu("Incidents")
    amal.follow("Open incidents by lead agency")
    amal.sees("West Midlands Police", incident, "Amal, SHOP desk")
    amal.does_not_see("woman with a green scarf")
