"""A page locks where it is and gives back what was being typed.

Minutes are moved on, not waited for: the browser's clock runs on by so many, and the server's row
says that nobody was there for as long.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg2
import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from tests.files import making
from tests.journeys.given import HOUSING, LANTERN, Given
from tests.journeys.somebody import PASSWORD, Somebody
from tests.journeys.stack import Stack

SignedIn = Callable[..., Somebody]
POLICE = "pat@police.example"
SEEN = "A man sleeps on the stairs. He says that he may not go out alone."
CARET = len("A man sleeps")
AWAY = """update agencies_session set active_at = active_at - %(by)s::interval,
    signed_in_at = signed_in_at - %(by)s::interval, is_shared = is_shared or %(shared)s
    where user_id = (select id from agencies_user where email = %(email)s)"""
BACK = """update agencies_session set active_at = now(), signed_in_at = now(), is_shared = false,
    locked_at = null, wrong_tries = 0
    where user_id = (select id from agencies_user where email = %(email)s)"""
FILE = {"name": "stairs.jpg", "mimeType": "image/jpeg", "buffer": making.jpg()}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
WITH_AND_WITHOUT = pytest.mark.parametrize(
    "script", [True, False], ids=["with script", "without script"]
)


@dataclass
class Writer:
    """Somebody at their browser, in the middle of a note."""

    at: Somebody
    stack: Stack
    email: str = HOUSING
    incident: str = ""

    @property
    def page(self) -> Page:
        return self.at.page

    @property
    def context(self) -> BrowserContext:
        return self.at.page.context

    def writes(self) -> None:
        self.at.open(f"/incidents/{self.incident}/notes/add/")
        field = self.at.field("Note")
        field.press_sequentially(SEEN)
        field.evaluate(f"field => field.setSelectionRange({CARET}, {CARET})")

    def is_away(self, minutes: int, *, shared: bool = False) -> None:
        self._sql(AWAY, by=f"{minutes} minutes", shared=shared)
        self.context.clock.fast_forward(minutes * 60_000)

    def is_locked_unnoticed(self) -> None:
        """By the server; the page asks at its next turn."""
        self._sql(AWAY, by="20 minutes", shared=False)

    def is_back(self) -> None:
        """Their browser serves other journeys, too."""
        self._sql(BACK)

    def _sql(self, statement: str, **facts: object) -> None:
        connection = psycopg2.connect(self.stack.env["DATABASE_OWNER_URL"])
        with contextlib.closing(connection), connection, connection.cursor() as cursor:
            cursor.execute(statement, {**facts, "email": self.email})

    def unlocks(self, password: str = PASSWORD) -> None:
        """By keyboard alone: the lock asks for it at once."""
        expect(self.lock.get_by_label("Password", exact=True)).to_be_focused()
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")

    @property
    def lock(self):
        return self.page.get_by_role("dialog", name="Locked")


@pytest.fixture
def writing(
    signed_in: SignedIn, stack: Stack, given: Given, left_in_browsers: dict[str, dict]
) -> Iterator[Callable[..., Writer]]:
    """writing(email): that person with script, in the middle of a note."""
    made = []

    def write(email: str) -> Writer:
        somebody = signed_in(email)
        somebody.page.clock.install()
        made.append(Writer(somebody, stack, email, given.incident(by=email)))
        made[-1].is_back()
        made[-1].writes()
        return made[-1]

    yield write
    for each in made:
        each.is_back()
        left_in_browsers[each.email] = each.context.storage_state()


@pytest.fixture
def bea(writing: Callable[..., Writer]) -> Writer:
    return writing(HOUSING)


def is_covered(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page).to_have_title("Locked - Partnership casework")
    document = page.content()
    for told in (SEEN, "Council housing", "Note", "Sections"):
        assert told not in document


def is_as_it_was(page: Page) -> None:
    field = page.get_by_label("Note", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value(SEEN)
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [CARET, CARET]


def test_it_locks_in_the_middle_of_typing_and_opens_in_the_same_field(bea: Writer) -> None:
    loads = []
    bea.page.on("framenavigated", lambda frame: loads.append(frame.url))
    title = bea.page.title()
    bea.is_away(minutes=15)
    is_covered(bea.page)
    assert bea.page.evaluate("localStorage.length") == 0
    bea.unlocks()
    is_as_it_was(bea.page)
    expect(bea.page).to_have_title(title)
    assert loads == []
    bea.page.keyboard.type(", aged about 40,")
    bea.at.press("Add a note")
    bea.at.sees("A man sleeps, aged about 40, on the stairs.")


def test_on_paper_a_covered_page_is_blank(bea: Writer) -> None:
    bea.at.press("Lock now")
    is_covered(bea.page)
    bea.page.emulate_media(media="print")
    assert bea.page.locator("body").inner_text().strip() == ""


def test_it_opens_after_a_wrong_password_and_asks_for_more_after_five(bea: Writer) -> None:
    bea.is_away(minutes=15)
    bea.unlocks("not the password")
    expect(bea.lock).to_contain_text("That is not your password")
    is_covered(bea.page)
    bea.unlocks()
    is_as_it_was(bea.page)
    bea.at.press("Lock now")
    for _ in range(5):
        asked = bea.lock.element_handle()
        bea.unlocks("not the password")
        asked.wait_for_element_state("hidden")  # the answer has put another in its place
    expect(bea.page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    is_covered(bea.page)


@pytest.mark.parametrize(
    ("email", "minutes", "shared"),
    [(HOUSING, 61, False), (LANTERN, 15, True)],
    ids=["long", "shared"],
)
def test_after_long_and_on_a_shared_computer_it_asks_for_both_in_the_same_place(
    email: str, minutes: int, shared: bool, writing: Callable[..., Writer]
) -> None:
    bea = writing(email)
    bea.is_away(minutes, shared=shared)
    is_covered(bea.page)
    gives_both(bea)
    is_as_it_was(bea.page)
    bea.at.press("Add a note")
    bea.at.sees(SEEN)


def gives_both(bea: Writer) -> None:
    asked = bea.page.get_by_role("dialog", name="Sign in again")
    asked.get_by_label("Password", exact=True).fill(PASSWORD)
    asked.get_by_label("Code from your app").fill(bea.stack.code(bea.email))
    bea.page.keyboard.press("Enter")


def test_tabs_lock_and_open_together(bea: Writer) -> None:
    other = bea.context.new_page()
    other.goto(f"{bea.stack.url}/incidents/")
    expect(other.get_by_role("heading", level=1)).to_have_text("Incidents")
    bea.page.bring_to_front()
    bea.at.press("Lock now")
    is_covered(bea.page)
    is_covered(other)
    bea.unlocks()
    is_as_it_was(bea.page)
    expect(other.get_by_role("heading", level=1)).to_have_text("Incidents")


def test_a_tab_is_not_locked_while_someone_types_in_another(bea: Writer) -> None:
    other = bea.context.new_page()
    other.goto(f"{bea.stack.url}/incidents/")
    for _ in range(3):
        bea.is_away(minutes=8)
        with bea.page.expect_response("**/lock/standing/"):
            bea.page.keyboard.type("x")
    expect(other.get_by_role("dialog")).to_have_count(0)
    expect(bea.page.get_by_role("dialog")).to_have_count(0)
    assert "xxx" in bea.at.field("Note").input_value()


def test_files_that_arrive_at_a_lock_are_still_selected_when_it_opens(bea: Writer) -> None:
    """The server locked, and the page does not know yet."""
    bea.at.open(f"/incidents/{bea.incident}/incident-files/add/")
    bea.at.main.get_by_label("File", exact=True).first.set_input_files(FILE)
    bea.at.main.get_by_label("What it shows").first.fill(SEEN)
    bea.is_locked_unnoticed()
    bea.at.press("Add files")
    is_covered(bea.page)
    bea.unlocks()
    bea.at.sees("This page was locked before the files arrived, and no file was added.")
    bea.at.press("Add files")
    bea.at.sees("The file was added.", SEEN)
    bea.page.complaints.clear()


def test_a_page_that_was_on_its_way_is_covered_when_it_comes(bea: Writer) -> None:
    other = bea.context.new_page()
    other.goto(f"{bea.stack.url}/incidents/")
    answered: list[tuple[Route, APIResponse]] = []
    bea.page.route("**/my-work/", lambda route: answered.append((route, route.fetch())))
    bea.page.get_by_role("link", name="My work").click(no_wait_after=True)
    for _ in range(200):
        if not answered:
            bea.page.wait_for_timeout(50)
    with other.expect_response("**/lock/"):
        other.get_by_role("button", name="Lock now").click()
    is_covered(other)
    route, answer = answered[0]
    assert answer.status == 200
    with bea.page.expect_navigation():
        route.fulfill(response=answer)
    is_covered(bea.page)


@WITH_AND_WITHOUT
def test_locked_by_keyboard_and_opened_on_the_same_page(signed_in: SignedIn, script: bool) -> None:
    somebody = signed_in(HOUSING, script=script)
    somebody.open("/incidents/")
    somebody.page.get_by_role("button", name="Lock now").focus()
    somebody.page.keyboard.press("Enter")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Locked")
    somebody.page.get_by_label("Password", exact=True).fill(PASSWORD)
    somebody.press("Unlock")
    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Incidents")
    somebody.page.complaints.clear()


def test_without_script_a_form_that_arrives_locked_is_saved_when_it_opens(
    signed_in: SignedIn, stack: Stack, given: Given
) -> None:
    somebody = signed_in(HOUSING, script=False)
    bea = Writer(somebody, stack, HOUSING, given.incident(by=HOUSING))
    bea.is_back()
    bea.at.open(f"/incidents/{bea.incident}/notes/add/")
    bea.at.write("Note", SEEN)
    bea.is_away(minutes=20)
    bea.at.press("Add a note")
    bea.at.sees("What you typed was not saved yet. It is sent as soon as you unlock.")
    assert SEEN not in bea.page.content()
    bea.at.write("Password", PASSWORD)
    bea.at.press("Unlock")
    bea.at.sees(SEEN)
    somebody.page.complaints.clear()


def test_a_passkey_alone_opens(browser: Browser, stack: Stack, given: Given) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        somebody = Somebody(page, stack.url)
        somebody.sign_in(POLICE, stack.code(POLICE))
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        somebody.open("/account/passkeys/add/")
        somebody.write("What do you call this device?", "Desk telephone")
        somebody.press("Add a passkey")
        somebody.sees("Desk telephone")
        somebody.open(f"/incidents/{given.incident(by=POLICE)}/notes/add/")
        somebody.write("Note", SEEN)
        somebody.press("Lock now")
        is_covered(page)
        somebody.press("Use your passkey")
        expect(somebody.field("Note")).to_have_value(SEEN)
