"""Typing a referral in beside the Home Office window: copying, ticking, going on, coming back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.given import LANTERN, Given
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack
from tests.referrals.answering import decided

SignedIn = Callable[..., Somebody]
# Half of an ordinary screen; the Home Office window has the other half.
HALF = 640
STORED = "() => [localStorage.length, sessionStorage.length, document.cookie]"
READY = """
import json
from django.utils import timezone
from agencies.acting import actor_by_membership
from agencies.models import Membership
from referrals import engine
from referrals.actions import begin
from referrals.models import Referral
from referrals.terms import Status
from victims.models import Screening
author = Membership.objects.get(user__email={email!r})
screening = Screening.objects.get(reference={screening!r})
referral = begin(screening, by=actor_by_membership(author.pk), at=timezone.now())
referral.answers.values = json.loads({answers!r})
referral.answers.save()
route = engine.route(referral.answers.values)
Referral.objects.filter(pk=referral.pk).update(status=Status.READY, route=route)
print(referral.reference)
"""


@pytest.fixture
def ready(given: Given, stack: Stack) -> Callable[[], str]:
    """The reference of a referral of the charity that waits to be typed in."""

    def make() -> str:
        person = given.person(LANTERN, given.incident(by=LANTERN), "man with a grey cap")
        screening = given.screening(LANTERN, person)
        code = READY.format(
            email=LANTERN, screening=screening, answers=json.dumps(decided("no", "yes"))
        )
        return stack.manage("shell", "-v", "0", "-c", code).splitlines()[-1]

    return make


def clipboard(page: Page) -> str:
    return page.evaluate("() => navigator.clipboard.readText()")


def no_fault(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found] == []
    root = "document.documentElement"
    assert not page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")


def picture(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_copying_ticks_and_the_place_is_kept(
    signed_in: SignedIn, ready: Callable[[], str], tmp_path: Path
) -> None:
    referral = ready()
    cyd = signed_in(LANTERN, width=HALF)
    cyd.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cyd.open(f"/referrals/{referral}/")
    cyd.page.get_by_role("button", name="Type it in beside the Home Office form").click()
    assert cyd.heading == "What’s your reference for this report?"
    cyd.sees("Page 1 of", "It is not sent on")
    for _ in range(3):
        cyd.press("Next")
    assert cyd.heading == "Is the potential victim under 18?"
    cyd.sees("Page 4 of", "Select: No")
    no_fault(cyd.page)
    picture(cyd.page, tmp_path, "select")

    # A button there is ticked by hand; what is ticked is kept at once.
    with cyd.page.expect_response(lambda answer: answer.status == 204):
        cyd.main.get_by_label("Select: No").check()
    cyd.press("Next")
    while cyd.heading != "What is the name of the Potential Victim?":
        cyd.press("Next")
    picture(cyd.page, tmp_path, "name")
    no_fault(cyd.page)

    # Copying ticks, and says so to whoever cannot see the tick.
    with cyd.page.expect_response(lambda answer: answer.status == 204):
        cyd.page.get_by_role("button", name="Copy First name").click()
    assert clipboard(cyd.page) == "Zdravkaa"
    expect(cyd.main.get_by_label("Done: First name")).to_be_checked()
    expect(cyd.main.get_by_label("Done: Last name")).not_to_be_checked()
    expect(cyd.main.get_by_role("status")).to_have_text("Copied and ticked: First name.")
    with cyd.page.expect_response(lambda answer: answer.status == 204):
        cyd.page.get_by_role("button", name="Copy the short answers together").click()
    assert clipboard(cyd.page).startswith("First name: Zdravkaa\nLast name: Zmarkova\n")
    expect(cyd.main.get_by_label("Done: Last name")).to_be_checked()

    # Nobody's name in the address, the title or the browser's stores.
    assert "Zdravkaa" not in cyd.page.url + cyd.page.title()
    assert cyd.page.evaluate(STORED) == [0, 0, ""]

    # The same page again, with its ticks, when one comes back.
    cyd.open("/my-work/")
    cyd.open(f"/referrals/{referral}/beside/")
    assert cyd.heading == "What is the name of the Potential Victim?"
    expect(cyd.main.get_by_label("Done: First name")).to_be_checked()
    cyd.press("Back")
    cyd.press("Start again")
    assert cyd.heading == "What’s your reference for this report?"
    cyd.sees("0 of")

    # To the end, and on to recording what was sent.
    while cyd.heading != "Check your answers":
        cyd.press("Next")
    cyd.sees("Not ticked yet", "This app sends nothing", "Digest of the contents")
    no_fault(cyd.page)
    picture(cyd.page, tmp_path, "last")
    cyd.page.get_by_role("button", name="Record that it was sent").click()
    assert cyd.heading == "Record that it was sent"


def test_the_keyboard_alone_is_enough(signed_in: SignedIn, ready: Callable[[], str]) -> None:
    cyd = signed_in(LANTERN, width=HALF)
    cyd.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cyd.open(f"/referrals/{ready()}/beside/pv-name-referral/")
    cyd.main.get_by_label("First name", exact=True).focus()
    cyd.page.keyboard.press("Tab")
    with cyd.page.expect_response(lambda answer: answer.status == 204):
        cyd.page.keyboard.press("Enter")
    assert clipboard(cyd.page) == "Zdravkaa"
    expect(cyd.page.get_by_role("button", name="Copy First name")).to_be_focused()
    cyd.page.keyboard.press("Tab")
    expect(cyd.main.get_by_label("Done: First name")).to_be_focused()
    with cyd.page.expect_response(lambda answer: answer.status == 204):
        cyd.page.keyboard.press("Space")
    expect(cyd.main.get_by_label("Done: First name")).not_to_be_checked()
    cyd.page.get_by_role("button", name="Next").focus()
    with cyd.page.expect_navigation():
        cyd.page.keyboard.press("Enter")
    assert cyd.heading == "What is their date of birth? (Optional)"


def test_without_script_texts_are_selected_and_ticked_by_hand(
    signed_in: SignedIn, ready: Callable[[], str]
) -> None:
    cyd = signed_in(LANTERN, width=HALF, script=False)
    cyd.open(f"/referrals/{ready()}/beside/pv-name-referral/")
    expect(cyd.page.get_by_role("button", name="Copy First name")).to_have_count(0)
    expect(cyd.main.get_by_label("First name", exact=True)).to_have_value("Zdravkaa")
    cyd.main.get_by_label("Done: First name").check()
    cyd.press("Next")
    cyd.press("Back")
    expect(cyd.main.get_by_label("Done: First name")).to_be_checked()


def test_the_files_of_the_pack_are_named_after_the_reference(
    signed_in: SignedIn, ready: Callable[[], str], tmp_path: Path
) -> None:
    referral = ready()
    cyd = signed_in(LANTERN)
    cyd.open(f"/referrals/{referral}/outgoing/")
    picture(cyd.page, tmp_path, "outgoing")
    no_fault(cyd.page)
    for link, name in (
        ("The pack to print (PDF)", "pack.pdf"),
        ("The pack as data (JSON)", "pack.json"),
        ("The pack in the fields of the HTCDS (JSON)", "htcds.json"),
    ):
        with cyd.page.expect_download() as download:
            cyd.follow(link)
        assert download.value.suggested_filename == f"{referral}-{name}"
        download.value.save_as(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500


def test_what_is_still_to_ask_is_printed_from_the_draft(
    signed_in: SignedIn, given: Given, tmp_path: Path
) -> None:
    person = given.person(LANTERN, given.incident(by=LANTERN), "man with a torn sleeve")
    cyd = signed_in(LANTERN, width=375)
    cyd.open(f"/screenings/{given.screening(LANTERN, person)}/")
    cyd.page.get_by_role("button", name="Start a referral").click()
    cyd.choose("Is the person safe tonight?", "Yes")
    cyd.press("Save and continue")
    cyd.open(f"/referrals/{cyd.reference}/")
    cyd.follow("Print what is still to ask")
    cyd.sees("Is the person under 18 now?", "See the person alone", "0800 808 3733", "Checked")
    no_fault(cyd.page)
    picture(cyd.page, tmp_path, "sheet")
    with cyd.page.expect_download() as download:
        cyd.page.get_by_role("button", name="Download two pages of A4").click()
    assert download.value.suggested_filename.endswith("-prompt-sheet.pdf")
