"""The writes of emergency access: asking, looking, opening, being done, reviewing.

`by` acts without what is open: see `acting.reading`.
"""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from agencies.emergency import LASTS, MOST_SEARCHES, EmergencyAccess, FoundInEmergency
from agencies.models import Partnership
from casework.models import Record
from casework.references import new_reference
from casework.search import Words
from casework.workflow import CannotBeDone
from emergency import rules, telling
from emergency.looking import CARRIERS, MOST, Wanted, look_for

SAY_AGAIN = "15 minutes have passed, or a record was opened. Say again why you need this."
LOOKED_ENOUGH = f"You have looked {MOST_SEARCHES} times. Phone the number below, or begin again."
TOO_MANY = f"More than {MOST} records fit. Enter more of the address or the name."


def own(by: Actor, reference: str) -> EmergencyAccess:
    """A use of one's own. Raises Http404, as for one that never was, when it is another's."""
    access.require_role(by, "use", "emergency")
    rows = EmergencyAccess.objects.filter(membership_id=by.membership_id).select_related("agency")
    found = rows.filter(reference=reference).first()
    if found is None:
        raise Http404(access.NOTHING_HERE)
    return found


def why_not_now(by: Actor, at: datetime) -> str:
    """Why `by` may not begin: a use of theirs that nobody reviewed in time; or ""."""
    uses = EmergencyAccess.objects.to_review().filter(user=by.user)
    days = {timezone.localdate(asked) for asked in uses.values_list("asked_at", flat=True)}
    return rules.why_not_now(days, timezone.localdate(at))


@transaction.atomic
def ask(reason: str, why: str, *, by: Actor, at: datetime) -> EmergencyAccess:
    """Say why. Raises CannotBeDone while an earlier use waits too long for its review."""
    access.require_role(by, "use", "emergency")
    if stopped := why_not_now(by, at):
        raise CannotBeDone(stopped)
    use = EmergencyAccess.objects.create(
        reference=new_reference("EMA"),
        membership_id=by.membership_id,
        user=by.user,
        agency=by.agency,
        reason=reason,
        why=why,
        asked_at=at,
        review_due_on=rules.review_due_on(timezone.localdate(at)),
    )
    audit.record(by, "emergency_ask", use, detail={"reason": reason})
    return use


@transaction.atomic
def look(use: EmergencyAccess, wanted: Wanted, *, by: Actor, at: datetime) -> list[Record]:
    """Look once. The records officers are told whatever is found, owners of what is.

    Raises CannotBeDone when it is too late, when one looked too often, and when too much fits.
    """
    use = _locked(use, by, at)
    if use.searches >= MOST_SEARCHES:
        raise CannotBeDone(LOOKED_ENOUGH)
    use.searches += 1
    use.save(update_fields=["searches"])
    found = look_for(by, use, wanted)
    shown = [] if len(found) > MOST else found
    keys = [*Words(wanted.words).keys, *([str(wanted.born)] if wanted.born else [])]
    audit.searched(by, keys, [record.reference for record in shown], use=use)
    telling.tell_records_officers(use)
    for record in shown:
        row = FoundInEmergency(
            use=use, record_type=record._meta.model_name, record_id=record.pk,
            record_reference=record.reference, owner=telling.owner_of(record), at=at,
        )  # fmt: skip
        FoundInEmergency.objects.bulk_create([row], ignore_conflicts=True)
        telling.tell_owner(row.owner, record)
    return found


@transaction.atomic
def open_record(use: EmergencyAccess, reference: str, *, by: Actor, at: datetime) -> Record | None:
    """Open one of the records that were found, to read, for 60 minutes; what was open, ends.

    Returns None when it is not among them, or kept from `by` meanwhile: the same for both.
    Raises CannotBeDone when it is too late.
    """
    use = _locked(use, by, at)
    row = use.found.filter(record_reference=reference).first()
    rows = access.looked_among(by, use, CARRIERS[row.record_type]) if row else None
    record = rows.filter(pk=row.record_id).first() if row else None
    if record is None:
        audit.record(by, "emergency_not_opened", use)
        return None
    done(by=by, at=at)
    use.record_type, use.record_id = row.record_type, record.pk
    use.record_reference = record.reference
    use.opened_at, use.ends_at = at, at + LASTS
    use.save()
    audit.record(by, "emergency_open", record, detail={"use": use.reference})
    telling.tell_records_officers(use, record)
    telling.tell_owner(row.owner, record)
    return record


@transaction.atomic
def done(*, by: Actor, at: datetime) -> None:
    """End what one has open, at once."""
    for use in EmergencyAccess.objects.open(at).filter(membership_id=by.membership_id):
        use.ends_at = at
        use.save(update_fields=["ends_at"])
        audit.record(by, "emergency_done", use)


@transaction.atomic
def review(use: EmergencyAccess, finding: str, learned: str, *, by: Actor, at: datetime) -> None:
    """What somebody of another agency found of it. Once; a second opinion is another matter."""
    access.require(by, "review", use)
    use = EmergencyAccess.objects.select_for_update().get(pk=use.pk)
    if use.reviewed_at is not None:
        raise CannotBeDone("Somebody else reviewed this just now.")
    use.finding, use.learned = finding, learned
    use.reviewed_by, use.reviewed_for, use.reviewed_at = by.user, by.agency, at
    use.save()
    audit.record(by, "emergency_review", use, detail={"finding": finding})


@transaction.atomic
def set_duty_phone(phone: str, *, by: Actor) -> None:
    """The number that whoever uses emergency access is given; "" for none."""
    access.require_role(by, "settle", "emergency")
    Partnership.objects.filter(pk=by.partnership_id).update(duty_phone=phone)
    audit.record(by, "set_duty_phone")


def _locked(use: EmergencyAccess, by: Actor, at: datetime) -> EmergencyAccess:
    """One's own use, read again under lock, while one may still look."""
    use = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=own(by, use.reference).pk)
    if not use.may_look(at):
        raise CannotBeDone(SAY_AGAIN)
    return use
