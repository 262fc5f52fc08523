"""Adding, correcting and taking back a record: the writes that every type shares.

Each asks the gate, writes the trail and the audit in the same transaction as the row.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.forms import RecordForm
from casework.models import OnBehalf, Record, note_change
from casework.record_types import RecordType
from casework.workflow import CannotBeDone


def parent_for(record_type: RecordType, actor: Actor, reference: str) -> models.Model:
    """The record a new one is added to, if `actor` may add to it. Raises as `access.find` does.

    It remembers who opened it, so that `add` need not ask the gate a second time in one request.
    """
    model = record_type.field(record_type.under).related_model
    parent = access.find(actor, record_type.add_act, model, reference=reference)
    parent.opened_by = actor
    return parent


@transaction.atomic
def add(record_type: RecordType, form: RecordForm, *, by: Actor, at: datetime) -> Record:
    """Make the record a valid form describes, under the form's parent."""
    if record_type.under:
        if getattr(form.parent, "opened_by", None) is not by:
            access.require(by, record_type.add_act, form.parent)
    else:
        access.require_role(by, record_type.add_act, record_type.model.access.kind)
    record = form.instance
    record.made_by, record.made_at, record.agency = by.user, at, by.agency
    if record_type.under:
        setattr(record, record_type.under, form.parent)
    if any(field.name == "partnership" for field in record._meta.fields):
        record.partnership_id = by.partnership_id
    if isinstance(record, OnBehalf) and form.cleaned_data.get("on_behalf_of"):
        record.agency = form.cleaned_data["on_behalf_of"]
    if record_type.save:
        record_type.save(record, by, form.cleaned_data)
    else:
        record.save()
    form._save_m2m()
    state = getattr(record, record_type.workflow.field) if record_type.workflow else ""
    note_change(record, by, "add", "", state, "", at)
    audit.record(by, "add", record)
    return record


@transaction.atomic
def change(record_type: RecordType, form: RecordForm, *, by: Actor, at: datetime) -> Record | None:
    """Save a correction, or return None when someone else saved first (the form then says so)."""
    record = form.instance
    rows = access.allowed(by, record_type.change_act, type(record)).only("version")
    current = rows.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        access.require(by, record_type.change_act, record)
    if form.refuse_stale(current.version):
        return None
    changed = [name for name in form.changed_data if name != "version"]
    record.version = current.version + 1
    record.save()
    if record_type.changed:
        record_type.changed(record, by, changed)
    note_change(record, by, "change", "", "", ", ".join(_words(record_type, changed)), at)
    audit.record(by, "change", record, parts=changed)
    access.require(by, "see", record)
    return record


@transaction.atomic
def mark_mistake(record_type: RecordType, record: Record, reason: str, *, by: Actor, at: datetime):
    """Take a record out of every count. It stays readable and can be brought back."""
    access.require(by, record_type.change_act, record)
    if record.is_mistake:
        raise CannotBeDone("This is already marked as recorded by mistake.")
    record.mistake_at, record.mistake_by, record.mistake_reason = at, by.user, reason
    record.save(update_fields=["mistake_at", "mistake_by", "mistake_reason"])
    note_change(record, by, "mistake", "", "", reason, at)
    audit.record(by, "mistake", record)


@transaction.atomic
def undo_mistake(record_type: RecordType, record: Record, *, by: Actor, at: datetime) -> None:
    """Bring a record back into the counts."""
    access.require(by, record_type.change_act, record)
    if not record.is_mistake:
        raise CannotBeDone("This is not marked as recorded by mistake.")
    record.mistake_at, record.mistake_by, record.mistake_reason = None, None, ""
    try:
        record.validate_constraints()
    except ValidationError:
        raise CannotBeDone("Another record has taken its place, so it cannot come back.") from None
    record.save(update_fields=["mistake_at", "mistake_by", "mistake_reason"])
    note_change(record, by, "undo_mistake", "", "", "", at)
    audit.record(by, "undo_mistake", record)


@transaction.atomic
def confirm(record: OnBehalf, *, by: Actor, at: datetime) -> None:
    """An agency confirms what the desk recorded on its behalf."""
    access.require(by, "answer", record)
    if record.agency != by.agency:
        raise access.Refused(f"Only {record.agency} can confirm this.")
    if not record.awaits_confirmation:
        raise CannotBeDone("Nothing here waits to be confirmed.")
    record.confirmed_at, record.confirmed_by = at, by.user
    record.save(update_fields=["confirmed_at", "confirmed_by"])
    note_change(record, by, "confirm", "", "", "", at)
    audit.record(by, "confirm", record)


def _words(record_type: RecordType, names: list[str]) -> list[str]:
    known = {field.name for field in record_type.model._meta.fields}
    return [str(record_type.field(name).verbose_name) for name in names if name in known]
