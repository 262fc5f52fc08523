"""Whom a leaver was assigned to, given to a colleague."""

from datetime import datetime

from agencies import audit
from agencies.acting import Actor
from agencies.models import Membership
from members.handing_over import OpenWork, register
from victims.models import Assignment


def count(of: Membership) -> int:
    return Assignment.objects.filter(membership=of).count()


def move(of: Membership, to: Membership, *, by: Actor, at: datetime) -> None:
    """Their assignments end; the colleague has what they had, as far as their role goes."""
    held = Assignment.objects.filter(membership=of).select_related("person")
    for assignment in held:
        Assignment.objects.get_or_create(
            person=assignment.person,
            membership=to,
            defaults={
                "reason": assignment.reason,
                "assigned_by": by.user,
                "assigned_at": at,
            },
        )
        audit.record(by, "assign", assignment.person, detail={"to": to.reference})
    held.delete()


register(OpenWork("person they are assigned to", "people they are assigned to", count, move))
