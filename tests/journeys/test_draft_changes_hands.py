"""A charity prepares what it may not send as a notice; the police take the draft over. Two windows
of one draft, a name that is not given out, and a whole referral by keyboard."""

import json
import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.given import DESK, LANTERN, Given
from tests.journeys.only_keys import OnlyKeys
from tests.journeys.questionnaire import go_on
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack
from tests.journeys.test_after_sending import looked_at
from tests.journeys.test_changed_mind import asked
from tests.journeys.test_first_responder import ACCOUNT, NAME, POLICE, answer, begin
from tests.journeys.test_notice_texts import DRAFT, NEVER_PLAIN
from tests.referrals.answering import decided

SignedIn = Callable[..., Somebody]
STARTED = "A man offered work in a town square."
AGREES, CHOSE_NOT = "Agrees to be referred", "Chose not to be referred"
AGE, CONSENT = "How old is the person now?", "Does the person agree to be referred?"


def says(responder: Somebody, consent: str) -> None:
    answer(responder, AGE, chosen={"Is the person under 18 now?": "Adult"})
    answer(responder, CONSENT, chosen={"What did the person say?": consent})


def test_a_charity_is_told_that_the_duty_does_not_bind_it_and_the_police_take_over(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "man with a brown hat")
    cyd, pat, amal = signed_in(LANTERN), signed_in(POLICE), signed_in(DESK)
    begin(cyd, given.screening(LANTERN, person, "PVOT_NOCONSENT"))
    draft = cyd.reference
    says(cyd, CHOSE_NOT)
    asked(cyd, days_ago=1)

    # No notice, and it says so; nothing after it is asked
    assert cyd.heading == "No notice is prepared for your organisation"
    cyd.sees("The Duty to Notify does not bind your organisation", "Nothing is sent")
    looked_at(cyd, "no-notice")
    cyd.open(f"/referrals/{draft}/check/")
    cyd.sees("Not ready to send", "does not bind your organisation")
    expect(cyd.page.get_by_role("button", name="Mark as ready to send")).to_have_count(0)

    # They ask the police; the desk shares the person first, because only it can
    cyd.open(f"/referrals/{draft}/")
    cyd.follow("Hand this draft over")
    looked_at(cyd, "hand-over")
    cyd.press("Offer this draft")
    cyd.is_told("Select who should take the draft over")
    cyd.pick("Who should take the draft over", "West Midlands Police: Pat")
    cyd.write("Why", "We are not bound by the duty, and you are.")
    cyd.press("Offer this draft")
    cyd.sees("Offered. The draft stays yours until it is accepted.")
    looked_at(cyd, "offered")
    amal.menu("My work")
    amal.sees("Share with West Midlands Police to work on", person)
    amal.open(f"/people/{person}/sharing/")
    amal.choose("Share with", "West Midlands Police")
    amal.press("Share")

    # The police see what is offered, not the answers; then the draft is theirs
    assert pat.open(f"/referrals/{draft}/check/") == 404
    pat.page.complaints.clear()
    pat.menu("My work")
    pat.main.get_by_role("row", name=draft).get_by_role("link").click()
    assert pat.heading == "A draft is offered to you"
    pat.sees("We are not bound by the duty, and you are.")
    looked_at(pat, "offered-to-you")
    pat.press("Accept this draft")
    pat.sees("The draft is yours now.")
    looked_at(pat, "draft-taken-over")
    pat.open(f"/referrals/{draft}/questions/consent/")
    go_on(pat, {"how-did-the-exploitation-start": STARTED}, pv_under_age="no")
    pat.sees("Notice to the Home Office (Duty to Notify)", STARTED)

    # Who gave it away reads on, and writes no more
    cyd.open(f"/referrals/{draft}/check/")
    cyd.sees(STARTED)
    cyd.does_not_see("Mark as ready to send")
    expect(cyd.main.get_by_role("link", name=re.compile("^Change"))).to_have_count(0)


def test_what_two_windows_wrote_stands_side_by_side(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=LANTERN)
    cyd = signed_in(LANTERN)
    begin(cyd, given.screening(LANTERN, given.person(LANTERN, incident, "man with a bicycle")))
    draft = cyd.reference
    says(cyd, AGREES)
    address = f"/referrals/{draft}/questions/how-it-started/"
    cyd.open(address)
    other = Somebody(cyd.page.context.new_page(), cyd.address)
    other.open(address)
    other.main.get_by_role("textbox").first.fill("Told on Monday, in a park.")
    other.press("Save and continue")
    expect(other.main.get_by_role("heading", level=1)).not_to_have_text("How did it start?")
    cyd.main.get_by_role("textbox").first.fill("Told on Tuesday, in a church.")
    cyd.press("Save and continue")
    cyd.sees("This page was saved in another window", "Told on Monday, in a park.")
    expect(cyd.main.locator("form textarea").first).to_have_value("Told on Tuesday, in a church.")
    looked_at(cyd, "two-windows")
    cyd.page.context.set_offline(True)
    cyd.main.locator("form textarea").first.fill("Told on both days.")
    cyd.sees("Not saved: no connection.")
    looked_at(cyd, "lost-network")
    cyd.page.context.set_offline(False)
    cyd.page.complaints.clear()
    other.page.close()
    cyd.open(f"/referrals/{draft}/evidence/")
    looked_at(cyd, "evidence")
    cyd.page.get_by_role("button", name="Add evidence").click()
    looked_at(cyd, "evidence-add")


def test_a_name_that_may_not_be_given_stops_for_a_decision(
    signed_in: SignedIn, given: Given, stack: Stack
) -> None:
    incident = given.incident(by=POLICE)
    person = given.person(POLICE, incident, "man with a yellow coat")
    would_help = {"authorities-cooperation": "yes", "named-in-notice": "no"}
    answers = json.dumps(decided("no", "no") | NEVER_PLAIN | would_help)
    code = DRAFT.format(
        email=POLICE, author="pat", answers=answers,
        screening=given.screening(POLICE, person, "PVOT_NOCONSENT"),
    )  # fmt: skip
    notice = stack.manage("shell", "-v", "0", "-c", code).splitlines()[-1]
    pat = signed_in(POLICE)
    pat.open(f"/referrals/{notice}/name-asked/")
    pat.sees("This app does not give the name out")
    looked_at(pat, "name-decision")
    pat.press("Save and continue")
    expect(pat.page.locator(".govuk-error-summary")).to_be_visible()
    looked_at(pat, "name-decision-error")
    pat.main.get_by_label("Not send it yet").check()
    pat.press("Save and continue")
    pat.open(f"/referrals/{notice}/check/")
    pat.sees("Not ready to send")
    expect(pat.page.get_by_role("button", name="Mark as ready to send")).to_have_count(0)


def test_a_whole_referral_by_keyboard_alone(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "man who walks with a stick")
    screening = given.screening(LANTERN, person)
    there = signed_in(LANTERN)
    cyd = OnlyKeys(there.page, there.address)
    cyd.open(f"/screenings/{screening}/")
    cyd.press("Start a referral")
    first = {"pv_under_age": "no", "pv_want_to_submit_nrm": "yes"}
    answers = ACCOUNT | {key.replace("_", "-"): value for key, value in first.items()}
    titles = go_on(cyd, answers | {"safe-tonight": "yes"})
    referral = cyd.reference
    assert len(titles) > 40
    cyd.sees(NAME, "Ready to send")
    cyd.press("Mark as ready to send")
    cyd.open(f"/referrals/{referral}/")
    cyd.press("What goes to the Home Office")
    cyd.press("Record that it was sent")
    cyd.write("Reference from the Home Office", "INVENTED-KEYS")
    cyd.date("Date it was sent", timezone.localdate())
    cyd.press("Record that it was sent")
    expect(cyd.state).to_have_text("Sent to the Home Office")
