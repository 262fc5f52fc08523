"""What the records suggest as answers: from whom it may be seen, and never stored unsaved."""

from html import unescape

import pytest
from django.utils import timezone

from referrals import engine, prefill
from referrals.actions import begin, save_answers
from referrals.drafts import Draft, find
from referrals.models import ReferralAnswers
from tests import make
from tests.victims.cast import Cast, actor, cast, signed_in
from victims.actions import assign
from victims.models import Contact, Identity, Screening, ScreeningAnswer

ADULT = {"pv-under-age": "no", "pv-want-to-submit-nrm": "yes"}


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def screening(people: Cast) -> Screening:
    man = people.met(people.housing, people.police)
    found = make.screening(man, types=["LAB", "DOM"])
    ScreeningAnswer.objects.filter(screening=found).delete()
    for sign, answer in (("ILO03", "SEEN"), ("ILO02", "REPORTED"), ("ILO01", "NOT_SEEN")):
        ScreeningAnswer.objects.create(screening=found, indicator=sign, answer=answer)
    who = {"given_names": "Dragomir", "born_on": "1990-02-03"}
    Identity.objects.update_or_create(person=man, defaults=who)
    reach = {"staying_area": "Tipton", "phone": "07700 900982"}
    Contact.objects.update_or_create(person=man, defaults=reach)
    return found


def draft_with(people: Cast, screening: Screening, answers: dict) -> Draft:
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    ReferralAnswers.objects.filter(referral=referral).update(values=answers)
    return find(actor(people.bea), "refer", referral.reference)


def suggested(people: Cast, draft: Draft) -> dict[str, object]:
    found = prefill.to_confirm(actor(people.bea), draft, draft.questions.steps)
    return {key: each.value for key, each in found.items()}


def test_the_outline_the_screening_and_ones_own_account_suggest_answers(
    people: Cast, screening: Screening
) -> None:
    found = suggested(people, draft_with(people, screening, ADULT))
    assert found["types-of-exploitation"] == ["types-of-exploitation-unpaid-household-work"]
    assert found["modern-slavery-indicators"] == "yes"
    assert found["modern-slavery-indicators-details"] == (
        "Seen, or told by the person: Restriction of movement\nTold by somebody else: Deception"
    )
    assert found["user-organisation"] == people.housing.name
    assert found["fr-details-first-name"] == "Bea"
    assert "pv-name-first-name" not in found
    assert "pv-dob" not in found
    assert "current-pv-location-uk-city" not in found


def test_who_the_person_is_is_suggested_to_those_who_may_see_it_alone(
    people: Cast, screening: Screening
) -> None:
    draft = draft_with(people, screening, ADULT)
    assign(screening.person, by=actor(people.bea), at=timezone.now(), reason="First responder")
    found = suggested(people, draft)
    assert found["pv-name-first-name"] == "Dragomir"
    assert found["pv-dob"] == "1990-02-03"
    assert found["current-pv-location-uk-city"] == "Tipton"
    notice = draft_with(people, screening, ADULT | {"pv-want-to-submit-nrm": "no"})
    assert not {"pv-name-first-name", "pv-dob"} & suggested(people, notice).keys()


def test_a_suggestion_is_shown_with_its_source_and_stored_when_its_page_is_saved(
    people: Cast, screening: Screening
) -> None:
    draft = draft_with(people, screening, ADULT)
    assign(screening.person, by=actor(people.bea), at=timezone.now(), reason="First responder")
    bea = signed_in(people.bea)
    base = f"/referrals/{draft.referral.reference}/"
    assert "To confirm" in unescape(bea.get(base).content.decode())
    page = unescape(bea.get(f"{base}questions/name/").content.decode())
    assert "Filled in from who the person is, and not yet part of your referral" in page
    assert 'value="Dragomir"' in page
    assert ReferralAnswers.objects.get().values == ADULT
    assert "pv-name-first-name" not in engine.outgoing(draft.questions, draft.answers)
    sent = {"pv-name-first-name": "Dragomir", "pv-name-last-name": "Invented"}
    bea.post(f"{base}questions/name/", sent)
    assert ReferralAnswers.objects.get().values["pv-name-first-name"] == "Dragomir"
    page = unescape(bea.get(f"{base}questions/name/").content.decode())
    assert "Filled in from" not in page


def test_an_answer_that_was_emptied_is_not_suggested_again(
    people: Cast, screening: Screening
) -> None:
    draft = draft_with(people, screening, ADULT | {"pv-gender": ""})
    assert "pv-gender" not in suggested(people, draft)


def test_what_one_said_of_oneself_last_time_is_suggested_and_nothing_else_of_it(
    people: Cast, screening: Screening
) -> None:
    before = draft_with(
        people,
        screening,
        ADULT | {"fr-details-role": "Housing officer", "family": "Two brothers"},
    )
    step = before.questions.step("you")
    save_answers(before, step, {"fr-details-phone": "0121 496 0000"}, by=actor(people.bea))
    other = make.screening(people.met(people.housing, working_label="someone else"))
    found = suggested(people, draft_with(people, other, ADULT))
    assert found["fr-details-role"] == "Housing officer"
    assert found["fr-details-phone"] == "0121 496 0000"
    assert "family" not in found
