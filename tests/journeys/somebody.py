"""Somebody signed in at a browser of their own, and how they fill in forms: by what they read."""

import re
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Frame, Locator, Page, expect

PASSWORD = "copper-lantern-over-7-locks"
REFERENCE = re.compile(r"[A-Z]{3}-[A-Z0-9]{6}-[A-Z0-9]")


@dataclass
class Somebody:
    """page: their browser's. address: of the application, without a slash at the end.

    loaded: the addresses of the pages that their window went to since they were signed in.
    """

    page: Page
    address: str
    loaded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._went_to)

    def _went_to(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.loaded.append(frame.url)

    def gives_password(self, email: str, password: str = PASSWORD) -> None:
        self.open("/sign-in/")
        self.page.get_by_label("Work email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    def gives_code(self, code: str) -> None:
        self.page.get_by_label("Code from your app, or a recovery code").fill(code)
        self.press("Continue")

    def sign_in(self, email: str, code: str) -> None:
        self.gives_password(email)
        self.gives_code(code)
        expect(self.page.get_by_role("link", name="how you sign in")).to_be_visible()

    @property
    def is_signed_in(self) -> bool:
        """By what an earlier visit left in this browser."""
        self.open("/account/")
        return self.page.url == f"{self.address}/account/"

    def open(self, path: str) -> int:
        """Go to an address of the application. Returns the status of the answer."""
        return self.page.goto(f"{self.address}{path}").status

    # What stands on the page

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    def is_told(self, sentence: str) -> None:
        """An error summary has this line."""
        expect(self.page.locator(".govuk-error-summary")).to_contain_text(sentence)

    @property
    def state(self) -> Locator:
        """The tag beside the reference of the record that is open."""
        return self.page.get_by_role("region", name="This record").locator(".govuk-tag")

    @property
    def reference(self) -> str:
        """Of the record whose page is open."""
        return REFERENCE.search(self.page.url)[0]

    def block(self, heading: str) -> Locator:
        """What stands under a second heading, as far as its section or panel goes."""
        return self.page.locator("section").filter(
            has=self.page.get_by_role("heading", level=2, name=heading, exact=True)
        )

    # What they press

    def press(self, name: str) -> None:
        """Once the page's scripts have run: a form sent earlier is sent as without script."""
        self.page.wait_for_load_state()
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name).first.click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).last.click()

    def menu(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Sections").get_by_role(
            "link", name=name, exact=True
        ).click()

    # What they answer

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """The box of a question, whether or not its label adds that it is optional."""
        named = re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")
        return (within or self.main).get_by_label(named)

    def write(self, label: str, text: str, within: Locator | None = None) -> None:
        self.field(label, within).fill(text)

    def pick(self, label: str, option: str, within: Locator | None = None) -> None:
        """From a list that unfolds."""
        self.field(label, within).select_option(label=option)

    def question(self, name: str) -> Locator:
        named = re.compile(rf"^\s*{re.escape(name)}( \(optional\))?\s*$")
        return self.main.get_by_role("group", name=named)

    def choose(self, question: str, *options: str) -> None:
        """Of radios or checkboxes."""
        for option in options:
            self.question(question).get_by_label(option).first.check()

    def tick(self, question: str, option: str) -> None:
        """One of radios or checkboxes, by its whole label."""
        self.question(question).get_by_label(option, exact=True).first.check()

    def date(self, question: str, day: date, time: str = "") -> None:
        boxes = self.question(question)
        boxes.get_by_label("Day").fill(str(day.day))
        boxes.get_by_label("Month").fill(str(day.month))
        boxes.get_by_label("Year").fill(str(day.year))
        if time:
            boxes.get_by_label("Time").fill(time)
