"""How a page of a draft shows what was typed on it and not saved, beside what was saved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils import timezone

from agencies.acting import Actor
from casework.dates import full_moment
from referrals import engine
from referrals.cleaning import clean
from referrals.drafts import Draft
from referrals.models import TypedPage
from referrals.questions.shape import Step
from referrals.typed_page_actions import Window, as_sent, not_saved, stamp

CONFLICT = (
    "This page was saved in another window while you were writing here. Nothing is lost: what you "
    "wrote is in the boxes, what was saved stands beside them. Put into the boxes what should "
    "stand, then save. It replaces what was saved."
)
Texts = dict[str, str]


@dataclass(frozen=True)
class Other:
    """What stands elsewhere than in the boxes: where from, and the texts, [{label, text}]."""

    heading: str
    texts: list[dict[str, str]]


@dataclass(frozen=True)
class Shown:
    """notice: a sentence above the page, "" for none. others: beside it. window: of its form.

    data: what stands in the boxes in place of the answers, None where the answers do.
    """

    window: Window
    notice: str = ""
    others: tuple[Other, ...] = ()
    data: QueryDict | None = None
    may_begin_from_saved: bool = False


def on_opening(draft: Draft, step: Step, actor: Actor, *, from_saved: bool) -> Shown:
    """The latest unsaved text stands in the boxes, unless one begins from what was saved."""
    typed = not_saved(draft, step, actor)
    window = Window.opened(draft, step, typed)
    saved = texts_saved(draft, step)
    useful = [each for each in typed if texts_typed(draft, step, as_sent(each)) != saved]
    if not useful:
        return Shown(window)
    if from_saved:
        notice = "What was saved stands in the boxes, and what was typed beside them."
        return Shown(window, notice, _typed_beside(draft, step, useful, saved))
    latest, data = useful[0], as_sent(useful[0])
    mine = texts_typed(draft, step, data)
    others = _beside("Saved as the answer", step, saved, mine)
    return Shown(
        window,
        f"{_told(latest, actor)} and not saved as the answer. Check it, then save.",
        (*others, *_typed_beside(draft, step, useful[1:], mine)),
        data,
        may_begin_from_saved=True,
    )


def on_conflict(stored: Draft, step: Step, actor: Actor, sent: QueryDict) -> Shown:
    """What was sent stands in the boxes, beside it all that this page would write over."""
    before, mine = Window.sent(sent), texts_typed(stored, step, sent)
    typed = [each for each in not_saved(stored, step, actor) if each.window != before.id]
    now = Window.opened(stored, step, typed)
    saved_at = full_moment(stored.row.saved_at)
    others = _beside(f"Saved in another window, {saved_at}", step, texts_saved(stored, step), mine)
    return Shown(
        replace(now, id=before.id, shown=(*before.shown, *now.shown)),
        CONFLICT,
        (*others, *_typed_beside(stored, step, typed, mine)),
    )


def on_errors(draft: Draft, step: Step, actor: Actor, sent: QueryDict) -> Shown:
    """The same window again, with the same texts beside it."""
    window = Window.sent(sent)
    typed = [each for each in not_saved(draft, step, actor) if stamp(each) in window.shown]
    mine = texts_typed(draft, step, sent)
    return Shown(window, "", _typed_beside(draft, step, typed, mine))


def texts_saved(draft: Draft, step: Step) -> Texts:
    """The answers of a page in words, by field."""
    return {
        field.key: engine.in_words(field, draft.answers.get(field.key))
        for field in step.fields
        if field.kept
    }


def texts_typed(draft: Draft, step: Step, typed: QueryDict) -> Texts:
    """What was typed in words; where it is no answer, as it was typed."""
    values, _errors = clean(step, typed, today=timezone.localdate(), answers=draft.answers)
    return {
        field.key: engine.in_words(field, values[field.key])
        if field.key in values
        else _raw(field.key, typed)
        for field in step.fields
        if field.kept
    }


def _raw(key: str, typed: QueryDict) -> str:
    names = [name for name in typed if name == key or name.rpartition("-")[0] == key]
    return " ".join(value for name in names for value in typed.getlist(name) if value)


def _beside(heading: str, step: Step, theirs: Texts, mine: Texts) -> tuple[Other, ...]:
    texts = [
        {"label": field.name, "text": theirs[field.key] or "Nothing"}
        for field in step.fields
        if field.kept and theirs[field.key] != mine[field.key]
    ]
    return (Other(heading, texts),) if texts else ()


def _typed_beside(
    draft: Draft, step: Step, typed: Iterable[TypedPage], mine: Texts
) -> tuple[Other, ...]:
    return tuple(
        other
        for each in typed
        for other in _beside(
            f"Typed {full_moment(each.typed_at)}, not saved",
            step,
            texts_typed(draft, step, as_sent(each)),
            mine,
        )
    )


def _told(typed: TypedPage, actor: Actor) -> str:
    when = full_moment(typed.typed_at)
    if typed.typed_by_id == actor.membership_id:
        return f"You typed this on {when}"
    return f"Whoever wrote this draft before you typed this on {when}"
