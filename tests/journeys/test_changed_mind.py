"""An adult chooses not to be referred and agrees nine days later; another takes it back."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.given import LANTERN, Given
from tests.journeys.questionnaire import go_on
from tests.journeys.somebody import Somebody
from tests.journeys.test_every_kind_of_page import findings, too_wide
from tests.journeys.test_first_responder import POLICE, answer, begin

SignedIn = Callable[..., Somebody]
STARTED = "A man offered work in a town square."
NARROW, WIDE = {"width": 375, "height": 812}, {"width": 1280, "height": 900}


def is_sound(somebody: Somebody) -> None:
    """Nothing that axe objects to, and nothing wider than a telephone."""
    assert findings(somebody.page) == []
    somebody.page.set_viewport_size(NARROW)
    assert not too_wide(somebody.page)
    somebody.page.set_viewport_size(WIDE)


def asked(responder: Somebody, days_ago: int) -> None:
    """The page "How did you ask?"."""
    assert responder.heading == "How did you ask?"
    is_sound(responder)
    responder.date("When did you ask?", timezone.localdate() - timedelta(days=days_ago))
    responder.write("Which language did you speak in?", "Bulgarian")
    responder.choose("Was there an interpreter?", "Professional interpreter")
    responder.choose("Was the person seen alone?", "Seen alone")
    responder.choose("Did anyone doubt that the person could decide?", "No doubt")
    responder.press("Save and continue")


def test_an_adult_chooses_not_to_be_referred_and_agrees_nine_days_later(
    signed_in: SignedIn, given: Given
) -> None:
    incident = given.incident(by=POLICE)
    person = given.person(POLICE, incident, "man with a grey cap")
    screening = given.screening(POLICE, person, "PVOT_NOCONSENT")
    pat = signed_in(POLICE)
    pat.open(f"/people/{person}/")
    pat.page.get_by_role("button", name="Assign to me").click()
    pat.write("Why do you need to work with this person?", "I speak with him")
    pat.press("Assign to me")

    # Nine days ago he chose not to: a notice was sent
    begin(pat, screening)
    notice = pat.reference
    answer(pat, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        pat,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Chose not to be referred"},
    )
    asked(pat, days_ago=9)
    account = {"how-did-the-exploitation-start": STARTED}
    go_on(pat, account, pv_under_age="no", pv_want_to_submit_nrm="no")
    pat.open(f"/referrals/{notice}/texts/")
    for reason in pat.main.get_by_role("textbox").all():
        reason.fill("An everyday word, said of nobody")
    pat.page.get_by_role("button", name=re.compile("ontinue$")).first.click()
    pat.press("I have read it, and nothing says who the person is")
    pat.open(f"/referrals/{notice}/check/")
    pat.press("Mark as ready to send")
    pat.open(f"/referrals/{notice}/steps/submit/")
    pat.write("Reference from the Home Office", "INVENTED-0009")
    pat.date("Date it was sent", timezone.localdate() - timedelta(days=9))
    pat.press("Record that it was sent")
    expect(pat.state).to_have_text("Sent to the Home Office")
    pat.open(f"/referrals/{notice}/check/")
    as_sent = pat.main.inner_text()

    # Today he agrees: a referral begun from the notice, with what fits to be confirmed
    pat.open(f"/referrals/{notice}/")
    pat.page.get_by_role("button", name="They agree now").click()
    is_sound(pat)
    pat.sees("The notice stays as it was sent")
    pat.press("Begin the referral")
    referral = pat.reference
    assert referral != notice
    pat.choose("Is the person safe tonight?", "Yes")
    pat.press("Save and continue")
    answer(pat, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    expect(pat.main.locator("input[type=radio]:checked")).to_have_count(0)
    answer(
        pat,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Agrees to be referred"},
    )
    asked(pat, days_ago=0)
    pat.open(f"/referrals/{referral}/questions/how-it-started/")
    pat.sees("Filled in from the notice that was sent")
    expect(pat.main.get_by_role("textbox")).to_have_value(STARTED)
    is_sound(pat)
    pat.open(f"/referrals/{referral}/")
    pat.sees(f"follows the notice {notice}")
    pat.open(f"/referrals/{notice}/check/")
    assert pat.main.inner_text() == as_sent

    # What he agreed to, now and before
    pat.open(f"/people/{person}/")
    pat.tab("What they agreed to")
    assert pat.heading == "What the person agreed to"
    is_sound(pat)
    now = pat.main.locator(".govuk-summary-list__row").filter(has_text="National Referral")
    expect(now).to_contain_text("Agreed, ")
    history = pat.main.get_by_role("table")
    expect(history.get_by_role("row").filter(has_text="National Referral")).to_have_count(2)
    history.get_by_role("link").first.click()
    pat.sees("Bulgarian", "Professional interpreter", "Seen alone", "two decisions")
    is_sound(pat)
    pat.page.emulate_media(media="print")
    expect(pat.page.locator(".govuk-button").first).not_to_be_visible()
    pat.page.emulate_media(media="screen")


def test_a_person_takes_back_what_they_agreed_to(signed_in: SignedIn, given: Given) -> None:
    incident = given.incident(by=LANTERN)
    person = given.person(LANTERN, incident, "woman with a green scarf")
    screening = given.screening(LANTERN, person)
    cyd = signed_in(LANTERN)
    cyd.open(f"/people/{person}/")
    cyd.page.get_by_role("button", name="Assign to me").click()
    cyd.write("Why do you need to work with this person?", "I stand beside her")
    cyd.press("Assign to me")
    begin(cyd, screening)
    referral = cyd.reference
    answer(cyd, "How old is the person now?", chosen={"Is the person under 18 now?": "Adult"})
    answer(
        cyd,
        "Does the person agree to be referred?",
        chosen={"What did the person say?": "Agrees to be referred"},
    )
    asked(cyd, days_ago=2)

    # Several things from one conversation
    cyd.open(f"/people/{person}/consents/")
    cyd.page.get_by_role("button", name="Record what the person said").click()
    cyd.press("Record")
    cyd.is_told("Select what you talked about")
    is_sound(cyd)
    talked = cyd.question("What they said")
    for choice in ("To receive support", "To be contacted by email"):
        talked.get_by_label(choice, exact=True).check()
        cyd.question(f"What did they say? {choice}").get_by_label("Agreed", exact=True).check()
    cyd.write("Which language did you speak in?", "Romanian")
    cyd.choose("Was there an interpreter?", "Not needed")
    cyd.choose("Was the person seen alone?", "Others were present")
    cyd.write("Who else was there?", "Her sister")
    cyd.choose("Did anyone doubt that the person could decide?", "No doubt")
    cyd.press("Record")
    cyd.sees("To be contacted by email", "To receive support")

    # She changes her mind: the draft goes back to the question
    cyd.page.get_by_role("button", name="The person changed their mind").click()
    is_sound(cyd)
    cyd.choose("What do they no longer agree to?", "To be referred to the National Referral")
    cyd.write("Which language did you speak in?", "Romanian")
    cyd.choose("Was there an interpreter?", "Not needed")
    cyd.choose("Was the person seen alone?", "Seen alone")
    cyd.choose("Did anyone doubt that the person could decide?", "No doubt")
    cyd.press("Record")
    cyd.sees("No longer agrees")
    cyd.open("/my-work/")
    cyd.sees("Ask again whether they agree")
    cyd.open(f"/referrals/{referral}/")
    cyd.sees("no longer, agree to be referred")
    is_sound(cyd)
