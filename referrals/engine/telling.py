"""The answers in words, for check-your-answers."""

from dataclasses import dataclass
from datetime import date

from referrals.engine.sending import is_sent, names_the_person
from referrals.engine.walk import Answers, route, walk
from referrals.questions.shape import Field, QuestionSet, Step


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


def summary(question_set: QuestionSet, answers: Answers) -> list[SummarySection]:
    """Check-your-answers: what is on the path, section by section, missing answers included."""
    goes_by = route(answers)
    is_named = names_the_person(question_set, answers)
    asked_on = {step.key: asked for step, asked in walk(question_set, answers)}
    sections = []
    for section in question_set.sections:
        rows = tuple(
            SummaryRow(
                step=step,
                field=field,
                question=field.name,
                answer=in_words(field, answers.get(field.key)),
                is_missing=field.required and not answers.get(field.key),
                is_sent=goes_by is not None and is_sent(field, goes_by, is_named=is_named),
            )
            for step in section.steps
            for field in asked_on.get(step.key, ())
            if field.kept
        )
        if rows:
            sections.append(SummarySection(section.key, section.title, rows))
    return sections


def in_words(field: Field, answer: object) -> str:
    """An answer as people say it; "" for none."""
    if not answer:
        return ""
    if field.kind == "tick":
        return "Yes"
    if isinstance(answer, list | tuple):
        return "; ".join(field.label_of(tick) for tick in answer)
    if field.kind == "date":
        day = date.fromisoformat(str(answer))
        return f"{day.day} {day:%B %Y}"
    return field.label_of(str(answer)) if field.options else str(answer)
