"""One person is a whole charity: agency worker, lead and support worker, without switching."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
ELI = "eli@open-door.example"
LABEL = "woman with a burned hand"
WHY = "I bring her to the clinic every week"
NEEDS = "An interpreter, and a bed on the ground floor"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_person_does_the_work_of_three_roles(
    signed_in: SignedIn, given: Given, script: bool
) -> None:
    incident = given.incident(by=HOUSING, lead="housing")
    person = given.person(HOUSING, incident, LABEL)
    amal = signed_in(DESK)
    acts.share(amal, incident, "Open Door Outreach")
    amal.open(f"/people/{person}/sharing/")
    amal.choose("Share with", "Open Door Outreach")
    amal.choose("What may they do", "Work with the person")
    amal.press("Share")
    amal.sees("Shared. It is in their work from now on.")

    # What was shared waits in My work; both are accepted there
    eli = signed_in(ELI, script=script)
    eli.menu("My work")
    arrived = eli.page.get_by_role("region", name="Shared with your agency")
    for reference in (incident, person):
        eli.menu("My work")
        arrived.get_by_role("row", name=reference).get_by_role("link").click()
        eli.sees("Amal")
        eli.press("Accept")
        eli.sees("Accepted.")
    expect(arrived.get_by_role("row", name=person)).to_have_count(0)

    # They put themselves on the person, with a reason; every part of their roles is open then
    eli.open(f"/people/{person}/")
    eli.sees(LABEL)
    needs = eli.page.get_by_role("link", name="Needs", exact=True)
    expect(needs).to_have_count(0)
    eli.page.get_by_role("button", name="Assign to me").click()
    eli.press("Assign to me")
    eli.is_told("Enter why you need to work with this person")
    eli.write("Why do you need to work with this person?", WHY)
    eli.press("Assign to me")
    eli.sees("You are assigned to this person.")
    for part in ("Identity", "Safe contact", "Their account", "Needs"):
        eli.tab(part)
        assert eli.heading == part
    eli.page.get_by_role("link", name="Change health").click()
    eli.write("Health", NEEDS)
    eli.press("Save")
    eli.sees(NEEDS)

    # As the lead they read who works with whom, and what was done in their agency
    eli.menu("Assignments")
    eli.sees(person, WHY)
    eli.menu("What we did")
    eli.sees(person)
