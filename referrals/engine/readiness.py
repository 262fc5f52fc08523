"""Why a referral may not be sent yet."""

from collections.abc import Iterable
from datetime import date

from referrals import rules
from referrals.engine.sending import names_the_person
from referrals.engine.walk import Answers, live, missing, route, text_of
from referrals.questions.forks import AGE, CONSENT
from referrals.questions.shape import QuestionSet
from referrals.terms import AgeNow, Consent, Route

BIRTH_DATE = "pv-dob"
TEXTS = frozenset({"text", "textarea"})


def why_not_ready(
    question_set: QuestionSet,
    answers: Answers,
    *,
    agency_has_duty: bool,
    known_names: Iterable[str] = (),
    today: date | None = None,
) -> str:
    """The first reason why this may not be marked ready, or "".

    known_names: names of the person held elsewhere, for the texts of a notice.
    today: the day asked on; without it the date of birth is not compared with the age.
    """
    age, consent = text_of(answers, AGE), text_of(answers, CONSENT)
    sentence = rules.age_is_answered(age) or rules.consent_decides_a_route(age, consent)
    if not sentence and age == AgeNow.ADULT and consent == Consent.CHOSE_NOT:
        sentence = rules.duty_to_notify_binds(agency_has_duty=agency_has_duty) or _names_somebody(
            question_set, answers, known_names
        )
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


def _names_somebody(question_set: QuestionSet, answers: Answers, known_names: Iterable[str]) -> str:
    """The texts of a notice against all that is known of the person, answers kept aside included.

    A person may first have agreed: their name then stands in the draft, off its path. Somebody who
    agreed to be named may be named.
    """
    if names_the_person(question_set, answers):
        return ""
    identifying = [field for field in question_set.fields if field.identifies_person]
    names = [text_of(answers, f.key) for f in identifying if f.key.startswith("pv-name")]
    numbers = [text_of(answers, f.key) for f in identifying if not f.key.startswith("pv-name")]
    for key, answer in live(question_set, answers).items():
        field = question_set.field_of[key]
        if field.kind in TEXTS and field.may_go_in_a_notice:
            sentence = rules.reason_names_nobody(
                str(answer), [*names, *known_names], numbers, called=field.name
            )
            if sentence:
                return sentence
    return ""
