"""A lost second factor: one person sees the member, another releases it, the member begins anew."""

from datetime import datetime

from django.db import transaction

from agencies import access, audit, factors, sessions
from agencies.acting import Actor, open_memberships
from agencies.models import Membership
from agencies.policy import Role
from casework.models import note_change
from casework.workflow import CannotBeDone, Step, Workflow
from members import rules
from members.models import LostFactor
from members.terms import LostFactorStatus

CHECKED = LostFactorStatus.CHECKED
SECOND_PERSON = (
    "You saw this member yourself, so somebody else has to release it. "
    "Ask another coordinator or the administrator."
)


def why_not_checked(of: Membership, by: Actor) -> str:
    """Why `by` may not say that they saw this member, or "" when they may."""
    leads = open_memberships().filter(agency=of.agency, roles__contains=[Role.AGENCY_LEAD])
    return (
        rules.not_ones_own(by.user.email, of.user.email)
        or rules.may_check(by.roles, another_lead=leads.exclude(user=of.user).exists())
        or ("" if of.is_active else f"{of.user} no longer works here.")
    )


@transaction.atomic
def seen(of: Membership, *, by: Actor, at: datetime, how: str, note: str) -> LostFactor:
    """Record that `by` saw the member. Raises CannotBeDone with what to do instead."""
    access.require(by, "check", of)
    Membership.objects.select_for_update(of=("self",)).get(pk=of.pk)
    if why := why_not_checked(of, by):
        raise CannotBeDone(why)
    if LostFactor.objects.filter(member=of, status=CHECKED).exists():
        raise CannotBeDone("This waits for release already.")
    made = LostFactor.objects.create(
        agency=of.agency, made_by=by.user, made_at=at, member=of, seen_how=how
    )
    note_change(made, by, "add", "", made.status, note, at)
    audit.record(by, "lost_factor", made, detail={"seen": how})
    return made


def _released(lost: LostFactor, facts, *, by, at, note) -> None:
    if why := rules.not_ones_own(by.user.email, lost.member.user.email):
        raise CannotBeDone(why)
    if by.user.pk == lost.made_by_id:
        raise CannotBeDone(SECOND_PERSON)
    user = lost.member.user
    removed, ended = factors.remove_all(user), sessions.end_sessions(user)
    audit.record(by, "factors_removed", lost, detail={"removed": removed, "ended": ended})


LOST_FACTOR = Workflow(
    (
        Step(
            "release",
            "Release",
            frozenset({CHECKED}),
            LostFactorStatus.RELEASED,
            needs="release",
            apply=_released,
            note="",
            explanation="Their app, passkeys and recovery codes stop working, and they are signed "
            "out everywhere. They sign in with their password and set up anew.",
            style="",
            reads_well="Released",
        ),
        Step(
            "refuse",
            "Refuse",
            frozenset({CHECKED}),
            LostFactorStatus.REFUSED,
            needs="release",
            reads_well="Refused",
        ),
        Step(
            "take-back",
            "Take it back",
            frozenset({CHECKED}),
            LostFactorStatus.WITHDRAWN,
            needs="check",
            reads_well="Taken back",
        ),
    )
)
