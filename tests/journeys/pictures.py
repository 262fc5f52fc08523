"""Makes the pictures of docs/tour.md: `./run test tests/journeys/pictures.py`. Not run alone."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page

from devtool.places import ROOT
from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.somebody import Somebody

PICTURES = Path(ROOT) / "docs" / "pictures"
CHAIR = "grace@board.example"
SEEN = (
    "A tenant says that four men sleep in the room behind the car wash, are driven off before six "
    "and come back after dark. One asked her for bread. He did not know which town he was in."
)
NOTE = "The caretaker lets us in at the back. He asks not to be named."
AT_THE_DOOR = "Officers stand at the door. A man inside calls that he is held, with others."
SignedIn = Callable[..., Somebody]


def picture(page: Page, name: str, height: int = 840, *, above: str = "") -> None:
    """What stands in the window; `above`: only from just over this heading on."""
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(1270, 300)
    if above:
        heading = page.get_by_role("heading", name=above, exact=True)
        heading.evaluate("heading => window.scrollTo(0, heading.offsetTop - 30)")
    page.screenshot(path=PICTURES / f"{name}.png")


def test_the_pictures_of_the_tour(signed_in: SignedIn, given: Given, tmp_path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    incident = logged(signed_in(HOUSING))
    at_the_desk(signed_in(DESK), incident)
    answered(signed_in(HOUSING), incident)
    screened_and_referred(signed_in, given, incident)
    in_an_emergency(signed_in("lou@police.example"), given)
    reported(signed_in(CHAIR), tmp_path)


def logged(bea: Somebody) -> str:
    bea.open("/incidents/log/")
    bea.write("Address or place", "Invented Hand Car Wash, Farwether Road")
    bea.choose("Which town is it in?", "Smethwick")
    bea.press("Save and continue")
    bea.choose("Types of exploitation", "Labour exploitation")
    bea.write("What is suspected?", SEEN)
    bea.press("Save and continue")
    bea.pick("Who told us?", "Housing")
    bea.choose("Is someone in danger now?", "Not known")
    bea.press("Save and continue")
    picture(bea.page, "check-answers")
    bea.press("Log this incident")
    return bea.reference


def at_the_desk(amal: Somebody, incident: str) -> None:
    picture(amal.page, "my-work")
    amal.open("/incidents/")
    picture(amal.page, "incidents")
    amal.open(f"/incidents/{incident}/steps/accept/")
    amal.pick("Which agency leads", "West Midlands Police")
    amal.choose("How urgent is it", "High")
    amal.press("Accept this report")
    amal.open(f"/incidents/{incident}/sharing/")
    amal.choose("Share with all of", "Support charities")
    picture(amal.page, "sharing", 1000, above="Share with more agencies")
    acts.share(amal, incident, "Fair Work Agency", "Community health", "Lantern Yard charity")
    picture(amal.page, "who-can-see")
    amal.follow("Show as another agency sees it")
    amal.pick("Which agency?", "Community health")
    amal.press("Show")
    picture(amal.page, "show-as")
    amal.press("Stop showing")
    acts.ask(amal, incident, "Council housing", "Please say who holds the tenancy")
    visit = acts.record_evening_visit(amal, incident)
    amal.open(f"/visits/{visit}/people/add/")
    amal.write("Working label", "older man with a walking stick")
    amal.choose("Age", "60 or over")
    amal.choose("Gender", "Male")
    amal.choose("Which agencies met them", "Council housing")
    amal.press("Add this person")
    amal.open(f"/visits/{visit}/")
    picture(amal.page, "visit", 640, above="What was found")


def answered(bea: Somebody, incident: str) -> None:
    bea.open("/my-work/")
    picture(bea.page, "what-waits-for-an-agency")
    bea.open(f"/incidents/{incident}/timeline/")
    bea.page.get_by_role("button", name="Add a note").click()
    bea.write("Note", NOTE)
    bea.choose("Who can read it", "My agency only")
    bea.press("Add a note")
    picture(bea.page, "timeline")


def screened_and_referred(signed_in: SignedIn, given: Given, incident: str) -> None:
    person = given.person(LANTERN, incident, "man with paint on his hands")
    cyd = signed_in(LANTERN)
    cyd.open(f"/people/{person}/screenings/add/")
    cyd.date("When you spoke", timezone.localdate() - timedelta(days=1), "2pm")
    cyd.press("Save and continue")
    signs = cyd.main.get_by_role("group")
    signs.nth(0).get_by_label("I saw this, or the person told me").check()
    signs.nth(2).get_by_label("Someone else told me").check()
    picture(cyd.page, "screening")
    screening = given.screening(LANTERN, person)
    cyd.open(f"/screenings/{screening}/")
    cyd.page.get_by_role("button", name="Start a referral").click()
    picture(cyd.page, "safe-tonight")
    cyd.choose("Is the person safe tonight?", "Yes")
    cyd.press("Save and continue")
    cyd.choose("Is the person under 18 now?", "Adult")
    cyd.press("Save and continue")
    cyd.choose("What did the person say?", "Agrees to be referred")
    cyd.press("Save and continue")
    cyd.open(f"/referrals/{cyd.reference}/")
    picture(cyd.page, "referral")


def in_an_emergency(lou: Somebody, given: Given) -> None:
    incident = given.incident(by=LANTERN, lead="lantern", narrative=SEEN)
    lou.open("/emergency/")
    lou.choose("What is the emergency?", "We are at a place now")
    lou.write("What is happening, and why can it not wait for the desk?", AT_THE_DOOR)
    lou.press("Continue")
    lou.choose("What are you looking for?", "A reference")
    lou.write("Reference", incident)
    lou.press("Look for it")
    picture(lou.page, "emergency-found")
    lou.press("Open it for 60 minutes")
    picture(lou.page, "emergency-open")


def reported(grace: Somebody, folder: Path) -> None:
    grace.open("/reports/new/")
    grace.page.get_by_label("2022-23", exact=True).check()
    grace.press("Continue")
    grace.press("Make the report")
    grace.page.get_by_role("link", name="Read it").click(timeout=60_000)
    picture(grace.page, "report", above="Towns compared")
    with grace.page.expect_download() as download:
        grace.page.get_by_role("link", name="PDF").first.click()
    report = folder / "report.pdf"
    download.value.save_as(report)
    page = ["pdftoppm", "-png", "-r", "72", "-f", "3", "-l", "3", "-singlefile"]
    subprocess.run([*page, report, PICTURES / "report-pdf"], check=True)
