"""Keeping a record from someone, and lifting that: the writes. The gate does the keeping.

Nothing of this stands on a timeline: who sees the record must not learn from whom it is kept, and
whoever it is kept from must not learn that it is there.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from agencies.kept_from import KeptFrom, WhyKept
from agencies.models import Agency, User


class CannotBeKept(Exception):
    """The record cannot be kept from them, or that cannot be lifted, so. Says what to do."""


@transaction.atomic
def keep_from(
    by: Actor,
    record: models.Model,
    also: Iterable[models.Model] = (),
    *,
    users: Iterable[int] = (),
    agencies: Iterable[int] = (),
    reason: str,
) -> None:
    """Keep `record` and `also` from people and agencies, named by primary key, from now on.

    What is kept already stays so. Raises CannotBeKept for the desk as a whole and for one's own
    agency, which answer for the record: there, people are named.
    """
    people = list(User.objects.filter(pk__in=list(users)))
    others = list(Agency.objects.filter(pk__in=list(agencies)))
    if any(each.is_desk or each.pk == by.agency.pk for each in others):
        raise CannotBeKept("The desk and your own agency answer for this record. Name the people.")
    for each in (record, *also):
        access.require(by, "manage", each)
        _place(by, each, people, others, reason)


@transaction.atomic
def step_back(
    by: Actor,
    record: models.Model,
    also: Iterable[models.Model] = (),
    *,
    reason: str = WhyKept.SELF,
) -> None:
    """Keep `record` from oneself, because one knows someone in it. Whoever sees it may.

    also: records that belong to it. One need not see them: they are to stay closed later, too.
    """
    access.require(by, "see", record)
    for each in (*also, record):
        _place(by, each, [by.user], [], reason)


@transaction.atomic
def ask_to_lift(by: Actor, kept: KeptFrom, record: models.Model, *, at: datetime | None = None):
    """The first of the two who lift."""
    kept = _held(by, kept, record)
    if kept.lift_asked_by_id is not None:
        raise CannotBeKept(f"{kept.lift_asked_by} has asked already. Another person confirms it.")
    kept.lift_asked_by, kept.lift_asked_at = by.user, at or timezone.now()
    kept.save(update_fields=["lift_asked_by", "lift_asked_at"])
    _audit(by, "ask_to_lift", record, kept)


@transaction.atomic
def keep_on(by: Actor, kept: KeptFrom, record: models.Model) -> None:
    """Answer the first with no: the record stays kept from them."""
    kept = _held(by, kept, record)
    if kept.lift_asked_by_id is None:
        raise CannotBeKept("Nobody has asked to lift this.")
    kept.lift_asked_by, kept.lift_asked_at = None, None
    kept.save(update_fields=["lift_asked_by", "lift_asked_at"])
    _audit(by, "keep_on", record, kept)


@transaction.atomic
def lift(by: Actor, kept: KeptFrom, record: models.Model, *, at: datetime | None = None) -> None:
    """The second of the two who lift; another person than the first."""
    kept = _held(by, kept, record)
    if kept.lift_asked_by_id is None:
        raise CannotBeKept("Somebody must first ask to lift this. You can.")
    if kept.lift_asked_by_id == by.user.pk:
        raise CannotBeKept("You asked to lift this. Another person must confirm it.")
    kept.lifted_by, kept.lifted_at = by.user, at or timezone.now()
    kept.save(update_fields=["lifted_by", "lifted_at"])
    _audit(by, "lift", record, kept)


def kept_out(record: models.Model) -> tuple[set[int], set[int]]:
    """The ids of the users and of the agencies that `record` is kept from now. One query."""
    rows = KeptFrom.objects.in_force().on(record).values_list("user_id", "agency_id")
    pairs = list(rows)
    return {u for u, _ in pairs if u is not None}, {a for _, a in pairs if a is not None}


def _place(by: Actor, record: models.Model, users: list, agencies: list, reason: str) -> None:
    _locked(record)
    known_users, known_agencies = kept_out(record)
    rows = [{"user": each} for each in users if each.pk not in known_users]
    rows += [{"agency": each} for each in agencies if each.pk not in known_agencies]
    for whom in rows:
        kept = KeptFrom.objects.create(
            record_type=record._meta.model_name,
            record_id=record.pk,
            reference=record.reference,
            reason=reason,
            placed_by=by.user,
            **whom,
        )
        _audit(by, "keep_from", record, kept)


def _locked(record: models.Model) -> None:
    """Two people who place or lift at once do it one after the other."""
    type(record)._default_manager.select_for_update(of=("self",)).only("pk").get(pk=record.pk)


def _held(by: Actor, kept: KeptFrom, record: models.Model) -> KeptFrom:
    """The row in force, read again under lock, if `by` may lift it."""
    access.require(by, "manage", record)
    _locked(record)
    row = KeptFrom.objects.in_force().on(record).filter(Q(pk=kept.pk)).first()
    if row is None:
        raise CannotBeKept("This was lifted already.")
    return row


def _audit(by: Actor, act: str, record: models.Model, kept: KeptFrom) -> None:
    """Which row, never whom: an event may be read by the person it is about."""
    audit.record(by, act, record, detail={"kept": kept.pk})
