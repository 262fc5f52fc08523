"""Which pages and questions there are for this person, and which answers count."""

from collections.abc import Mapping

from referrals.questions.forks import AGE, CONSENT, FACTS, HAS_DUTY
from referrals.questions.shape import Field, QuestionSet, Step
from referrals.terms import AgeNow, Consent, Route

Answers = Mapping[str, object]


def route(answers: Answers) -> Route | None:
    """Where this goes, or None while age or consent leave it open, or no notice is made here."""
    age = answers.get(AGE)
    consent = answers.get(CONSENT)
    if age in (AgeNow.CHILD, AgeNow.NOT_SURE):
        return Route.NRM
    if age == AgeNow.ADULT and consent == Consent.AGREES:
        return Route.NRM
    if age == AgeNow.ADULT and consent == Consent.CHOSE_NOT and answers.get(HAS_DUTY) != "no":
        return Route.DUTY_TO_NOTIFY
    return None


def walk(question_set: QuestionSet, answers: Answers) -> list[tuple[Step, tuple[Field, ...]]]:
    """The pages on the path, each with the fields asked on it.

    A condition sees only answers already met on the way, so an answer kept aside can never bring
    back a page, and a question set cannot look ahead.
    """
    met = facts(answers)
    walked = []
    for step in question_set.steps:
        if not step.asked_when.holds(met):
            continue
        asked = []
        for field in step.fields:
            if not field.asked_when.holds(met):
                continue
            asked.append(field)
            if field.key in answers:
                met[field.key] = answers[field.key]
        walked.append((step, tuple(asked)))
    return walked


def facts(answers: Answers) -> dict[str, object]:
    return {key: answers[key] for key in FACTS if key in answers}


def path(question_set: QuestionSet, answers: Answers) -> tuple[Step, ...]:
    """The pages of this person, in order, as far as the answers so far decide them."""
    return tuple(step for step, _asked in walk(question_set, answers))


def next_step(question_set: QuestionSet, answers: Answers, after: str) -> Step | None:
    """The page after the one with this key; None at the end, where answers are checked.

    Pass the values just cleaned as part of `answers`, those not kept included: the answer to "Is
    the person safe tonight?" lives only in this call. The page may have left the path meanwhile.
    """
    order = [step.key for step in question_set.steps]
    position = order.index(after)
    for step in path(question_set, answers):
        if order.index(step.key) > position:
            return step
    return None


def asked(question_set: QuestionSet, answers: Answers, step: Step) -> tuple[Field, ...]:
    """The questions of one page as far as `answers` decide them; () when it is off the path."""
    walked = {each.key: fields for each, fields in walk(question_set, answers)}
    return walked.get(step.key, ())


def shown(question_set: QuestionSet, answers: Answers, step: Step) -> tuple[Field, ...]:
    """The questions to draw: those asked, and those that stand under an answer on the page."""
    asked_now = asked(question_set, answers, step)
    keys = {field.key for field in asked_now}
    return tuple(
        field
        for field in step.fields
        if field.key in keys or ((under := step.revealed_by(field)) and under[0] in keys)
    )


def live(question_set: QuestionSet, answers: Answers) -> dict[str, object]:
    """The answers on the path, by field key."""
    return {
        field.key: answers[field.key]
        for _step, asked_here in walk(question_set, answers)
        for field in asked_here
        if field.key in answers
    }


def aside(question_set: QuestionSet, answers: Answers) -> dict[str, object]:
    """The answers of a branch no longer taken: kept, never sent."""
    counted = live(question_set, answers).keys() | FACTS
    return {key: answer for key, answer in answers.items() if key not in counted}


def kept(question_set: QuestionSet, values: Answers) -> dict[str, object]:
    """Of one page's values, those that may be stored."""
    may_be_stored = {field.key for field in question_set.fields if field.kept}
    return {key: value for key, value in values.items() if key in may_be_stored}


def missing(question_set: QuestionSet, answers: Answers) -> list[tuple[Step, Field]]:
    """Required questions on the path without an answer."""
    return [
        (step, field)
        for step, asked_here in walk(question_set, answers)
        for field in asked_here
        if field.required and field.kept and not answers.get(field.key)
    ]


def text_of(answers: Answers, key: str) -> str:
    answer = answers.get(key)
    return answer if isinstance(answer, str) else ""


def as_json(question_set: QuestionSet) -> dict:
    """The whole set as plain data, for `json.dumps`."""
    return question_set.as_json()
