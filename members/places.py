"""The one writer of memberships: a place in an agency given, changed and ended."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from agencies.models import Capability, Membership, User
from casework.workflow import CannotBeDone
from members import rules
from members.handing_over import move_all
from members.models import Invitation
from members.terms import InvitationStatus

OPEN = (InvitationStatus.PROPOSED, InvitationStatus.SENT)


def set_place(invitation: Invitation, user: User, at: datetime) -> Membership:
    """Give `user` the place that was approved, or change the one they have. Locks it."""
    rows = Membership.objects.select_for_update(of=("self",))
    place = rows.filter(user=user, agency=invitation.agency).first()
    place = place or Membership(user=user, agency=invitation.agency)
    place.roles, place.is_active = list(invitation.roles), True
    place.ended_at, place.ended_reason = None, ""
    try:
        place.clean()
    except ValidationError as why_not:
        raise CannotBeDone(" ".join(why_not.messages)) from None
    place.save()
    _set_capabilities(place, invitation, timezone.localdate(at))
    return place


def _set_capabilities(place: Membership, invitation: Invitation, today) -> None:
    """What was approved holds from today; what was not ends. Past ones stay as they were."""
    in_force = Capability.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    kept = in_force.filter(membership=place, kind__in=invitation.capabilities)
    ended = in_force.filter(membership=place).exclude(kind__in=invitation.capabilities)
    ended.filter(valid_from__gte=today).delete()
    ended.update(valid_to=today - timedelta(days=1))
    kept.update(valid_to=invitation.capable_until)
    held = set(kept.values_list("kind", flat=True))
    for kind in sorted(set(invitation.capabilities) - held):
        Capability.objects.create(
            membership=place, kind=kind, valid_from=today, valid_to=invitation.capable_until
        )


@transaction.atomic
def left(
    of: Membership, *, by: Actor, at: datetime, reason: str, to: Membership | None
) -> list[str]:
    """End a place in one act: nothing opens to it any more, and its open work goes to `to`.

    Returns how much of each kind went, in words. Without `to`, where nobody else works in the
    agency, it stays until someone joins. Raises CannotBeDone for oneself and for who left already.
    """
    access.require(by, "end", of)
    place = Membership.objects.select_for_update(of=("self",)).select_related("user", "agency")
    of = place.get(pk=of.pk)
    if why := rules.not_ones_own(by.user.email, of.user.email):
        raise CannotBeDone(why)
    if not of.is_active:
        raise CannotBeDone(f"{of.user} was recorded as having left already.")
    moved = move_all(of, to, by=by, at=at) if to else []
    of.is_active, of.ended_at, of.ended_reason = False, at, reason
    of.save(update_fields=["is_active", "ended_at", "ended_reason"])
    of.api_tokens.all().delete()
    Invitation.objects.filter(agency=of.agency, email=of.user.email, status__in=OPEN).update(
        status=InvitationStatus.WITHDRAWN, digest="", link_ends_at=None
    )
    if not of.user.memberships.filter(is_active=True).exists():
        of.user.is_active = False
        of.user.save(update_fields=["is_active"])
    audit.record(by, "left", of, detail={"handed_over": moved})
    return moved
