"""What waits for those who decide who joins."""

from datetime import date

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import Waiting, latest, register
from members.lists import invitations
from members.models import Invitation, LostFactor
from members.terms import InvitationStatus, LostFactorStatus


@register("People to let in", 60)
def people_to_let_in(actor: Actor, today: date) -> list[Waiting]:
    """Proposed by somebody else, and not for oneself: those one may approve."""
    if not access.may(actor, "decide", "member"):
        return []
    rows = invitations(actor).filter(status=InvitationStatus.PROPOSED)
    rows = rows.exclude(made_by=actor.user).exclude(email=actor.user.email)
    return [_waiting(row) for row in latest(rows, "made_at")]


def _waiting(row: Invitation) -> Waiting:
    return Waiting(
        "Approve a change of what somebody does" if row.member_id else "Approve an invitation",
        reverse("invitation", args=[row.reference]),
        row.reference,
        hint=f"{row.agency}, proposed {full_date(row.made_at)}",
    )


@register("Lost second factors to release", 61)
def lost_factors_to_release(actor: Actor, today: date) -> list[Waiting]:
    """Seen by somebody else, and not one's own: those one may release."""
    if not access.may(actor, "release", "member"):
        return []
    rows = access.allowed(actor, "release", LostFactor).filter(status=LostFactorStatus.CHECKED)
    rows = rows.exclude(made_by=actor.user).exclude(member__user=actor.user)
    return [
        Waiting(
            "Release a lost second factor",
            reverse("lost_factor", args=[row.reference]),
            row.reference,
            hint=f"{row.agency}, seen on {full_date(row.made_at)}",
        )
        for row in latest(rows.select_related("agency"), "made_at")
    ]
