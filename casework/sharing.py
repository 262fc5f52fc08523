"""Sharing a record that carries grants: the writes, each told on its timeline and to the audit."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import models, transaction
from django.utils import timezone

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.models import ARRIVING, Agency, Cause
from casework.dates import full_date
from casework.models import Record, note_change
from casework.workflow import CannotBeDone


class WhyChanged(models.TextChoices):
    """Why a share is changed or ended. Codes: the audit keeps them, and it holds no words."""

    NOT_NEEDED = "not_needed", "They no longer need it, or not so much of it"
    GOES_ON = "goes_on", "Their work goes on, or there is more of it"
    ASKED = "asked", "They asked for it"
    SAFETY = "safety", "For someone's safety"
    AGREEMENT = "agreement", "The sharing agreement or the law says so"
    MISTAKE = "mistake", "It was shared by mistake"


@transaction.atomic
def share_record(
    record: Record,
    agencies: Iterable[Agency],
    *,
    by: Actor,
    at: datetime,
    level: str,
    purpose: str,
    basis: str,
    ends_at: datetime | None = None,
) -> None:
    """Share with several agencies in one act; it stands on the timeline and in their work."""
    agencies = list(agencies)
    access.share(
        by,
        record,
        agencies,
        level=level,
        cause=Cause.SHARED,
        purpose=purpose,
        basis=basis,
        ends_at=ends_at,
    )
    names = ", ".join(sorted(agency.name for agency in agencies))
    note_change(record, by, "share", "", level, names, at)
    notices.something_waits(agencies, about=record)


@transaction.atomic
def change_share(
    record: Record,
    agency: Agency,
    *,
    by: Actor,
    at: datetime,
    level: str,
    ends_at: datetime | None,
    why: str,
) -> None:
    """Another level, another end, or both, for an agency that has the record now."""
    _answers_for_it(record, agency)
    access.regrade(by, record, agency, level=level, ends_at=ends_at, why=why)
    until = f" until {full_date(last_moment(ends_at))}" if ends_at else ""
    note = f"{agency}{until}. {WhyChanged(why).label}"
    note_change(record, by, "change_share", "", level, note, at)


@transaction.atomic
def stop_sharing(record: Record, agency: Agency, *, by: Actor, at: datetime, why: str) -> None:
    """End an agency's access at once."""
    _answers_for_it(record, agency)
    access.withdraw(by, record, agency, why=why)
    note_change(record, by, "stop_sharing", "", "", f"{agency}. {WhyChanged(why).label}", at)


@transaction.atomic
def accept(record: Record, *, by: Actor, act: str, at: datetime) -> None:
    """The acting agency has taken note that it was given the record; nothing else changes.

    act: what the gate is asked, which differs between types.
    """
    access.require(by, act, record)
    waiting = access.given_to(record, by.agency).filter(accepted_at__isnull=True)
    if waiting.update(accepted_at=at, accepted_by=by.user):
        audit.record(by, "accept_share", record)


def to_accept(actor: Actor, model: type[models.Model]) -> models.QuerySet:
    """Grants of `model` that reached the acting agency and that nobody there has accepted yet.

    One row a record. The records themselves still pass the gate where they are shown.
    """
    return access.grant_model(model).objects.filter(
        group_id=actor.group_id,
        permission_id=access.permission_id(model, "see"),
        accepted_at__isnull=True,
        cause__in=ARRIVING,
    )


def leads(record: Record, agency: Agency) -> bool:
    """Whether `agency` answers for `record` now."""
    return bool(record.led_by) and getattr(record, f"{record.led_by}_id") == agency.pk


def _answers_for_it(record: Record, agency: Agency) -> None:
    if leads(record, agency):
        raise CannotBeDone(f"{agency} leads this. Say which other agency leads it first.")


def end_of(day: date) -> datetime:
    """The moment a day is over here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_moment(ends_at: datetime) -> datetime:
    """A share that ends when a day is over lasts until that day, not the next."""
    return ends_at - timedelta(microseconds=1)
