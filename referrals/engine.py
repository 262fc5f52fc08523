"""Walks a question set with the answers given so far. Pure: no database, no clock, no user.

The path decides everything. Answers on the path are live; all others are kept aside, decide
nothing, are never shown as part of the referral and never sent, and are live again when the path
comes back to them. Store a page with `{**answers, **kept(question_set, values)}`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from referrals import rules
from referrals.cleaning import clean
from referrals.questions.forks import AGE, CONSENT
from referrals.questions.shape import Field, QuestionSet, Step
from referrals.terms import AgeNow, Consent, Route

__all__ = [
    "SummaryRow",
    "SummarySection",
    "as_json",
    "aside",
    "asked",
    "clean",
    "kept",
    "left_out",
    "live",
    "missing",
    "next_step",
    "outgoing",
    "path",
    "route",
    "summary",
    "why_not_ready",
]

Answers = Mapping[str, object]

REASON = "refuse-nrm"
BIRTH_DATE = "pv-dob"


@dataclass(frozen=True)
class SummaryRow:
    """One line of check-your-answers. `answer` is for people; "" when not answered."""

    step: Step
    field: Field
    question: str
    answer: str
    is_missing: bool
    is_sent: bool


@dataclass(frozen=True)
class SummarySection:
    key: str
    title: str
    rows: tuple[SummaryRow, ...]


def route(answers: Answers) -> Route | None:
    """Where this goes, or None while age or consent leave it open."""
    age = answers.get(AGE)
    consent = answers.get(CONSENT)
    if age in (AgeNow.CHILD, AgeNow.NOT_SURE):
        return Route.NRM
    if age == AgeNow.ADULT and consent == Consent.AGREES:
        return Route.NRM
    if age == AgeNow.ADULT and consent == Consent.CHOSE_NOT:
        return Route.DUTY_TO_NOTIFY
    return None


def path(question_set: QuestionSet, answers: Answers) -> tuple[Step, ...]:
    """The pages of this person, in order, as far as the answers so far decide them."""
    return tuple(step for step, _asked in _walk(question_set, answers))


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
    walked = {each.key: fields for each, fields in _walk(question_set, answers)}
    return walked.get(step.key, ())


def live(question_set: QuestionSet, answers: Answers) -> dict[str, object]:
    """The answers on the path, by field key."""
    return {
        field.key: answers[field.key]
        for _step, asked in _walk(question_set, answers)
        for field in asked
        if field.key in answers
    }


def aside(question_set: QuestionSet, answers: Answers) -> dict[str, object]:
    """The answers of a branch no longer taken: kept, never sent."""
    on_the_path = live(question_set, answers)
    return {key: answer for key, answer in answers.items() if key not in on_the_path}


def kept(question_set: QuestionSet, values: Answers) -> dict[str, object]:
    """Of one page's values, those that may be stored."""
    may_be_stored = {field.key for field in question_set.fields if field.kept}
    return {key: value for key, value in values.items() if key in may_be_stored}


def missing(question_set: QuestionSet, answers: Answers) -> list[tuple[Step, Field]]:
    """Required questions on the path without an answer."""
    return [
        (step, field)
        for step, asked in _walk(question_set, answers)
        for field in asked
        if field.required and field.kept and not answers.get(field.key)
    ]


def why_not_ready(
    question_set: QuestionSet,
    answers: Answers,
    *,
    agency_has_duty: bool,
    known_names: Iterable[str] = (),
    today: date | None = None,
) -> str:
    """The first reason why this may not be marked ready, or "".

    known_names: names of the person held elsewhere, for the reason given in a notice.
    today: the day asked on; without it the date of birth is not compared with the age.
    """
    age, consent = _text(answers, AGE), _text(answers, CONSENT)
    sentence = rules.age_is_answered(age) or rules.consent_decides_a_route(age, consent)
    if sentence:
        return sentence
    goes_by = route(answers)
    if goes_by == Route.DUTY_TO_NOTIFY:
        sentence = rules.duty_to_notify_binds(agency_has_duty=agency_has_duty) or _reason_refused(
            question_set, answers, known_names
        )
    if not sentence and goes_by == Route.NRM and today:
        born = _text(answers, BIRTH_DATE)
        born_on = date.fromisoformat(born) if born else None
        sentence = rules.birth_date_fits_age(age, born_on, today)
    if sentence:
        return sentence
    unanswered = missing(question_set, answers)
    if unanswered:
        names = "; ".join(field.name for _step, field in unanswered)
        return f"Answer what is still missing: {names}."
    return ""


def outgoing(
    question_set: QuestionSet, answers: Answers, *, known_names: Iterable[str] = ()
) -> dict[str, object]:
    """What goes to the Home Office, by its field keys; {} while the route is open.

    Built from the live fields of the final branch only. A notice holds no field that identifies the
    person and no text but the reason, and that only when it repeats nothing known of the person.
    Empty answers are left out; a ticked box is True under its own key.
    """
    goes_by = route(answers)
    if goes_by is None:
        return {}
    sent: dict[str, object] = {}
    for _step, asked in _walk(question_set, answers):
        for field in asked:
            answer = answers.get(field.key)
            if not answer or not _is_sent(field, goes_by):
                continue
            if field.options_are_fields:
                sent.update(dict.fromkeys(answer, True))
            else:
                sent[field.key] = answer
    if goes_by == Route.DUTY_TO_NOTIFY and _reason_refused(question_set, answers, known_names):
        del sent[REASON]
    return sent


def left_out(question_set: QuestionSet, answers: Answers) -> tuple[tuple[Field, str], ...]:
    """What the Home Office pages of a notice ask and this version does not send, with the reason.

    For the first responder who has the Home Office page open: that part is written there.
    Empty for a referral.
    """
    if route(answers) != Route.DUTY_TO_NOTIFY:
        return ()
    return tuple(
        (field, field.withheld_from_notice)
        for field in question_set.fields
        if field.withheld_from_notice
    )


def summary(question_set: QuestionSet, answers: Answers) -> list[SummarySection]:
    """Check-your-answers: what is on the path, section by section, missing answers included."""
    goes_by = route(answers)
    asked_of = {step.key: asked for step, asked in _walk(question_set, answers)}
    sections = []
    for section in question_set.sections:
        rows = tuple(
            SummaryRow(
                step=step,
                field=field,
                question=field.name,
                answer=_in_words(field, answers.get(field.key)),
                is_missing=field.required and not answers.get(field.key),
                is_sent=goes_by is not None and _is_sent(field, goes_by),
            )
            for step in section.steps
            for field in asked_of.get(step.key, ())
            if field.kept
        )
        if rows:
            sections.append(SummarySection(section.key, section.title, rows))
    return sections


def as_json(question_set: QuestionSet) -> dict:
    """The whole set as plain data, for `json.dumps`."""
    return question_set.as_json()


def _walk(question_set: QuestionSet, answers: Answers) -> list[tuple[Step, tuple[Field, ...]]]:
    """The pages on the path, each with the fields asked on it.

    A condition sees only answers already met on the way, so an answer kept aside can never bring
    back a page, and a question set cannot look ahead.
    """
    met: dict[str, object] = {}
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


def _is_sent(field: Field, goes_by: Route) -> bool:
    return field.home_office and (goes_by == Route.NRM or field.may_go_in_a_notice)


def _reason_refused(question_set: QuestionSet, answers: Answers, known_names: Iterable[str]) -> str:
    """The reason of a notice against all that is known of the person, answers kept aside included.

    A person may first have agreed: their name then stands in the draft, off its path.
    """
    reason = _text(live(question_set, answers), REASON)
    identifying = [field for field in question_set.fields if field.identifies_person]
    names = [_text(answers, f.key) for f in identifying if f.key.startswith("pv-name")]
    numbers = [_text(answers, f.key) for f in identifying if not f.key.startswith("pv-name")]
    return rules.reason_names_nobody(reason, [*names, *known_names], numbers)


def _text(answers: Answers, key: str) -> str:
    answer = answers.get(key)
    return answer if isinstance(answer, str) else ""


def _in_words(field: Field, answer: object) -> str:
    if not answer:
        return ""
    if isinstance(answer, list | tuple):
        return "; ".join(field.label_of(tick) for tick in answer)
    if field.kind == "date":
        day = date.fromisoformat(str(answer))
        return f"{day.day} {day:%B %Y}"
    return field.label_of(str(answer)) if field.options else str(answer)
