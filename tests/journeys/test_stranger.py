"""An agency that was given nothing: every address of the record answers as if it were not there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.given import DESK, HOUSING, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
UNDER_AN_INCIDENT = (
    "",
    "timeline/",
    "visits/",
    "requests/",
    "people/",
    "what-was-done/",
    "sharing/",
    "change/",
    "mistake/",
    "steps/accept/",
    "visits/record/",
    "visits/add/",
    "notes/add/",
    "requests/add/",
    "people/add/",
    "interventions/add/",
    "disruptions/add/",
    "arrests/add/",
)


def test_a_stranger_is_told_that_there_is_nothing(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=HOUSING, lead="housing", town="wednesbury")
    person = given.person(HOUSING, incident, "young man with a limp")
    addresses = [f"/incidents/{incident}/{rest}" for rest in UNDER_AN_INCIDENT]
    addresses += [f"/people/{person}/", f"/people/{person}/screenings/add/"]

    # The twin: the agency that has it opens the same addresses
    bea = signed_in(HOUSING)
    for address in addresses:
        assert bea.open(address) in (200, 403), address
    bea.page.complaints.clear()
    assert bea.open(f"/incidents/{incident}/") == 200

    eli = signed_in("eli@open-door.example")
    for address in addresses:
        assert eli.open(address) == 404, address
        eli.does_not_see(incident, person, "Council housing", "Wednesbury")
    eli.page.complaints.clear()

    # Nor is it in a list, a file or a count
    for plural, reference in (("incidents", incident), ("people", person)):
        eli.open(f"/{plural}/")
        eli.does_not_see(reference)
        answer = eli.page.request.get(f"{eli.address}/{plural}/download/")
        assert reference not in answer.text()


@pytest.mark.parametrize(
    "path", ["/my-work/", "/incidents/", "/people/", "/reports/", "/incidents/log/"]
)
def test_nobody_sees_anything_before_signing_in(page, stack, path: str) -> None:
    page.goto(f"{stack.url}{path}")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_what_the_desk_takes_back_is_gone_at_once(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=HOUSING)
    bea, amal = signed_in(HOUSING), signed_in(DESK)
    assert bea.open(f"/incidents/{incident}/") == 200
    amal.open(f"/incidents/{incident}/sharing/")
    amal.main.get_by_role("row", name="Council housing").get_by_role(
        "link", name="Stop sharing"
    ).click()
    amal.choose("Why?", "They no longer need it")
    amal.press("Stop sharing")
    amal.sees("No longer shared with Council housing")
    assert bea.open(f"/incidents/{incident}/") == 404
    bea.page.complaints.clear()
