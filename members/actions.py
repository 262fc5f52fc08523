"""Proposing and joining: the writes that are no step of an invitation that stands."""

from datetime import date, datetime

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor, actor_by_membership
from agencies.models import Agency, Membership, User
from casework.models import note_change
from members import rules
from members.models import Invitation
from members.places import set_place
from members.workflow import INVITATION


@transaction.atomic
def propose(
    agency: Agency,
    *,
    by: Actor,
    at: datetime,
    name: str,
    email: str,
    roles: list[str],
    capabilities: list[str],
    capable_until: date | None,
    member: Membership | None = None,
) -> Invitation:
    """Ask that somebody be let in, or that what `member` does be changed.

    Raises Refused when the roles are not the actor's to propose, or it is for themselves: the form
    says so first, so that this is met only by those who go round it.
    """
    access.require_role(by, "invite", "member")
    why_not = (
        rules.not_ones_own(by.user.email, email)
        or rules.may_be_proposed(roles, by.roles, desk=agency.is_desk, kind=agency.kind)
        or rules.may_have(capabilities, agency)
    )
    if why_not:
        raise access.Refused(why_not)
    invitation = Invitation.objects.create(
        agency=agency,
        made_by=by.user,
        made_at=at,
        member=member,
        name=name,
        email=email.lower(),
        roles=roles,
        capabilities=capabilities,
        capable_until=capable_until,
    )
    access.require(by, "see", invitation)
    note_change(invitation, by, "add", "", invitation.status, "", at)
    audit.record(by, "propose_member", invitation, detail={"roles": sorted(roles)})
    return invitation


@transaction.atomic
def join(invitation: Invitation, user: User, *, at: datetime, password: str = "") -> Membership:
    """Let `user` in by the invitation that was sent to their address.

    password: for one who signs in nowhere yet, or no longer; theirs from now on. Raises Refused
    when the invitation was for another address, CannotBeDone when it works no more.
    """
    if user.email != invitation.email:
        raise access.Refused("This invitation is for somebody else.")
    if password:
        user.set_password(password)
        user.is_active = True
        user.save()
    place = set_place(invitation, user, at)
    INVITATION.take("join", invitation, by=actor_by_membership(place.pk), at=at)
    return place
