"""Referrals that a leaver had begun, given to a colleague."""

from datetime import datetime

from django.db.models import QuerySet

from agencies import audit
from agencies.acting import Actor
from agencies.models import Membership
from agencies.policy import CapabilityKind
from members.handing_over import OpenWork, register
from referrals.models import Referral
from referrals.terms import Status


def begun(of: Membership) -> QuerySet[Referral]:
    return Referral.objects.standing().filter(author=of, status__in=[Status.DRAFT, Status.READY])


def count(of: Membership) -> int:
    return begun(of).count()


def move(of: Membership, to: Membership, *, by: Actor, at: datetime) -> None:
    for referral in begun(of):
        audit.record(by, "hand_over", referral, detail={"to": to.reference})
    begun(of).update(author=to)


register(
    OpenWork(
        "referral not yet sent",
        "referrals not yet sent",
        count,
        move,
        needs=CapabilityKind.FIRST_RESPONDER,
    )
)
