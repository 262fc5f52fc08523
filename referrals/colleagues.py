"""Asking a colleague to check a draft: who can be asked, asking, commenting, and its end."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.models import Capability, Membership
from agencies.policy import CARERS, CapabilityKind, Level, Role
from casework.workflow import CannotBeDone
from referrals.drafts import Draft
from referrals.models import CheckComment, ColleagueCheck, Referral
from referrals.questions.shape import Step

CLOSED = "This draft is no longer open, so nobody checks it. Open the answers again first."
ASKED_ALREADY = "A colleague is checking this draft already. Take that back first."
NOT_ASKED = "Your colleague took this back, or the draft is ready. Nothing is lost for them."


def who_can_be_asked(actor: Actor) -> QuerySet[Membership]:
    """Of the author's agency: first responders, and leads whose other role opens people."""
    today = timezone.localdate()
    may_refer = Capability.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        membership=OuterRef("pk"),
        kind=CapabilityKind.FIRST_RESPONDER,
        valid_from__lte=today,
    )
    members = Membership.objects.filter(
        Exists(may_refer) | Q(roles__contains=[Role.AGENCY_LEAD]),
        agency=actor.agency,
        is_active=True,
        user__is_active=True,
        roles__overlap=sorted({*CARERS, Role.POLICE_LEAD}),
    )
    return members.exclude(pk=actor.membership_id).select_related("user").order_by("user__name")


def current(draft: Draft) -> ColleagueCheck | None:
    """The check that was asked for and has not ended."""
    rows = ColleagueCheck.objects.filter(
        referral=draft.referral, ended_at__isnull=True, asked_by=draft.referral.author_id
    )
    return rows.select_related("colleague__user").first()


def was_read(draft: Draft) -> bool:
    """Whether a colleague said that they have read it."""
    rows = ColleagueCheck.objects.filter(referral=draft.referral, finished_at__isnull=False)
    return rows.exists()


@transaction.atomic
def ask(draft: Draft, colleague: Membership, *, by: Actor, at: datetime) -> ColleagueCheck:
    """Let a colleague read the draft. Done, and opens nothing, where the person is kept from them.

    Raises CannotBeDone when somebody is asked already, or the draft is closed.
    """
    access.require(by, "refer", draft.row)
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=draft.referral.pk)
    if not draft.is_open:
        raise CannotBeDone(CLOSED)
    # Of somebody who was the author before, or of a draft that was closed meanwhile.
    stale = ColleagueCheck.objects.filter(referral=referral, ended_at__isnull=True)
    stale.exclude(asked_by=by.membership_id).update(ended_at=at)
    if stale.filter(asked_by=by.membership_id).exists():
        raise CannotBeDone(ASKED_ALREADY)
    if not who_can_be_asked(by).filter(pk=colleague.pk).exists():
        raise access.Refused(access.NOTHING_HERE)
    check = ColleagueCheck.objects.create(
        referral=referral, colleague=colleague, asked_by_id=by.membership_id, asked_at=at
    )
    audit.record(by, "ask_to_check", draft.row, detail={"membership": colleague.pk})
    person = draft.person
    notices.something_waits_for([colleague.pk], about=person)
    managing = access.holders(person, Level.MANAGE)
    notices.kept_was_given(managing, person, users=[colleague.user_id])
    return check


@transaction.atomic
def take_back(draft: Draft, *, by: Actor, at: datetime) -> None:
    """End it at once. What was said stays with the author."""
    access.require(by, "refer", draft.row)
    ended = ColleagueCheck.objects.filter(referral=draft.referral, ended_at__isnull=True)
    if ended.update(ended_at=at):
        audit.record(by, "end_check", draft.row)


def end_of(referral: Referral, at: datetime) -> None:
    """The draft is ready or closed: whoever was asked reads it no longer."""
    ColleagueCheck.objects.filter(referral=referral, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def comment(draft: Draft, step: Step, text: str, *, by: Actor, at: datetime) -> None:
    """Raises CannotBeDone when it was taken back meanwhile."""
    check = _asked(draft, by)
    CheckComment.objects.create(
        check_of=check, step=step.key, text=text, written_by=by.user, written_at=at
    )
    audit.record(by, "comment", draft.row, parts=[step.key])
    notices.something_waits_for([check.asked_by_id], about=draft.person)


@transaction.atomic
def finish(draft: Draft, *, by: Actor, at: datetime) -> None:
    """The colleague has read it. Raises CannotBeDone when it was taken back meanwhile."""
    check = _asked(draft, by)
    check.finished_at = at
    check.save(update_fields=["finished_at"])
    audit.record(by, "finish_check", draft.row)
    notices.something_waits_for([check.asked_by_id], about=draft.person)


def _asked(draft: Draft, by: Actor) -> ColleagueCheck:
    rows = access.allowed(by, "check", ColleagueCheck).filter(referral=draft.referral)
    check = rows.select_for_update(of=("self",)).first()
    if check is None:
        raise CannotBeDone(NOT_ASKED)
    return check


@transaction.atomic
def deal_with(draft: Draft, comment_id: int, *, by: Actor) -> None:
    """The author has dealt with one comment, or not after all: each click turns it."""
    access.require(by, "refer", draft.row)
    rows = access.allowed(by, "see", CheckComment).filter(check_of__referral=draft.referral)
    found = rows.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if found is None:
        raise access.Refused(access.NOTHING_HERE)
    found.is_done = not found.is_done
    found.save(update_fields=["is_done"])
    audit.record(by, "change", draft.row, parts=["comments"])
