"""The administrator keeps reference data: Django's admin, under the policy of our own pages."""

import contextlib
from collections.abc import Callable, Iterator

import psycopg2
import pytest
from playwright.sync_api import expect

from tests.conftest import complaints_of
from tests.journeys.somebody import PASSWORD, Somebody
from tests.journeys.stack import Stack
from tests.journeys.test_every_kind_of_page import (
    NARROW,
    WIDE,
    findings,
    too_wide,
)

SignedIn = Callable[..., Somebody]
OLU = "olu@systems.example"
HOME = "/reference-data/"
WARD, TOWN = "E05016999", "invented"


@pytest.fixture(autouse=True)
def taken_back(stack: Stack) -> Iterator[None]:
    """Figures of other journeys have one row a town."""
    yield
    connection = psycopg2.connect(stack.env["DATABASE_OWNER_URL"])
    with contextlib.closing(connection), connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM shop_ward WHERE code = %s", [WARD])
        cursor.execute("DELETE FROM shop_town WHERE code = %s", [TOWN])


def test_a_ward_is_added_and_ended_and_the_browser_complains_of_nothing(
    signed_in: SignedIn,
) -> None:
    olu = signed_in(OLU)
    page = olu.page
    olu.menu("Reference data")
    assert olu.heading == "Reference data"
    olu.follow("Wards")
    olu.follow("Add ward")
    page.get_by_label("Town").select_option(label="Tipton")
    page.get_by_label("ONS code").fill(WARD)
    page.get_by_label("Name").fill("Invented")
    page.get_by_role("link", name="Today").first.click()
    olu.press("Save")
    expect(olu.main).to_contain_text("was added successfully")
    olu.follow("Invented")
    page.get_by_label("Last day").fill("1/1/2020")
    olu.press("Save")
    expect(olu.main).to_contain_text("The last day must be the same as or after the first")
    page.locator(".date-icon").last.click()
    page.get_by_role("link", name="Cancel").last.click()
    page.get_by_role("link", name="Today").last.click()
    olu.press("Save")
    expect(olu.main).to_contain_text("was changed successfully")


def test_its_pages_are_accessible_and_fit_a_telephone(signed_in: SignedIn) -> None:
    olu = signed_in(OLU)
    page, wrong = olu.page, []
    lists = [f"{HOME}{name}/" for name in ("agencies/agency", "shop/town", "shop/ward")]
    rows = []
    for each in lists:
        olu.open(each)
        rows.append(page.locator("#result_list tbody th a").first.get_attribute("href"))
    others = [HOME, f"{HOME}code-lists/victims/screening_indicators/", f"{lists[0]}add/"]
    for path in (*lists, *rows, *others):
        assert olu.open(path) == 200
        wrong += [(path, complaint) for complaint in page.complaints]
        wrong += [(path, found) for found in findings(page)]
        # Axe copies stylesheets that take in others, which the policy rightly forbids.
        page.complaints.clear()
        page.set_viewport_size(NARROW)
        if too_wide(page):
            wrong.append((path, "scrolls sideways"))
        page.set_viewport_size(WIDE)
    assert wrong == []


def test_a_town_is_added_from_the_ward_that_lies_in_it(signed_in: SignedIn) -> None:
    """In a window of its own, which hands over what was added."""
    olu = signed_in(OLU)
    olu.open(f"{HOME}shop/ward/add/")
    with olu.page.expect_popup() as opened:
        olu.page.get_by_role("link", name="Add another town").click()
    window = opened.value
    complaints = complaints_of(window)
    for label, text in (("Code", TOWN), ("Name", "Invented town"), ("Position", "99")):
        window.get_by_label(label).fill(text)
    with window.expect_event("close"):
        window.get_by_role("button", name="Save").click()
    expect(olu.page.get_by_label("Town").locator("option:checked")).to_have_text("Invented town")
    assert complaints == []


def test_the_page_covers_itself_and_gives_back_what_was_typed(signed_in: SignedIn) -> None:
    olu = signed_in(OLU)
    olu.open(f"{HOME}shop/town/add/")
    olu.page.get_by_label("Name").fill("Not saved yet")
    olu.press("Lock now")
    expect(olu.page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(olu.page.get_by_text("Partnership:")).to_have_count(0)
    olu.page.get_by_label("Password", exact=True).fill(PASSWORD)
    olu.press("Unlock")
    expect(olu.page.get_by_label("Name")).to_have_value("Not saved yet")
