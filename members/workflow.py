"""The way of an invitation."""

from casework.workflow import CannotBeDone, Step, Workflow
from members import rules
from members.letters import send_the_link
from members.places import set_place
from members.terms import LINK_LASTS, InvitationStatus

PROPOSED, SENT = InvitationStatus.PROPOSED, InvitationStatus.SENT
IS_MEMBER = "They work here already, so there is nothing to send. Change what they do instead."
NOT_A_MEMBER = "They do not work here yet. Invite them first."


def _is_new(invitation, facts) -> str:
    return IS_MEMBER if invitation.member_id else ""


def _is_member(invitation, facts) -> str:
    member = invitation.member
    return "" if member and member.is_active else NOT_A_MEMBER


def _approved(invitation, facts, *, by, at, note) -> None:
    _by_a_second_person(invitation, by)
    _link_anew(invitation, at)


def _changed(invitation, facts, *, by, at, note) -> None:
    _by_a_second_person(invitation, by)
    set_place(invitation, invitation.member.user, at)


def _by_a_second_person(invitation, by) -> None:
    """Nobody lets in whom they proposed, and nobody themselves."""
    _not_for_oneself(by, invitation.email)
    if by.user.pk == invitation.made_by_id:
        raise CannotBeDone(rules.SECOND_PERSON)


def _sent_again(invitation, facts, *, by, at, note) -> None:
    _not_for_oneself(by, invitation.email)
    _link_anew(invitation, at)


def _link_anew(invitation, at) -> None:
    invitation.digest, invitation.link_ends_at = "", at + LINK_LASTS
    send_the_link(invitation)


def _link_dies(invitation, facts, *, by, at, note) -> None:
    invitation.digest, invitation.link_ends_at = "", None


def _not_for_oneself(by, email: str) -> None:
    if why := rules.not_ones_own(by.user.email, email):
        raise CannotBeDone(why)


INVITATION = Workflow(
    (
        Step(
            "approve",
            "Approve and invite",
            frozenset({PROPOSED}),
            SENT,
            needs="decide",
            guards=(_is_new,),
            apply=_approved,
            note="",
            explanation="They are sent a link that works once, for 7 days.",
            style="",
            reads_well="Approved and invited",
        ),
        Step(
            "change",
            "Approve the change",
            frozenset({PROPOSED}),
            InvitationStatus.JOINED,
            needs="decide",
            guards=(_is_member,),
            apply=_changed,
            note="",
            explanation="It counts at once, also where they are signed in now.",
            style="",
            reads_well="Approved the change",
        ),
        Step(
            "refuse",
            "Refuse",
            frozenset({PROPOSED}),
            InvitationStatus.REFUSED,
            needs="decide",
            reads_well="Refused",
        ),
        Step(
            "send-again",
            "Send a new link",
            frozenset({SENT}),
            SENT,
            needs="decide",
            apply=_sent_again,
            note="",
            explanation="The link they were sent before no longer works.",
            reads_well="Sent a new link",
        ),
        Step(
            "take-back",
            "Take it back",
            frozenset({PROPOSED, SENT}),
            InvitationStatus.WITHDRAWN,
            needs="invite",
            apply=_link_dies,
            explanation="A link that was sent no longer works.",
            reads_well="Taken back",
        ),
        Step(
            "join",
            "Join",
            frozenset({SENT}),
            InvitationStatus.JOINED,
            needs="join",
            apply=_link_dies,
            note="",
            reads_well="Joined",
        ),
    )
)
