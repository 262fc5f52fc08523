"""Writes about files that touch more than one row."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from agencies.acting import Actor
from casework import actions
from casework.record_types import RecordType
from casework.workflow import CannotBeDone
from files import rules, scanning, storage
from files.forms import FileForm
from files.models import AttachedFile, StoredFile
from files.terms import FileState


def save_file(record: AttachedFile, by: Actor, facts: dict) -> None:
    """A new file: its bytes are in their place already, and are held until scanned."""
    arrival = facts["upload"]
    record.name = arrival.name
    record.stored = StoredFile.objects.create(
        stored_as=arrival.kept.name,
        kind=arrival.kind.code,
        size=arrival.kept.size,
        digest=arrival.kept.digest,
    )
    record.save()
    scanning.ask_for(record.stored)


def remove_stored(stored: StoredFile) -> None:
    """Forget bytes that no record names any more; they leave the disk once this is kept."""
    stored.delete()
    transaction.on_commit(lambda: storage.remove(stored.stored_as))


@transaction.atomic
def add_files(
    record_type: RecordType,
    parent: models.Model,
    forms: Sequence[FileForm],
    *,
    by: Actor,
    at: datetime,
) -> list[AttachedFile]:
    """Add the files of valid forms to `parent`, all or none.

    Raises CannotBeDone when the record would keep more than it may.
    """
    # Locked, so that two people at once do not go past the limit together.
    type(parent)._default_manager.select_for_update().get(pk=parent.pk)
    files = record_type.model._default_manager.filter(**{record_type.under: parent})
    kept = files.exclude(stored__state=FileState.REFUSED).count()
    if why := rules.why_not_more(kept, len(forms)):
        raise CannotBeDone(why)
    return [actions.add(record_type, form, by=by, at=at) for form in forms]
