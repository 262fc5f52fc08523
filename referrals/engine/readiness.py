"""Why a referral may not be sent yet, as far as its answers go.

What the texts of a notice may say is looked at apart: see `referrals.checking`.
"""

from datetime import date

from referrals import rules
from referrals.engine.walk import Answers, missing, route, text_of
from referrals.questions.forks import AGE, CONSENT
from referrals.questions.shape import QuestionSet
from referrals.terms import AgeNow, Consent, Route

BIRTH_DATE = "pv-dob"


def why_not_ready(
    question_set: QuestionSet,
    answers: Answers,
    *,
    agency_has_duty: bool,
    today: date | None = None,
) -> str:
    """The first reason why this may not be marked ready, or "".

    today: the day asked on; without it the date of birth is not compared with the age.
    """
    age, consent = text_of(answers, AGE), text_of(answers, CONSENT)
    sentence = rules.age_is_answered(age) or rules.consent_decides_a_route(age, consent)
    if not sentence and age == AgeNow.ADULT and consent == Consent.CHOSE_NOT:
        sentence = rules.duty_to_notify_binds(agency_has_duty=agency_has_duty)
    if not sentence and route(answers) == Route.NRM and today:
        born = text_of(answers, BIRTH_DATE)
        born_on = date.fromisoformat(born) if born else None
        sentence = rules.birth_date_fits_age(age, born_on, today)
    if sentence:
        return sentence
    unanswered = missing(question_set, answers)
    if unanswered:
        names = "; ".join(field.name for _step, field in unanswered)
        return f"Answer what is still missing: {names}."
    return ""
