"""One page of every kind, as each of three roles finds it: followed from link to link.

Each is judged by axe, at the width at which that role works; must not scroll sideways at 320
pixels; has a title of its own without anybody's name; and none makes the browser complain.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.given import DESK, LANTERN, Given
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
CHAIR = "grace@board.example"
LABEL = "woman with a silver ring"
# A reference, or the handle of a member.
REFERENCE = re.compile(r"[A-Z]{3}-[A-Z0-9]{6}-[A-Z0-9]|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
LINKS = "links => links.map(link => link.href)"
# Files, which are no pages; and pages that each say the same of another agency or measure.
NO_PAGES = re.compile(
    r"/download/|/cells\.(?:csv|json)|/files/|/api/|/pack/|/prompt-sheet/pdf/|/sharing/.+/stop/"
)
NO_MEASURES = ("dashboard", "referrals", "definitions", "national", "questions", "ask")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 900}
# Upstream keeps this on radios that reveal a question, and names it as a known issue.
KNOWN_UPSTREAM = ("aria-allowed-attr", "govuk-radios__input")
MANY_LINKS = 200
# The desk sits before a wide screen; who goes on visits reads on a telephone.
SIZES = {CHAIR: WIDE, DESK: WIDE, LANTERN: NARROW}
NOT_LESS_THAN = {DESK: 50, LANTERN: 55, CHAIR: 6}


def kind_of(address: str) -> str:
    """An address without what tells one record from another."""
    path = re.sub(r"^https?://[^/]+", "", re.split("[?#]", address)[0])
    path = re.sub(rf"/figures/(?!(?:{'|'.join(NO_MEASURES)})/)[a-z_]+/", "/figures/…/", path)
    path = re.sub(r"/towns/[a-z_]+/", "/towns/…/", path)
    path = re.sub(r"/beside/[a-z-]+/", "/beside/…/", path)
    return REFERENCE.sub("…", path)


def pages_of_every_kind(somebody: Somebody, *starts: str) -> Iterator[str]:
    """Opens, one after the other, a page of each kind that links lead to; gives its kind."""
    waiting = [f"{somebody.address}{start}" for start in starts]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen or NO_PAGES.search(address):
            continue
        seen.add(kind_of(address))
        answer = somebody.page.goto(address)
        assert answer.status == 200, address
        arrived = kind_of(somebody.page.url)
        if arrived != kind_of(address) and arrived in seen:
            continue
        seen.add(arrived)
        yield arrived
        found = somebody.page.eval_on_selector_all("a[href]", LINKS)
        waiting += [link for link in found if link.startswith(somebody.address)]


def findings(page: Page) -> list[tuple[str, str]]:
    rule, element = KNOWN_UPSTREAM
    # Axe compares every link with every other: minutes, where each figure of a report is one.
    few = page.get_by_role("link").count() < MANY_LINKS
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": few}}})
    return [
        (violation["id"], node["html"])
        for violation in found.response["violations"]
        for node in violation["nodes"]
        if violation["id"] != rule or element not in node["html"]
    ]


def too_wide(page: Page) -> bool:
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")


@pytest.mark.parametrize("email", [DESK, LANTERN, CHAIR])
def test_every_kind_of_page_is_accessible_fits_a_telephone_and_has_a_title(
    signed_in: SignedIn, given: Given, email: str
) -> None:
    starts = begun(signed_in, given, email)
    somebody = signed_in(email)
    page = somebody.page
    wrong: list[tuple[str, object]] = []
    titles: dict[str, str] = {}
    for kind in pages_of_every_kind(somebody, *starts):
        title = page.title()
        if LABEL in title:
            wrong.append((kind, title))
        if title in titles:
            wrong.append((kind, f"has the title of {titles[title]}: {title}"))
        titles[title] = kind
        if page.get_by_role("heading", level=1).count() != 1:
            wrong.append((kind, "has not one main heading"))
        page.set_viewport_size(SIZES[email])
        wrong += [(kind, found) for found in findings(page)]
        page.set_viewport_size(NARROW)
        if too_wide(page):
            wrong.append((kind, "scrolls sideways"))
        page.set_viewport_size(WIDE)
    assert wrong == []
    assert len(titles) >= NOT_LESS_THAN[email]


def begun(signed_in: SignedIn, given: Given, email: str) -> list[str]:
    """Where the walk starts: what the newest records are, so that no kind is missing."""
    if email == CHAIR:
        grace = signed_in(email)
        grace.open("/reports/new/")
        grace.page.get_by_label("2021-22", exact=True).check()
        grace.press("Continue")
        grace.press("Make the report")
        grace.page.get_by_role("link", name="Read it").click(timeout=60_000)
        return [f"/reports/{grace.reference}/", "/reports/"]
    incident = given.incident(by=LANTERN, lead="lantern")
    person = given.person(LANTERN, incident, LABEL)
    given.screening(LANTERN, person)
    return ["/my-work/", f"/incidents/{incident}/", f"/people/{person}/"]


@pytest.mark.parametrize("email", [DESK, LANTERN, CHAIR])
def test_every_entry_of_the_menu_works_without_script(signed_in: SignedIn, email: str) -> None:
    somebody = signed_in(email, script=False)
    menu = somebody.page.get_by_role("navigation", name="Sections").get_by_role("link")
    for text in menu.all_inner_texts():
        somebody.menu(text)
        assert somebody.heading == text
        assert somebody.main.get_by_role("table").count() or somebody.main.inner_text()


@pytest.mark.parametrize("path", ["/incidents/", "/my-work/", "/incidents/open/", "/people/"])
def test_on_paper_there_is_nothing_to_press(signed_in: SignedIn, path: str) -> None:
    amal = signed_in(DESK)
    amal.open(path)
    amal.page.emulate_media(media="print")
    for pressed in (".govuk-button", ".govuk-service-navigation", ".moj-filter", ".app-footer"):
        for found in amal.page.locator(pressed).all():
            assert not found.is_visible(), pressed
