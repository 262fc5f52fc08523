"""The first responder: screens a person, prepares the referral, records that it was sent."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.given import LANTERN, Given
from tests.journeys.page_loads import no_more_than_before
from tests.journeys.questionnaire import go_on
from tests.journeys.somebody import Somebody

SignedIn = Callable[..., Somebody]
POLICE = "pat@police.example"
NAME = "Zdravkaa"


def begin(responder: Somebody, screening: str) -> None:
    """From a screening to the question about age."""
    responder.open(f"/screenings/{screening}/")
    responder.page.get_by_role("button", name="Start a referral").click()
    assert responder.heading == "Is the person safe tonight?"
    responder.sees("999", "Salvation Army", "Checked")
    responder.choose("Is the person safe tonight?", "Yes")
    responder.press("Save and continue")
    assert responder.heading == "How old is the person now?"


def answer(responder: Somebody, title: str, *, chosen: dict | None = None, **written: str) -> None:
    """One page of questions: `chosen` of radios and boxes, the rest by the words of the label."""
    assert responder.heading == title
    for question, option in (chosen or {}).items():
        responder.choose(question, option)
    for label, text in written.items():
        responder.main.get_by_label(label.replace("_", " ")).fill(text)
    responder.press("Save and continue")


ACCOUNT = {
    "where-exploitation-happened": "uk",
    "where-exploitation-happened-uk-city": ["Smethwick"],
    "how-did-the-exploitation-start": "A man offered work in a town square.",
    "what-were-they-required-to-do": "Wash cars from six to nine without a wage.",
    "current-pv-location-uk-city": "Smethwick",
    "pv-name-first-name": NAME,
    "pv-name-last-name": "Invented",
    "pv-gender": "male",
    "pv-nationality": "BG",
    "who-contact": "potential-victim",
    "pv-contact-details": ["email"],
}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_person_is_screened_and_an_adult_who_agrees_is_referred(
    signed_in: SignedIn, given: Given, script: bool
) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "man with paint on his hands")
    cyd = signed_in(LANTERN, script=script)

    # Screened in four pages, unnamed; what is not touched is stored as not asked
    cyd.open(f"/people/{person}/")
    cyd.page.get_by_role("button", name="Screen this person").click()
    cyd.date("When you spoke", timezone.localdate() - timedelta(days=1), "2pm")
    cyd.choose("Who was there", "Seen alone")
    cyd.choose("Interpreter", "Not needed")
    cyd.press("Save and continue")
    assert cyd.heading == "First signs"
    expect(cyd.main.locator("input[type=radio]:checked")).to_have_count(0)
    cyd.main.get_by_role("group").first.get_by_label("I saw this, or the person told me").check()
    cyd.choose("What do these signs point to?", "Labour exploitation")
    cyd.press("Save and continue")
    cyd.sees("More signs")
    cyd.press("Save and continue")
    assert cyd.heading == "Your view"
    cyd.press("Record this screening")
    cyd.is_told("Select your view")
    cyd.choose("What this person may have been through", "Labour exploitation")
    cyd.question("Your view").get_by_label("Potential victim").first.check()
    cyd.press("Record this screening")
    cyd.sees("Screening recorded.", "I saw this, or the person told me", "Labour exploitation")
    screening = cyd.reference

    # Safe tonight, age, consent
    begin(cyd, screening)
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        cyd,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Agrees to be referred"},
    )

    # What happened, saved in the middle and taken up again
    adult = {"pv_under_age": "no", "pv_want_to_submit_nrm": "yes"}
    go_on(cyd, ACCOUNT, until="What kind of exploitation was it?", **adult)
    kind = "What were they made to do, or what was done to them?"
    cyd.question(kind).get_by_role("checkbox").first.check()
    referral = cyd.reference
    cyd.press("Save and leave")
    cyd.menu("My work")
    cyd.main.get_by_role("row", name=referral).get_by_role("link").click()
    cyd.sees("Safety, age and consent", "What happened")
    cyd.follow("What kind of exploitation was it?")
    go_on(cyd, ACCOUNT, **adult)

    # Checked, typed on the Home Office's page, marked as sent
    cyd.sees("A man offered work in a town square.", NAME, "Ready to send")
    assert NAME not in cyd.page.title() + cyd.page.url
    cyd.press("Mark as ready to send")
    cyd.open(f"/referrals/{referral}/")
    cyd.page.get_by_role("button", name="What goes to the Home Office").click()
    cyd.sees(NAME, "This app sends nothing")
    cyd.page.get_by_role("button", name="Record that it was sent").click()
    cyd.press("Record that it was sent")
    cyd.is_told("Enter the reference")
    cyd.write("Reference from the Home Office", "INVENTED-0001")
    cyd.date("Date it was sent", timezone.localdate())
    cyd.press("Record that it was sent")
    expect(cyd.state).to_have_text("Sent to the Home Office")
    no_more_than_before(cyd, "a first responder screens and refers")


def test_the_notice_for_an_adult_who_chose_not_to_be_referred_names_nobody(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=POLICE)
    person = given.person(POLICE, incident, "man with a red scarf")
    screening = given.screening(POLICE, person, "PVOT_NOCONSENT")
    pat = signed_in(POLICE)
    pat.open(f"/people/{person}/")
    pat.page.get_by_role("button", name="Assign to me").click()
    pat.write("Why do you need to work with this person?", "I speak with him today")
    pat.press("Assign to me")
    pat.open(f"/people/{person}/identity/change/")
    pat.main.get_by_label("Given names").fill(NAME)
    pat.main.get_by_role("button").first.click()
    pat.sees(NAME)
    begin(pat, screening)
    answer(pat, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        pat,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Chose not to be referred"},
    )
    referral = pat.reference
    titles = go_on(pat, {}, pv_under_age="no", pv_want_to_submit_nrm="no")
    assert "How did it start?" in titles
    assert not {"What is the person's name?", "When was the person born?"} & set(titles)
    pat.sees("Notice to the Home Office (Duty to Notify)", "Not ready to send")
    pat.open(f"/referrals/{referral}/texts/")
    for reason in pat.main.get_by_role("textbox").all():
        reason.fill("An everyday word, said of nobody")
    pat.page.get_by_role("button", name=re.compile("ontinue$")).first.click()
    assert pat.heading == "Read the texts of this notice"
    pat.press("I have read it, and nothing says who the person is")
    pat.open(f"/referrals/{referral}/check/")
    pat.sees("Ready to send")
    pat.press("Mark as ready to send")
    pat.open(f"/referrals/{referral}/outgoing/")
    pat.sees("A notice names nobody")
    pat.does_not_see(NAME, "red scarf", "Date of birth", "First name", "Telephone")


def test_a_person_who_has_not_decided_is_asked_again_and_nothing_may_be_sent(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "woman in an apron")
    cyd = signed_in(LANTERN)
    begin(cyd, given.screening(LANTERN, person))
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        cyd,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Has not decided"},
    )
    assert cyd.heading == "When will you ask again?"
    cyd.date("Date to ask again", timezone.localdate() - timedelta(days=1))
    cyd.press("Save and continue")
    cyd.is_told("must be in the future")
    again = timezone.localdate() + timedelta(days=9)
    cyd.date("Date to ask again", again)
    cyd.press("Save and continue")
    referral = cyd.reference
    cyd.open(f"/referrals/{referral}/check/")
    cyd.sees("Not ready to send", "has not decided")
    expect(cyd.page.get_by_role("button", name="Mark as ready to send")).to_have_count(0)
    cyd.menu("My work")
    cyd.sees(f"{again.day} {again:%b %Y}")


def test_someone_who_may_be_a_child_is_not_asked_for_consent(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "boy with a football", age="UNSURE")
    cyd = signed_in(LANTERN)
    begin(cyd, given.screening(LANTERN, person, "PVOT_CHILD"))
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Not sure"})
    assert cyd.heading == "Which council has been told about the child?"
    cyd.sees("A child is not asked for consent.")


def test_when_capacity_is_in_doubt_the_referral_stops_and_says_whom_to_call(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "man on a bench")
    cyd = signed_in(LANTERN)
    begin(cyd, given.screening(LANTERN, person))
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        cyd,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "May lack capacity to decide"},
    )
    in_doubt = {"pv_under_age": "no", "pv_want_to_submit_nrm": "may-lack-capacity"}
    go_on(cyd, {}, until="Stop here and call someone about capacity", **in_doubt)
    assert cyd.heading == "Stop here and call someone about capacity"
    cyd.sees("adult social care", "no notice may be made")
