"""After a referral was sent: what waits, what was answered, and what the figures say."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.given import DESK, LANTERN
from tests.journeys.somebody import Somebody
from tests.journeys.test_every_kind_of_page import findings, too_wide

SignedIn = Callable[..., Somebody]
PICTURES = os.environ.get("PICTURES_TO_LOOK_AT")


def looked_at(somebody: Somebody, name: str) -> None:
    """Judged by axe, and not too wide for a telephone nor for half a screen; kept as pictures when
    asked for."""
    page = somebody.page
    page.wait_for_load_state()
    for width, height in ((1280, 900), (640, 900), (375, 812)):
        page.set_viewport_size({"width": width, "height": height})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        # Half a screen has the same parts as a telephone.
        assert width == 640 or findings(page) == [], (name, width)
        assert not too_wide(page), (name, width)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_late_decision_is_chased_recorded_and_followed(signed_in: SignedIn) -> None:
    cyd, today = signed_in(LANTERN), timezone.localdate()
    cyd.open("/my-work/")
    cyd.sees("Sent referrals", "Late decision: ask the Home Office how far it is")
    cyd.sees("No guardian has accepted")
    looked_at(cyd, "my-work")
    row = cyd.main.get_by_role("row").filter(has_text="Late decision").first
    expect(row).to_contain_text("No date")
    row.get_by_role("link").click()
    cyd.sees("Waiting for reasonable grounds", "An aim is no duty", "Support provider's first")
    looked_at(cyd, "late")

    # From the letter, with a slip first.
    cyd.press("Reasonable grounds: positive")
    looked_at(cyd, "decision")
    cyd.press("Reasonable grounds: positive")
    cyd.is_told("Enter the date of the decision")
    cyd.is_told("Select who decided")
    looked_at(cyd, "decision-errors")
    cyd.date("Date of the decision", today - timedelta(days=1))
    cyd.choose("Who decided", "Single Competent Authority")
    cyd.choose("From what do you know this?", "Email")
    cyd.press("Reasonable grounds: positive")
    expect(cyd.state).to_have_text("In the recovery period")
    cyd.sees("Recovery period", "At least until", "Not before")

    # Support, and an entry that was wrong.
    cyd.follow("The support provider was in touch")
    cyd.date("Date", today)
    cyd.choose("From what do you know this?", "Telephone call")
    looked_at(cyd, "entry")
    cyd.press("Record this")
    cyd.sees("The support provider was in touch")
    cyd.does_not_see("Support provider's first contact")
    cyd.follow("The support provider was in touch")
    cyd.write("What was wrong?", "It was somebody else.")
    cyd.press("Take it back")
    cyd.sees("Taken back: the support provider was in touch", "Support is wanted")
    cyd.sees("Support provider's first contact")
    looked_at(cyd, "recovery")
    cyd.page.emulate_media(media="print")
    expect(cyd.page.get_by_role("button", name="Conclusive grounds: positive")).to_be_hidden()
    cyd.page.emulate_media(media="screen")

    # A letter goes by a safe way only, so whoever passes it on is assigned.
    referral = cyd.reference
    cyd.follow("A letter was passed on to the person")
    cyd.sees("Only those assigned to this person pass letters on", "Put yourself on the person")
    cyd.page.complaints.clear()
    cyd.open(f"/referrals/{referral}/")
    cyd.page.get_by_role("link", name="Back to PER-").click()
    cyd.page.get_by_role("button", name="Assign to me").click()
    cyd.write("Why do you need to work with this person?", "I bring her letters")
    cyd.press("Assign to me")
    cyd.open(f"/referrals/{referral}/record/letter-passed-on/")
    cyd.sees("Decisions go to")
    looked_at(cyd, "letter")


def test_what_a_child_says_before_turning_18_is_not_taken_for_a_choice(
    signed_in: SignedIn,
) -> None:
    cyd = signed_in(LANTERN)
    row = cyd.main.get_by_role("row").filter(has_text="Turns 18 soon").first
    row.get_by_role("link").click()
    cyd.follow("The person turned 18")
    cyd.write("Who explains the choice, and when?", "I do, on Monday.")
    cyd.press("The person turned 18")
    expect(cyd.state).to_have_text("Turned 18, consent needed to stay")
    looked_at(cyd, "turned-18")
    cyd.press("The person stays in")
    cyd.choose("Do they want support as an adult?", "Not talked about yet")
    cyd.date("When did you speak?", timezone.localdate())
    cyd.write("Which language did you speak in?", "English")
    cyd.choose("Was there an interpreter?", "Not needed")
    cyd.choose("Was the person seen alone?", "Seen alone")
    cyd.choose("Did anyone doubt that the person could decide?", "No doubt")
    cyd.press("The person stays in")
    cyd.is_told("before their 18th birthday")
    looked_at(cyd, "stays")
    cyd.follow("Cancel")
    cyd.follow("Not 18 yet: take the entry back")
    cyd.write("What was wrong?", "The birthday is in January.")
    cyd.press("Not 18 yet: take the entry back")
    expect(cyd.state).to_have_text("Waiting for reasonable grounds")


def test_the_list_of_late_decisions_the_numbers_to_call_and_the_figures(
    signed_in: SignedIn,
) -> None:
    amal = signed_in(DESK)
    amal.menu("Referrals")
    amal.page.get_by_role("button", name="Late decisions").click()
    assert amal.heading == "Late decisions"
    amal.sees("That is an aim, not a duty")
    looked_at(amal, "late-decisions")
    amal.page.get_by_role("contentinfo").get_by_role("link", name="Whom to call").click()
    assert amal.heading == "Whom to call"
    amal.sees("999", "08000 121 700", "0800 043 4303")
    looked_at(amal, "whom-to-call")
    amal.menu("Reports")
    amal.follow("Referrals: who was referred")
    amal.follow("2022-23")
    assert amal.heading == "Referrals 2022-23"
    amal.sees("How far people came", "How long it took", "Median")
    looked_at(amal, "figures")
    table = amal.page.get_by_role("region", name="How far people came")
    row = table.get_by_role("row").filter(has_text="Reasonable grounds: negative")
    number = row.get_by_role("link").first
    shown = int(number.inner_text().replace(",", ""))
    number.click()
    assert shown
    amal.sees("This list shows the records you can open.")
    assert amal.main.get_by_role("row").count() == shown + 1
