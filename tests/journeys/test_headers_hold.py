"""The headers do in a browser what they are sent for. That no page breaks them is in every journey:
each fails when the browser complains."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.given import DESK
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
WRITE_A_SCRIPT = """() => {
  const written = document.createElement("script");
  written.textContent = "document.title = 'written'";
  document.body.append(written);
  document.body.insertAdjacentHTML("beforeend", "<p style='color: red' id='painted'>x</p>");
}"""


def test_a_script_or_style_written_into_a_page_does_nothing(signed_in: SignedIn) -> None:
    amal = signed_in(DESK)
    amal.open("/my-work/")
    title = amal.page.title()
    amal.page.evaluate(WRITE_A_SCRIPT)
    assert amal.page.title() == title
    colour = "getComputedStyle(document.getElementById('painted')).color"
    assert amal.page.evaluate(colour) != "rgb(255, 0, 0)"
    assert len(amal.page.complaints) == 2
    assert all("Content Security Policy" in each for each in amal.page.complaints)
    amal.page.complaints.clear()


def test_signing_out_empties_what_the_page_kept(signed_in: SignedIn) -> None:
    amal = signed_in(DESK)
    amal.page.evaluate("sessionStorage.setItem('typed', 'something')")
    amal.page.evaluate("localStorage.setItem('typed', 'something')")
    amal.press("Sign out")
    expect(amal.page.get_by_role("button", name="Sign in")).to_be_visible()
    kept = "[sessionStorage.getItem('typed'), localStorage.getItem('typed')]"
    assert amal.page.evaluate(kept) == [None, None]
    amal.page.go_back()
    expect(amal.page.get_by_role("button", name="Sign in")).to_be_visible()
