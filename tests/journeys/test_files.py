"""Files: added, held, passed and opened; and what becomes of one that does not arrive."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from files.terms import LARGEST
from tests.files import making
from tests.journeys import acts
from tests.journeys.given import DESK, HOUSING, LANTERN, Given
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack
from tests.own_scanner import HARMFUL, OwnScanner

SignedIn = Callable[..., Somebody]
STRANGER = "eli@open-door.example"
SHOWS = "The front of the shop, with its second door"
LOOK_AGAIN = "files.tasks.look_again"
PHOTO = {"name": "front door.jpg", "mimeType": "image/jpeg", "buffer": making.jpg(told=True)}
LETTER = {"name": "letter.doc", "mimeType": "", "buffer": making.doc(says=HARMFUL)}
PROGRAM = {"name": "b.exe", "mimeType": "", "buffer": b"MZ"}
LONG = {"name": "long.pdf", "mimeType": "", "buffer": making.pdf(says=b"%" * 1_500_000)}
PACE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


def select(somebody: Somebody, number: int, file: dict | Path, shows: str = SHOWS) -> None:
    """In one of the three places of the page."""
    somebody.main.get_by_label("File", exact=True).nth(number - 1).set_input_files(file)
    somebody.main.get_by_label("What it shows").nth(number - 1).fill(shows)


def page_to_add(somebody: Somebody, incident: str) -> None:
    somebody.open(f"/incidents/{incident}/")
    somebody.tab("Files")
    somebody.follow("Add files")
    somebody.sees("each 25 MB or smaller")


def files_of(somebody: Somebody) -> Locator:
    return somebody.main.get_by_role("row")


def opened_file(somebody: Somebody, name: str) -> str:
    files_of(somebody).filter(has_text=name).get_by_role("link").click()
    return somebody.reference


def is_looked_at(somebody: Somebody, sentence: str, stack: Stack) -> None:
    """What waits is scanned now, and the page that is open says what came of it."""
    stack.have_done(LOOK_AGAIN)
    for _ in range(40):
        if somebody.main.get_by_text(sentence).count():
            return
        somebody.page.wait_for_timeout(500)
        somebody.page.reload()
    raise AssertionError(f"{somebody.main.inner_text()}\n{stack.log('worker')}")


@SCRIPT
def test_a_file_is_added_held_passed_and_opened_by_those_who_have_the_incident(
    signed_in: SignedIn,
    given: Given,
    stack: Stack,
    scanner: OwnScanner,
    tmp_path: Path,
    script: bool,
) -> None:
    incident = given.incident(by=HOUSING)
    bea = signed_in(HOUSING, script=script)

    # The scanner is away: the file is held, and the page says so
    page_to_add(bea, incident)
    select(bea, 1, PHOTO)
    select(bea, 3, LETTER, "A letter from the landlord")
    bea.press("Add files")
    bea.sees("2 files were added. It can be opened", "Not checked yet", SHOWS)
    letter = opened_file(bea, "letter.doc")
    bea.page.go_back()
    photo = opened_file(bea, "front door.jpg")
    bea.sees("This file waits for the virus check")
    expect(bea.page.get_by_role("button", name="Download this file")).to_have_count(0)
    assert bea.open(f"/incident-files/{photo}/content/") == 403
    bea.page.complaints.clear()

    # It comes back: one passes, the other is removed
    scanner.start()
    bea.open(f"/incident-files/{photo}/")
    is_looked_at(bea, "Download this file", stack)
    with bea.page.expect_download() as download:
        bea.page.get_by_text("Download this file").click()
    assert download.value.suggested_filename == f"{photo}.jpg"
    download.value.save_as(tmp_path / "photo.jpg")
    kept = (tmp_path / "photo.jpg").read_bytes()
    assert kept.startswith(b"\xff\xd8\xff")
    assert making.WORD.encode() not in kept
    bea.open(f"/incident-files/{letter}/")
    is_looked_at(bea, "so the file was removed", stack)

    # Who has the incident opens it; to anybody else there is no such file
    amal = signed_in(DESK)
    acts.share(amal, incident, "Lantern Yard charity")
    cyd, eli = signed_in(LANTERN), signed_in(STRANGER, script=script)
    cyd.open(f"/incidents/{incident}/files/")
    opened_file(cyd, "front door.jpg")
    cyd.sees("Download this file")
    for path in (
        f"/incident-files/{photo}/",
        f"/incident-files/{photo}/content/",
        f"/incidents/{incident}/files/",
        f"/incidents/{incident}/incident-files/add/",
    ):
        assert eli.open(path) == 404, path
        eli.does_not_see("front door", SHOWS)
    eli.page.complaints.clear()


@pytest.fixture
def bea(signed_in: SignedIn, given: Given) -> Somebody:
    """With a long file selected, about to send it."""
    somebody = signed_in(HOUSING)
    page_to_add(somebody, given.incident(by=HOUSING))
    select(somebody, 1, LONG)
    return somebody


@pytest.fixture
def slow(bea: Somebody) -> CDPSession:
    """Half a megabyte a second goes up."""
    network = bea.page.context.new_cdp_session(bea.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", PACE)
    return network


def nothing_is_lost(bea: Somebody) -> None:
    """Words and file stand where they were; sent again, the file is there, once."""
    bea.sees("our files and words are still here")
    expect(bea.main.get_by_label("What it shows").first).to_have_value(SHOWS)
    bea.page.complaints.clear()
    bea.press("Add files")
    bea.sees("The file was added.")
    expect(files_of(bea).filter(has_text=SHOWS)).to_have_count(1)


def test_one_sees_and_hears_how_much_was_sent(bea: Somebody, slow: CDPSession) -> None:
    bea.press("Add files")
    bar = bea.page.get_by_role("progressbar", name="How much was sent")
    told = bea.main.locator("[aria-live=polite]")
    expect(bar).to_be_visible()
    expect(told).to_have_text("25% was sent. Stay on this page until the rest is.")
    assert 0.2 < bar.evaluate("bar => bar.value") < 0.6
    expect(told).to_contain_text("75% was sent")
    bea.sees("The file was added.")
    expect(files_of(bea).filter(has_text="long.pdf")).to_have_count(1)


def test_when_the_connection_is_lost_it_is_sent_again(
    bea: Somebody, slow: CDPSession, stack: Stack
) -> None:
    bea.press("Add files")
    bea.sees("25% was sent")
    stack.kill_web()
    bea.sees("The connection was lost, and no file was added.")
    expect(bea.page.get_by_role("progressbar")).to_have_count(0)
    stack.start_web()
    nothing_is_lost(bea)


def test_when_nothing_moves_it_is_given_up_and_sent_again(bea: Somebody) -> None:
    bea.page.clock.install()
    bea.page.route("**/incident-files/add/", lambda route: None)
    bea.press("Add files")
    bea.sees("0% was sent")
    bea.page.clock.fast_forward(61_000)
    bea.sees("Nothing could be sent for a minute, and no file was added.")
    bea.page.unroute("**/incident-files/add/")
    nothing_is_lost(bea)


def test_when_no_answer_comes_one_is_sent_to_look_first(bea: Somebody, stack: Stack) -> None:
    """All was sent, then the web server dies: it may have added the file or not."""
    select(bea, 1, PHOTO)
    stack.freeze_web()
    try:
        bea.press("Add files")
        bea.sees("All was sent, and is now being looked at.")
    finally:
        stack.kill_web()
        stack.start_web()
    bea.sees("no answer came: the files may have been added or not.")
    with bea.page.expect_popup() as looked_at:
        bea.follow("the files of this record")
    expect(looked_at.value.locator("main")).not_to_contain_text(SHOWS)
    looked_at.value.close()
    nothing_is_lost(bea)


def test_what_is_refused_is_put_right_and_the_rest_stays_selected(bea: Somebody) -> None:
    select(bea, 2, PROGRAM, "The licence")
    bea.press("Add files")
    bea.is_told("must be a DOC, DOCX, PDF, JPG or PNG")
    bea.sees("Your words and the files you selected are kept below.")
    bea.does_not_see("elect the file again", "elect each file again")
    expect(bea.page).to_have_title(re.compile("^Error: "))
    expect(bea.page.locator(".govuk-error-summary")).to_be_focused()
    expect(bea.main.get_by_label("What it shows").nth(1)).to_have_value("The licence")
    bea.main.get_by_label("File", exact=True).nth(1).set_input_files(PHOTO)
    bea.press("Add files")
    bea.sees("2 files were added.", "long.pdf", "front door.jpg", "The licence")


@SCRIPT
def test_one_that_is_too_large_is_told_the_limit(
    signed_in: SignedIn, given: Given, tmp_path: Path, script: bool
) -> None:
    """With script before any of it is sent."""
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-" + b"0" * LARGEST)
    bea = signed_in(HOUSING, script=script)
    page_to_add(bea, given.incident(by=HOUSING))
    sent = []
    bea.page.on("request", lambda request: sent.append(request.method))
    select(bea, 1, large)
    bea.press("Add files")
    bea.sees("must be 25 MB or smaller")
    expect(bea.main.get_by_label("What it shows").first).to_have_value(SHOWS)
    assert ("POST" in sent) == (not script)


def test_when_access_ends_the_words_are_given_back(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=LANTERN)
    amal, bea = signed_in(DESK), signed_in(HOUSING)
    acts.share(amal, incident, "Council housing")
    page_to_add(bea, incident)
    select(bea, 1, PHOTO)
    amal.open(f"/incidents/{incident}/sharing/housing/stop/")
    amal.choose("Why?", "It was shared by mistake")
    amal.press("Stop sharing")
    bea.press("Add files")
    bea.sees("Page not found", "It was not saved. You can copy it from here.")
    expect(bea.main.get_by_role("textbox").first).to_have_value(SHOWS)
    bea.page.complaints.clear()
