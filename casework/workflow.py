"""Steps: what may happen next to a record, as a table. The only writer of `status`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import models, transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.models import note_change


class CannotBeDone(Exception):
    """A step that the record's state or a rule does not allow; says what to do instead."""


Guard = Callable[[models.Model, dict], str]


@dataclass(frozen=True)
class Step:
    """One step: its name in addresses, the words on its button, from which states, to which.

    needs: the act asked of the gate. form: the facts the step asks for, beyond the note.
    guards: each returns "" or the sentence that says why not. apply: sets fields of the record
    from the facts, and may write rows beside it, inside the step's transaction.
    fits: whether the step makes sense for this record at all, beside its state; it is not offered
    where it does not.
    note: "required", "optional" or "" (not asked). style: how its button looks.
    """

    name: str
    label: str
    before: frozenset[str]
    after: str
    needs: str = "manage"
    form: type[forms.Form] | None = None
    guards: tuple[Guard, ...] = ()
    apply: Callable[..., None] | None = None
    fits: Callable[[models.Model], bool] | None = None
    note: str = "required"
    note_label: str = "Why?"
    explanation: str = ""
    style: str = "secondary"
    reads_well: str = ""

    @property
    def done(self) -> str:
        """How the timeline tells it."""
        return self.reads_well or self.label


@dataclass(frozen=True)
class Workflow:
    """The steps of one type of record. `field` holds its state."""

    steps: tuple[Step, ...]
    field: str = "status"

    def step(self, name: str) -> Step:
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(step.needs for step in self.steps)

    def open_to(
        self, actor: Actor, record: models.Model, acts: frozenset[str] | None = None
    ) -> list[Step]:
        """The steps `actor` may take on `record` now.

        acts: those already known to be open, when a page asked the gate for all it needs at once.
        """
        if getattr(record, "is_mistake", False):
            return []
        if acts is None:
            acts = access.acts_open(actor, record, self.acts)
        state = getattr(record, self.field)
        return [
            step
            for step in self.steps
            if state in step.before and step.needs in acts and (not step.fits or step.fits(record))
        ]

    @transaction.atomic
    def take(
        self,
        name: str,
        record: models.Model,
        *,
        by: Actor,
        at: datetime,
        note: str = "",
        facts: dict | None = None,
    ) -> models.Model:
        """Take a step: lock the row, ask the gate, check the state, run the guards, save, tell.

        Returns the record as saved. Raises Http404 or Refused from the gate, CannotBeDone when the
        state or a guard says no; then nothing is written.
        """
        step = self.step(name)
        facts = facts or {}
        access.require(by, step.needs, record)
        record = type(record)._default_manager.select_for_update().get(pk=record.pk)
        before = getattr(record, self.field)
        if before not in step.before:
            label = record._meta.get_field(self.field)
            raise CannotBeDone(
                f"This is now “{_words(label, before)}”, so this cannot be done: "
                f"{step.label.lower()}. Someone may have changed it since you opened the page."
            )
        if getattr(record, "is_mistake", False):
            raise CannotBeDone("This was recorded by mistake. Undo that first.")
        if step.fits and not step.fits(record):
            raise CannotBeDone(
                "This does not follow from what is recorded here, so it cannot be done: "
                f"{step.label[:1].lower()}{step.label[1:]}. Open the record to see what can."
            )
        if step.note == "required" and not note.strip():
            raise CannotBeDone("Enter a reason.")
        for guard in step.guards:
            if why_not := guard(record, facts):
                raise CannotBeDone(why_not)
        setattr(record, self.field, step.after)
        if step.apply:
            step.apply(record, facts, by=by, at=at, note=note)
        record.version += 1
        record.save()
        _tell(record, by, name, before, step.after, note, at)
        return record


def _tell(record, by, name, before, after, note, at) -> None:
    note_change(record, by, name, before, after, note, at)
    audit.record(by, f"step:{name}"[:30], record, detail={"before": before, "after": after})


def _words(field: models.Field, value: str) -> str:
    codes = getattr(field, "codes", None)
    return codes.label(value) if codes else dict(field.flatchoices).get(value, value)
