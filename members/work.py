"""What waits for those who decide who joins."""

from datetime import date

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import Waiting, latest, register
from members.lists import invitations
from members.models import Invitation
from members.terms import InvitationStatus


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
