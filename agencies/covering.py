"""Setting and ending cover: what a lead does when a colleague is away."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.models import Agency, Cover, Membership
from agencies.policy import CARERS

ALREADY = "They cover for this colleague already. End that first, or set it again when it ends"


def carers_of(agency: Agency) -> QuerySet[Membership]:
    """Those who work there now in a role that has a place beside a person."""
    members = Membership.objects.filter(agency=agency, is_active=True, user__is_active=True)
    members = members.filter(roles__overlap=sorted(CARERS))
    return members.select_related("user").order_by("user__name")


def covers_of(actor: Actor) -> QuerySet[Cover]:
    """Cover that has not ended, within the agency that somebody leads."""
    if not access.may(actor, "cover", "agency"):
        return Cover.objects.none()
    rows = Cover.objects.filter(colleague__agency=actor.agency, ends_on__gte=timezone.localdate())
    return rows.select_related("colleague__user", "by__user").order_by("starts_on", "id")


@transaction.atomic
def set_cover(
    colleague: Membership,
    covered_by: Membership,
    *,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
) -> Cover:
    """From `starts_on` to `ends_on` one colleague has what another is assigned to.

    Who covers is told that something waits. Raises ValidationError, by field, when it is too long,
    of two agencies or set already; Refused for anyone but the lead of their agency.
    """
    access.require_role(by, "cover", "agency")
    if {colleague.agency_id, covered_by.agency_id} != {by.agency.pk}:
        raise access.Refused(access.NOTHING_HERE)
    cover = Cover(
        colleague=colleague, by=covered_by, starts_on=starts_on, ends_on=ends_on,
        set_by=by.user, set_at=at,
    )  # fmt: skip
    cover.full_clean()
    if covers_of(by).filter(colleague=colleague, by=covered_by).exists():
        raise ValidationError({"by": ALREADY})
    cover.save()
    _tell("set_cover", cover, by)
    notices.something_waits_for([covered_by.pk], about=cover)
    return cover


@transaction.atomic
def end_cover(cover: Cover, *, by: Actor) -> None:
    """At once, by a lead of their agency. It stays in the history of changes.

    Raises Refused for anyone else.
    """
    access.require_role(by, "cover", "agency")
    if cover.colleague.agency_id != by.agency.pk:
        raise access.Refused(access.NOTHING_HERE)
    _tell("end_cover", cover, by)
    cover.delete()


def _tell(act: str, cover: Cover, by: Actor) -> None:
    audit.record(
        by, act, detail={"membership": cover.by_id, "covers_for": cover.colleague_id,
                         "until": cover.ends_on.isoformat()},
    )  # fmt: skip
