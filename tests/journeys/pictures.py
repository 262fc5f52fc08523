"""Makes the pictures of docs/tour.md: `./run test tests/journeys/pictures.py`. Not run alone.

With NARROW_PICTURES each page is put there too as a telephone shows it, to be looked at.
"""

import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from devtool.places import ROOT
from tests.files import making
from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.somebody import PASSWORD, Somebody

PICTURES = Path(ROOT) / "docs" / "pictures"
NARROW = os.environ.get("NARROW_PICTURES")
# Enough for pages, and a third of the bytes.
COLOURS = 128
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
    page.wait_for_load_state()
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(1270, 300)
    if above:
        heading = page.get_by_role("heading", name=above, exact=True)
        heading.evaluate("heading => window.scrollTo(0, heading.offsetTop - 30)")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    make_small(path)
    if NARROW:
        page.set_viewport_size({"width": 375, "height": 812})
        page.screenshot(path=Path(NARROW) / f"{name}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": height})


def make_small(path: Path) -> None:
    with Image.open(path) as made:
        small = made.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def test_the_pictures_of_the_tour(signed_in: SignedIn, given: Given, tmp_path: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    incident = logged(signed_in(HOUSING))
    at_the_desk(signed_in(DESK), incident)
    answered(signed_in(HOUSING), incident)
    added_files(signed_in(HOUSING), incident)
    screened_and_referred(signed_in, given, incident)
    in_an_emergency(signed_in("lou@police.example"), given)
    audited(signed_in("wren@records.example"), incident)
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
    picture(amal.page, "who-can-see", 1000, above="Who can see this, and why")
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
    bea.choose("Who can read it", "My agency only")
    bea.write("Note", NOTE)
    bea.press("Lock now")
    picture(bea.page, "locked", 640)
    bea.page.get_by_label("Password", exact=True).fill(PASSWORD)
    bea.press("Unlock")
    expect(bea.field("Note")).to_be_focused()
    picture(bea.page, "unlocked")
    bea.press("Add a note")
    picture(bea.page, "timeline")
    bea.page.get_by_role("link", name="What can I see").click()
    picture(bea.page, "what-can-i-see", 1000)


def added_files(bea: Somebody, incident: str) -> None:
    """On a line that takes half a megabyte a second up, so that one sees it being sent."""
    bea.open(f"/incidents/{incident}/incident-files/add/")
    document = {"name": "licence.pdf", "mimeType": "", "buffer": making.pdf(says=b"%" * 4_000_000)}
    bea.main.get_by_label("File", exact=True).first.set_input_files(document)
    bea.main.get_by_label("What it shows").first.fill("The licence of the car wash")
    network = bea.page.context.new_cdp_session(bea.page)
    network.send("Network.enable")
    pace = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
    network.send("Network.emulateNetworkConditions", pace)
    bea.press("Add files")
    bea.sees("25% was sent")
    picture(bea.page, "adding-files", 1120, above="Add files")
    network.send("Network.emulateNetworkConditions", pace | {"uploadThroughput": -1})
    bea.sees("The file was added.")
    bea.main.get_by_role("row", name="licence.pdf").get_by_role("link").click()
    picture(bea.page, "file-held", 640)


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
    picture(lou.page, "emergency-why", 1080, above="Emergency access")
    lou.press("Continue")
    lou.choose("What are you looking for?", "A reference")
    lou.write("Reference", incident)
    lou.press("Look for it")
    picture(lou.page, "emergency-found")
    lou.press("Open it for 60 minutes")
    picture(lou.page, "emergency-open")


def audited(wren: Somebody, incident: str) -> None:
    wren.open(f"/audit/?reference={incident}")
    picture(wren.page, "audit", 1000)


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
