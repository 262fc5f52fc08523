"""The task list of a draft: which pages there are for this person, and how far each is."""

from collections.abc import Collection
from dataclasses import dataclass

from referrals import engine
from referrals.drafts import Draft
from referrals.questions.forks import AGE, CONSENT
from referrals.questions.shape import Step

COMPLETED, BEGUN, OPEN, OPTIONAL = "Completed", "In progress", "Not yet started", "Optional"
STOPPED, NOT_YET, TO_CONFIRM = "Stop here", "Cannot start yet", "To confirm"
COLOURS = {
    TO_CONFIRM: "govuk-tag--purple",
    BEGUN: "govuk-tag--yellow",
    OPEN: "govuk-tag--blue",
    STOPPED: "govuk-tag--orange",
}


@dataclass(frozen=True)
class Task:
    title: str
    status: str
    step: Step | None = None


@dataclass(frozen=True)
class Group:
    heading: str
    about: str
    tasks: tuple[Task, ...]


def groups(draft: Draft, suggested: Collection[str] = ()) -> list[Group]:
    """Every page on the path under its section.

    Until age and consent are answered, each later section is one closed task. Where the path stops
    or waits for a day to ask again, there are no later ones.

    suggested: keys of questions with an answer that waits to be confirmed.
    """
    on_path = {step.key for step in engine.path(draft.questions, draft.answers)}
    live = engine.live(draft.questions, draft.answers)
    missing = engine.missing(draft.questions, draft.answers)
    unanswered = {step.key for step, _ in missing}
    forks_are_open = any(field.key in (AGE, CONSENT) for _, field in missing)
    found = []
    for section in draft.questions.sections:
        tasks = tuple(
            Task(
                step.title,
                status_of(step, live, step.key in unanswered, suggested, files=draft.files),
                step,
            )
            for step in section.steps
            if step.key in on_path and is_task(step)
        )
        if not tasks and forks_are_open:
            tasks = (Task("Answer age and consent first", NOT_YET),)
        if tasks:
            found.append(Group(section.title, section.about, tasks))
    return found


def is_task(step: Step) -> bool:
    """A page with something to keep, or one that stops the way."""
    return step.kind in {"stop", "files"} or any(field.kept for field in step.fields)


def status_of(
    step: Step,
    live: dict[str, object],
    has_missing: bool,
    suggested: Collection[str] = (),
    *,
    files: int = 0,
) -> str:
    if step.kind == "stop":
        return STOPPED
    if step.kind == "files":
        return COMPLETED if files else OPTIONAL
    waits = any(field.key in suggested for field in step.fields)
    if waits and (has_missing or not any(field.key in live for field in step.fields)):
        return TO_CONFIRM
    if not any(field.key in live for field in step.fields):
        return OPEN if has_missing else OPTIONAL
    return BEGUN if has_missing else COMPLETED


def progress(found: list[Group]) -> str:
    tasks = [task for group in found for task in group.tasks]
    done = sum(task.status == COMPLETED for task in tasks)
    return f"You have completed {done} of {len(tasks)} tasks so far."
