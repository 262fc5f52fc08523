"""The network goes in the middle of 8,000 characters and comes back; nothing is lost."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.given import LANTERN, Given
from tests.journeys.somebody import PASSWORD, Somebody
from tests.journeys.test_first_responder import answer, begin

SignedIn = Callable[..., Somebody]
SENTENCE = "He was told that the fare was a debt. "
HALF = SENTENCE * 105
WHOLE = HALF + "And then, without a network: " + SENTENCE * 105
PAGE, BOX = "How did it start?", "How did it start"
KEPT, LOST = "Saved at", "Not saved: no connection. Your text is still here; we keep trying."


@pytest.fixture
def cyd(signed_in: SignedIn, given: Given) -> Somebody:
    """With the page of the long account open."""
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "man with a torn sleeve")
    cyd = signed_in(LANTERN)
    begin(cyd, given.screening(LANTERN, person))
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        cyd,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Agrees to be referred"},
    )
    cyd.open(f"/referrals/{cyd.reference}/questions/how-it-started/")
    assert cyd.heading == PAGE
    return cyd


def says(cyd: Somebody):
    return cyd.main.locator("[data-autosave-says]")


def box(cyd: Somebody):
    return cyd.main.locator("form textarea").first


def test_the_network_goes_in_the_middle_of_8000_characters_and_comes_back(cyd: Somebody) -> None:
    context, address = cyd.page.context, cyd.page.url
    assert len(WHOLE) > 8_000
    box(cyd).fill(HALF)
    expect(says(cyd)).to_contain_text(KEPT)

    # It goes: the page says so, once aloud, and keeps what is written
    context.set_offline(True)
    box(cyd).fill(WHOLE)
    expect(says(cyd)).to_have_text(LOST)
    expect(cyd.main.locator("[data-autosave-aloud]")).to_have_text(LOST)
    cyd.press("Save and continue")
    expect(says(cyd)).to_have_text(LOST)
    assert cyd.page.url == address, "the browser's own page did not take its place"
    expect(box(cyd)).to_have_value(WHOLE)

    # It comes back: saved by itself, and there again in another window
    context.set_offline(False)
    expect(says(cyd)).to_contain_text(KEPT, timeout=40_000)
    cyd.page.complaints.clear()  # what the browser itself says of a network that is away
    again = context.new_page()
    again.goto(address)
    expect(again.locator("form textarea").first).to_have_value(WHOLE)
    expect(again.get_by_text("and not saved as the answer")).to_be_visible()
    again.close()

    # Nothing of it is left on the computer
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert SENTENCE[:20] not in cyd.page.evaluate(kept)
    assert cyd.page.evaluate("indexedDB.databases().then(found => found.length)") == 0

    cyd.page.wait_for_timeout(1_200)  # the button takes a second press for a double click before
    cyd.press("Save and continue")
    expect(cyd.main.get_by_role("heading", level=1)).not_to_have_text(PAGE)
    cyd.open(urlsplit(address).path)
    expect(box(cyd)).to_have_value(WHOLE.strip())
    cyd.does_not_see("and not saved as the answer")


def test_leaving_asks_only_while_something_is_not_saved(cyd: Somebody) -> None:
    asked = []
    cyd.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    box(cyd).press_sequentially("Told in a park.")
    expect(says(cyd)).to_contain_text(KEPT)
    cyd.menu("My work")
    assert asked == []
    cyd.page.go_back()
    expect(box(cyd)).to_have_value("Told in a park.")
    cyd.page.context.set_offline(True)
    box(cyd).press_sequentially(" In two days.")
    expect(says(cyd)).to_have_text(LOST)
    cyd.page.context.set_offline(False)
    cyd.page.evaluate("document.querySelector('form[data-autosave]').dataset.autosave = '/away/'")
    box(cyd).press_sequentially(" More.")
    cyd.page.reload()
    assert asked == ["beforeunload"]
    cyd.page.complaints.clear()


def test_what_is_typed_when_the_page_locks_is_kept_once_it_is_opened(cyd: Somebody) -> None:
    box(cyd).press_sequentially("Begun before the lock.")
    cyd.press("Lock now")
    cyd.page.get_by_label("Password", exact=True).fill(PASSWORD)
    cyd.press("Unlock")
    expect(box(cyd)).to_have_value("Begun before the lock.")
    expect(says(cyd)).to_contain_text(KEPT)
    cyd.page.complaints.clear()
