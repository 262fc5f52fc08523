"""The evidence of a draft: which files there are, and what is written about them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agencies import access, audit
from agencies.acting import Actor
from casework.dates import full_date
from casework.workflow import CannotBeDone
from files import rules
from files.actions import remove_stored, save_file
from files.terms import FileState
from referrals import engine
from referrals.drafts import Draft
from referrals.evidence_forms import EvidenceForm
from referrals.models import Evidence, Referral
from referrals.terms import Status

CLOSED = "This referral is closed for changes. Open its answers again to change the evidence."


def evidence_of(draft: Draft, actor: Actor, act: str = "see") -> QuerySet[Evidence]:
    """All files of a draft in the order they were added, for those who read it whole, or who may
    "check" it: they read what each file is, and open none."""
    rows = access.allowed(actor, act, Evidence).filter(referral=draft.referral)
    return rows.select_related("stored").order_by("made_at", "id")


def outgoing_evidence(draft: Draft, actor: Actor, act: str = "see") -> list[Evidence]:
    """The files that are sent, held ones included; what the virus check removed is not there.

    To be listed by name. A file that is held is never contained in anything.
    """
    on_path = engine.path(draft.questions, draft.answers)
    if not any(step.kind == "files" for step in on_path):
        return []
    found = evidence_of(draft, actor, act)
    return [each for each in found if each.stored.state != FileState.REFUSED]


def as_list(files: Iterable[Evidence]) -> str:
    """Name, description and date of each, a line each, as the Home Office page asks for them."""
    return "\n".join(
        f"{number}. {each.name}: {each.description}"
        + (f", {full_date(each.dated_on)}" if each.dated_on else "")
        for number, each in enumerate(files, start=1)
    )


@transaction.atomic
def add_evidence(
    draft: Draft, forms: Sequence[EvidenceForm], *, by: Actor, at: datetime
) -> list[Evidence]:
    """Add the files of valid forms, all or none.

    Raises CannotBeDone when the draft was closed meanwhile or would keep more than it may.
    """
    referral = _held_open(draft, by)
    kept = Evidence.objects.filter(referral=referral).exclude(stored__state=FileState.REFUSED)
    if why := rules.why_not_more(kept.count(), len(forms)):
        raise CannotBeDone(why)
    made = []
    for form in forms:
        record = form.instance
        record.referral, record.agency = referral, by.agency
        record.made_by, record.made_at = by.user, at
        save_file(record, by, form.cleaned_data)
        audit.record(by, "add", record)
        made.append(record)
    return made


@transaction.atomic
def describe_evidence(draft: Draft, form: EvidenceForm, *, by: Actor) -> bool:
    """Save what a file is and its date; False when it was changed meanwhile (the form says so)."""
    _held_open(draft, by)
    record = form.instance
    current = Evidence.objects.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        raise CannotBeDone("This file was removed while you were writing.")
    if form.refuse_stale(current.version):
        return False
    record.version = current.version + 1
    record.save(update_fields=["description", "dated_on", "version"])
    audit.record(by, "change", record, parts=[n for n in form.changed_data if n != "version"])
    return True


@transaction.atomic
def remove_evidence(draft: Draft, record: Evidence, *, by: Actor) -> None:
    """Take a file out of a draft for good: nothing was sent, so nobody needs its bytes any more.

    That there was one, and what was said of it, stays in the change history and the audit.
    """
    _held_open(draft, by)
    access.require(by, "refer", record)
    audit.record(by, "remove", record, detail={"digest": record.stored.digest})
    stored = record.stored
    record.delete()
    remove_stored(stored)


def _held_open(draft: Draft, by: Actor) -> Referral:
    """The referral, locked so that two at once neither pass the limit nor a closing."""
    access.require(by, "refer", draft.row)
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=draft.referral.pk)
    if referral.status != Status.DRAFT or referral.is_mistake:
        raise CannotBeDone(CLOSED)
    return referral
