"""Incidents that a leaver had begun to log, given to a colleague."""

from datetime import datetime

from agencies.acting import Actor
from agencies.models import Membership
from members.handing_over import OpenWork, register
from shop.models import ReportDraft


def count(of: Membership) -> int:
    return ReportDraft.objects.filter(membership=of).count()


def move(of: Membership, to: Membership, *, by: Actor, at: datetime) -> None:
    ReportDraft.objects.filter(membership=of).update(membership=to)


register(OpenWork("incident begun to be logged", "incidents begun to be logged", count, move))
