"""Consents given in a draft go into the person's ledger, with how they were asked, once each."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from referrals import asked, drafts, rules
from referrals.models import ReferralAnswers
from referrals.questions import current, how_asked
from referrals.terms import AgeNow, Status
from referrals.terms import Consent as Answer
from tests import make
from tests.referrals.asking import answer, elsewhere, how, says, text_of, told
from tests.victims.cast import actor
from victims import consents
from victims.consent_actions import take_back
from victims.models import Consent
from victims.terms import AGREED, CHOSE_NOT, MAY_LACK, NOT_DECIDED, WITHDREW

TODAY = date(2026, 11, 28)


# Asked once


def test_the_ledger_is_written_when_it_is_known_how_they_were_asked(bea, referral) -> None:
    gone = says(bea, referral, "yes")
    assert gone.url.endswith("/how-asked/")
    assert told() == []
    gone = how(bea, referral, days_ago=2)
    assert gone.status_code == 302
    (event,) = Consent.objects.all()
    assert (event.kind, event.answer, event.person) == ("NRM", AGREED, referral.person)
    assert event.said_on == timezone.localdate() - timedelta(days=2)
    assert (event.language, event.interpreting) == ("Bulgarian", "PROFESSIONAL")
    assert (event.presence, event.capacity) == ("ALONE", "NONE")
    assert event.written_by == referral.author
    assert event.wording_version == current(timezone.localdate()).version
    assert "that there are two decisions" in event.wording.replace("\n", " ")
    assert "- Chose not to be referred" in event.wording


def test_later_consents_are_written_at_once_with_the_same_facts(bea, referral) -> None:
    says(bea, referral, "yes")
    how(bea, referral)
    answer(bea, referral, "support", does_pv_need_support="no")
    answer(bea, referral, "support", does_pv_need_support="no")
    answer(bea, referral, "cooperation", authorities_cooperation="yes")
    assert told() == [("NRM", AGREED), ("SUPPORT", CHOSE_NOT), ("POLICE", AGREED)]
    assert set(Consent.objects.values_list("language", flat=True)) == {"Bulgarian"}


def test_each_way_of_reaching_them_is_a_consent_of_its_own(bea, referral) -> None:
    says(bea, referral, "yes")
    how(bea, referral)
    answer(bea, referral, "support", does_pv_need_support="yes")
    safe = {"pv_phone_number": "yes", "pv_phone_number_yes": "07700 900982"}
    answer(bea, referral, "safe-contact", **safe, safe_ways_to_use_number=["call", "text"])
    assert told()[2:] == [("CONTACT-CALL", AGREED), ("CONTACT-TEXT", AGREED)]
    answer(bea, referral, "safe-contact", **safe, safe_ways_to_use_number=["call"])
    assert told()[4:] == [("CONTACT-TEXT", WITHDREW)]


def test_an_answer_of_a_branch_no_longer_taken_says_nothing_new(bea, referral) -> None:
    says(bea, referral, "yes")
    how(bea, referral)
    answer(bea, referral, "support", does_pv_need_support="yes")
    says(bea, referral, "no")
    how(bea, referral)
    says(bea, referral, "yes")
    how(bea, referral)
    assert told() == [
        ("NRM", AGREED),
        ("SUPPORT", AGREED),
        ("NRM", WITHDREW),
        ("NRM", AGREED),
    ]


def test_being_named_is_never_taken_from_helping_the_police(bea, referral) -> None:
    says(bea, referral, "no")
    how(bea, referral)
    answer(bea, referral, "cooperation", authorities_cooperation="yes")
    assert told() == [("NRM", CHOSE_NOT), ("POLICE", AGREED)]
    answer(bea, referral, "named", named_in_notice="no")
    assert told()[2:] == [("NAMED", CHOSE_NOT)]
    answer(bea, referral, "named", named_in_notice="yes")
    assert told()[3:] == [("NAMED", AGREED)]


def test_the_facts_are_asked_again_when_the_answer_about_consent_changes(bea, referral) -> None:
    says(bea, referral, "yes")
    how(bea, referral, days_ago=9)
    gone = says(bea, referral, "no")
    assert gone.url.endswith("/how-asked/")
    page = text_of(bea.get(gone.url))
    assert 'value="Bulgarian"' in page
    assert "Day you asked" in text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    assert told() == [("NRM", AGREED)]
    how(bea, referral)
    assert told() == [("NRM", AGREED), ("NRM", WITHDREW)]


def test_who_was_there_and_a_doubt_are_asked_where_there_was_one(bea, referral) -> None:
    says(bea, referral, "yes")
    page = text_of(how(bea, referral, asked_presence="OTHERS", asked_present=""))
    assert "Enter who else was there" in page
    page = text_of(how(bea, referral, asked_capacity="DOUBT", asked_capacity_done=""))
    assert "Enter what the doubt was, and what was done" in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"asked_on_day": tomorrow.day, "asked_on_month": tomorrow.month,
            "asked_on_year": tomorrow.year}  # fmt: skip
    assert "must be today or in the past" in text_of(how(bea, referral, **sent))
    assert told() == []
    doubt = {"asked_presence": "OTHERS", "asked_present": "Her sister", "asked_capacity": "DOUBT"}
    how(bea, referral, **doubt, asked_capacity_done="A doctor saw her")
    (event,) = Consent.objects.all()
    assert (event.present, event.capacity) == ("Her sister", "DOUBT")
    assert event.capacity_done == "A doctor saw her"


# Who is asked


@pytest.mark.parametrize(
    ("consent", "code", "page"),
    [("not-decided", NOT_DECIDED, "ask-again"), ("may-lack-capacity", MAY_LACK, "capacity")],
)
def test_undecided_and_in_doubt_are_in_the_ledger_and_never_ready(
    bea, people, referral, consent, code, page
) -> None:
    gone = says(bea, referral, consent)
    if consent == "may-lack-capacity":
        assert gone.url.endswith("/how-asked/")
        gone = how(bea, referral)
    assert gone.url.endswith(f"/{page}/")
    assert told() == [("NRM", code)]
    refused = text_of(bea.post(f"/referrals/{referral.reference}/steps/ready/", follow=True))
    assert "No notice may be sent" in refused or "no notice may be sent" in refused
    referral.refresh_from_db()
    assert referral.status == Status.DRAFT


def test_a_child_is_not_asked_how_and_what_they_chose_is_kept(bea, referral) -> None:
    answer(bea, referral, "age-now", pv_under_age="yes")
    answer(bea, referral, "cooperation", authorities_cooperation="yes")
    (event,) = Consent.objects.all()
    assert (event.kind, event.answer) == ("POLICE", AGREED)
    assert (event.language, event.presence) == ("", "NOT_RECORDED")


def test_no_adult_is_ready_before_it_is_said_how_they_were_asked() -> None:
    questions = current(TODAY)
    required = {field.key for field in how_asked.HOW_ASKED.fields if field.required}
    assert required >= {how_asked.ASKED_ON, how_asked.LANGUAGE, how_asked.CAPACITY}
    assert questions.step("how-asked") is how_asked.HOW_ASKED
    order = [step.key for step in questions.steps]
    assert order.index("how-asked") == order.index("consent") + 1
    assert not any(field.home_office for field in how_asked.HOW_ASKED.fields)


def test_what_was_answered_before_pages_wrote_the_ledger_is_written_when_it_is_ready(
    people, referral
) -> None:
    row = referral.answers
    row.values = {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes", "asked-on": "2026-01-05",
                  "asked-language": "Polish", "asked-interpreting": "NOT_NEEDED",
                  "asked-presence": "ALONE", "asked-capacity": "NONE"}  # fmt: skip
    row.save()
    draft = drafts.drafted(row)
    for _ in range(2):
        asked.tell(draft, by=actor(people.bea), at=timezone.now(), today=TODAY)
    assert told() == [("NRM", AGREED)]
    assert ReferralAnswers.objects.get().recorded == {"NRM": AGREED}


# The question set and the ledger speak of the same things


def test_every_consent_of_the_questions_has_a_place_in_the_ledger() -> None:
    questions, places = current(TODAY), set(consents.every_choice())
    asked_for = set()
    for field in questions.fields:
        if not field.consent:
            continue
        ticked = [option.value for option in field.options]
        answers = [ticked] if field.kind == "checkboxes" else ticked
        for one in answers:
            for channel, _code, _said in asked._told(field, one):
                asked_for.add((field.consent, channel))
    assert asked_for <= places
    # A story that a report tells is asked for there, not in a referral.
    assert {kind for kind, _ in places} - {kind for kind, _ in asked_for} == {"STORY"}


def test_each_answer_about_being_referred_has_its_code() -> None:
    assert set(asked.ANSWERS) == set(Answer)
    assert set(rules.SAME_AS) == set(Answer)
    for answered, code in asked.ANSWERS.items():
        assert code in rules.SAME_AS[answered]
        assert rules.still_says(AgeNow.ADULT, answered, code, TODAY) == ""


# When the person says something else to somebody


def test_withdrawn_before_it_was_sent_the_draft_goes_back_to_the_question(
    bea, people, referral
) -> None:
    says(bea, referral, "yes")
    how(bea, referral, days_ago=3)
    elsewhere(people, referral, WITHDREW, days_ago=1)
    page = text_of(bea.get(f"/referrals/{referral.reference}/"))
    assert "no longer, agree to be referred" in page
    assert "answer the question about consent again" in text_of(
        bea.get(f"/referrals/{referral.reference}/check/")
    )
    assert "Ask again whether they agree" in text_of(bea.get("/my-work/"))
    # The same answer, given anew, asks how it was asked anew, and stands from then on.
    gone = answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    assert gone.url.endswith("/how-asked/")
    assert "no longer, agree" in text_of(bea.get(f"/referrals/{referral.reference}/"))
    how(bea, referral)
    assert [code for _, code in told()] == [AGREED, WITHDREW, AGREED]
    assert "no longer, agree" not in text_of(bea.get(f"/referrals/{referral.reference}/"))


def test_a_notice_is_not_sent_of_somebody_who_meanwhile_agreed(bea, people, referral) -> None:
    says(bea, referral, "no")
    how(bea, referral, days_ago=3)
    elsewhere(people, referral, AGREED)
    page = text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    assert "the person said that they agree to be referred" in page


def test_what_was_said_earlier_than_it_was_asked_here_changes_nothing(
    bea, people, referral
) -> None:
    says(bea, referral, "yes")
    how(bea, referral)
    elsewhere(people, referral, WITHDREW, days_ago=5)
    referral.refresh_from_db()
    assert referral.consent_said == AGREED


def test_a_withdrawal_recorded_by_mistake_is_no_longer_held_against_the_draft(
    bea, people, referral
) -> None:
    says(bea, referral, "yes")
    how(bea, referral, days_ago=3)
    wrong = elsewhere(people, referral, WITHDREW)
    make.assignment(referral.person, people.pol.pk)
    take_back(wrong, "Another person", by=actor(people.pol), at=timezone.now())
    referral.refresh_from_db()
    assert referral.consent_said == AGREED
    assert "no longer, agree" not in text_of(bea.get(f"/referrals/{referral.reference}/"))
