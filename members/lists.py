"""Rows of the pages about members, for one reader, through the gate."""

from django.db.models import QuerySet
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from agencies.models import Membership
from agencies.policy import CapabilityKind, Role
from casework.dates import short_date
from casework.models import Record, StatusChange
from casework.page_parts import tag
from casework.workflow import Workflow
from members.forms import words_of_place
from members.models import Invitation, LostFactor
from members.places import OPEN
from members.terms import LostFactorStatus
from members.workflow import INVITATION

MEMBER_COLUMNS = ({"text": "Name"}, {"text": "Agency"}, {"text": "What they do"}, {"text": "State"})
INVITED_COLUMNS = (
    {"text": "Reference"},
    {"text": "Who"},
    {"text": "What for"},
    {"text": "State"},
)


def members(actor: Actor) -> QuerySet[Membership]:
    """Those whom the actor looks after, those who left last."""
    rows = access.allowed(actor, "see", Membership).select_related("user", "agency")
    rows = rows.prefetch_related("capabilities")
    return rows.order_by("-is_active", "agency__name", "user__name", "pk")


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """Open ones, the oldest first."""
    rows = access.allowed(actor, "see", Invitation).standing().filter(status__in=OPEN)
    return rows.select_related("agency", "made_by").order_by("made_at", "pk")


def lost_factors(actor: Actor) -> QuerySet[LostFactor]:
    """Those that wait for release, the oldest first."""
    rows = access.allowed(actor, "see", LostFactor).filter(status=LostFactorStatus.CHECKED)
    return rows.select_related("agency", "made_by", "member__user").order_by("made_at", "pk")


def lost_factor_row(lost: LostFactor) -> list[dict]:
    told = tag(lost, "status")
    return [
        {
            "text": lost.reference,
            "href": reverse("lost_factor", args=[lost.reference]),
            "hint": f"By {lost.made_by}, {short_date(lost.made_at)}",
        },
        {"text": lost.member.user.name, "hint": lost.agency.name},
        {"text": "To set up their second factor anew"},
        {"text": told["text"], "tag_class": f"govuk-tag--{told['colour']}"},
    ]


def member_row(member: Membership) -> list[dict]:
    state = {"text": "Works here"} if member.is_active else {
        "text": "Left", "tag_class": "govuk-tag--grey"
    }  # fmt: skip
    return [
        {"text": member.user.name, "href": reverse("member", args=[member.handle])},
        {"text": member.agency.name},
        {"text": what_they_do(member)},
        state,
    ]


def what_they_do(member: Membership) -> str:
    """Roles, and permissions with the day each ends; all of them, past ones included."""
    told = ", ".join(role.label for role in Role if role in member.roles)
    for one in member.capabilities.all():
        told += f"; {CapabilityKind(one.kind).label} from {short_date(one.valid_from)}"
        told += f" to {short_date(one.valid_to)}" if one.valid_to else ""
    return told


def invitation_row(invitation: Invitation) -> list[dict]:
    told = tag(invitation, "status")
    return [
        {
            "text": invitation.reference,
            "href": reverse("invitation", args=[invitation.reference]),
            "hint": f"By {invitation.made_by}, {short_date(invitation.made_at)}",
        },
        {"text": invitation.name, "hint": invitation.agency.name},
        {
            "text": words_of_place(
                invitation.roles, invitation.capabilities, invitation.capable_until
            )
        },
        {"text": told["text"], "tag_class": f"govuk-tag--{told['colour']}"},
    ]


def history(record: Record, way: Workflow = INVITATION, *, begun: str = "Proposed") -> list[dict]:
    """What happened to it, newest first, for the timeline. It passed the gate already."""
    done = {step.name: step.done for step in way.steps} | {"add": begun}
    rows = StatusChange.objects.filter(reference=record.reference)
    return [
        {
            "title": done[row.step],
            "by": f"{row.by}, {row.agency}",
            "at": row.at,
            "text": row.note,
        }
        for row in rows.select_related("by", "agency")
    ]
