"""Declaring ties, and deciding about what may be the same."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from agencies import access, audit, restriction
from agencies.acting import Actor
from agencies.kept_from import WhyKept
from casework.models import Record
from casework.workflow import CannotBeDone
from ties.matching import print_declared
from ties.models import Declaration, Match

WHY = {
    "people": WhyKept.RELATIVE,
    "businesses": WhyKept.EMPLOYER,
    "addresses": WhyKept.NEIGHBOUR,
    "others": WhyKept.OTHER,
}


@transaction.atomic
def declare(*, by: Actor, at: datetime, **ties: str) -> Declaration:
    """Keep what a member declares; from now on this is what is compared. All empty means none."""
    access.require_role(by, "declare", "ties")
    declaration = Declaration.objects.create(membership_id=by.membership_id, declared_at=at, **ties)
    print_declared(declaration, partnership_id=by.partnership_id)
    audit.record(by, "declare_ties")
    return declaration


@transaction.atomic
def decide(
    match: Match,
    record: Record,
    also: Iterable[models.Model],
    *,
    keep: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Keep the record, and `also`, from who declared the tie; or leave it. Nobody tells them.

    Raises CannotBeDone when somebody has decided already.
    """
    access.require(by, "manage", record)
    match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if match.decided_at:
        raise CannotBeDone(f"{match.decided_by} has decided this already.")
    if keep:
        users = [match.membership.user_id]
        restriction.keep_from(by, record, also, users=users, reason=WHY[match.tie])
    match.is_kept, match.decided_by, match.decided_at = keep, by.user, at
    match.save(update_fields=["is_kept", "decided_by", "decided_at"])
    audit.record(by, "decide_match", record, detail={"match": match.pk})
