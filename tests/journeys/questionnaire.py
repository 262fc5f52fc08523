"""How somebody at a browser fills in the question pages of a referral, from the questions' data."""

from collections.abc import Mapping
from datetime import date

from referrals.questions import VERSIONS
from referrals.questions.shape import Field, Step
from tests.journeys.somebody import Somebody
from tests.referrals.answering import full_answer

FORM = VERSIONS[-1]
END = "Check your answers"


def page_of(responder: Somebody) -> Step:
    """The page of questions that is open, by its heading."""
    return next(step for step in FORM.steps if step.title == responder.heading)


def shortest(field: Field) -> object:
    """What keeps the way short: no where it can be no, nothing where nothing is required."""
    if not field.required:
        return ""
    if any(option.value == "no" for option in field.options):
        return "no"
    if field.kind == "checkboxes" or field.repeats > 1:
        return [field.options[0].value]
    return full_answer(field)


def fill(responder: Somebody, known: Mapping[str, object], so_far: dict[str, object]) -> None:
    """The page that is open: `known` answers, the shortest for all others. Adds to `so_far`."""
    step = page_of(responder)
    for field in step.fields:
        if field.kind == "files" or not field.asked_when.holds(so_far):
            continue
        answer = so_far[field.key] = known.get(field.key, shortest(field))
        if answer:
            give(responder, field, answer)


def give(responder: Somebody, field: Field, answer: object) -> None:
    if field.kind == "tick" or field.kind in {"radios", "checkboxes"}:
        for value in answer if isinstance(answer, list) else [answer]:
            responder.tick(field.label, field.label_of(value))
    elif field.kind == "date":
        responder.date(field.label, date.fromisoformat(str(answer)))
    elif field.kind == "select":
        value = answer[0] if isinstance(answer, list) else answer
        responder.pick(field.label, field.label_of(value))
    else:
        responder.write(field.label, str(answer))


def go_on(
    responder: Somebody, known: Mapping[str, object], *, until: str = END, **first: str
) -> list[str]:
    """Fill in page after page until this heading; the titles of the pages met on the way.

    first: answers already given on the way here, as `pv_under_age="no"`.
    """
    so_far: dict[str, object] = {key.replace("_", "-"): value for key, value in first.items()}
    titles: list[str] = []
    while responder.heading != until:
        assert responder.heading not in titles, f"{responder.heading} is asked twice"
        titles.append(responder.heading)
        fill(responder, known, so_far)
        has_questions = page_of(responder).kind == "questions"
        responder.press("Save and continue" if has_questions else "Continue")
    return titles
