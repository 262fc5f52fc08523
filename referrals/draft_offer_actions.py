"""A draft goes over to a first responder of another agency: offered, then accepted or not."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies import access, audit, notices
from agencies.acting import Actor, actor_by_membership, open_memberships
from agencies.models import Agency, Cause, Membership
from agencies.policy import CapabilityKind, Level
from casework import sharing
from casework.models import note_change
from casework.workflow import CannotBeDone
from referrals.draft_offers import DraftOffer, OfferState
from referrals.drafts import Draft
from referrals.models import Referral
from referrals.workflow import UNSENT
from victims.models import Person

STANDS_FOR = timedelta(days=7)
NOT_OPEN = "This offer does not stand any more. It was answered, taken back, or its time is over."
SENT = "This referral was sent or closed, so it cannot be handed over."
ASK_THE_DESK = (
    "Your agency was not given enough of this person to go on with the draft. Ask the desk to "
    "share {reference} with your agency to work on, then accept."
)


def first_responders(agencies: QuerySet[Agency]) -> QuerySet[Membership]:
    """Members of these agencies who may take a draft over today."""
    members = open_memberships().filter(agency__in=agencies)
    return members.filter(in_force__contains=[CapabilityKind.FIRST_RESPONDER])


def may_be_offered_to(by: Actor) -> QuerySet[Agency]:
    """The other first responder organisations of the partnership that work here."""
    return Agency.objects.filter(
        partnership_id=by.partnership_id, is_first_responder=True, signs_in=True, is_desk=False
    ).exclude(pk=by.agency.pk)


def open_offer(referral: Referral, day: date) -> DraftOffer | None:
    """The offer that stands for this draft, if one does."""
    rows = DraftOffer.objects.filter(referral=referral, state=OfferState.OPEN, ends_on__gte=day)
    return rows.select_related("to_agency", "to_member__user").first()


@transaction.atomic
def offer_draft(
    draft: Draft,
    *,
    to_agency: Agency,
    to_member: Membership | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> DraftOffer:
    """Offer the draft for a week. An agency that has nothing of the person is given the outline
    until then, where the acting agency may share; otherwise the desk is told that it must.

    Raises CannotBeDone when the draft is sent, closed or offered already.
    """
    access.require(by, "refer", draft.row)
    referral = _locked(draft.referral.pk)
    _must_be_unsent(referral)
    today = timezone.localdate(at)
    for earlier in DraftOffer.objects.filter(referral=referral, state=OfferState.OPEN):
        if earlier.is_open_on(today):
            raise CannotBeDone(
                f"This draft is offered to {earlier.whom}. Take that offer back first."
            )
        _answer(earlier, OfferState.TAKEN_BACK, by, at)
    ends_on = today + STANDS_FOR
    person = referral.person
    shares = not _holds(to_agency, person, Level.SEE) and access.can(by, "manage", person)
    if shares:
        of = by.agency.partnership
        sharing.share_record(
            person,
            [to_agency],
            by=by,
            at=at,
            level=Level.SEE,
            purpose=of.sharing_purpose,
            basis=of.sharing_basis,
            ends_at=sharing.end_of(ends_on),
        )
    made = DraftOffer.objects.create(
        referral=referral,
        offered_by_id=by.membership_id,
        to_agency=to_agency,
        to_member=to_member,
        reason=reason,
        ends_on=ends_on,
        shared_person=shares,
        agency=by.agency,
        made_by=by.user,
        made_at=at,
    )
    audit.record(by, "offer_draft", made, detail={"agencies": [to_agency.code]})
    if not _holds(to_agency, person, Level.WORK):
        desk = Agency.objects.filter(partnership_id=by.partnership_id, is_desk=True)
        notices.something_waits(desk, about=person)
    if _holds(to_agency, person, Level.SEE):
        asked = [to_member] if to_member else first_responders([to_agency])
        notices.something_waits_for([each.pk for each in asked], about=person)
    return made


@transaction.atomic
def accept_offer(offer: DraftOffer, *, by: Actor, at: datetime) -> Referral:
    """The draft is the acting member's from now on, and of their agency. Whoever offered it reads
    on, until 28 days after it was sent.

    Raises CannotBeDone when it does not stand, or when the agency may not work with the person.
    """
    offer, referral = _to_answer(offer, by, at)
    _must_be_unsent(referral)
    person = referral.person
    if not _holds(by.agency, person, Level.WORK):
        giver = actor_by_membership(offer.offered_by_id)
        if not (offer.shared_person and giver and access.can(giver, "manage", person)):
            raise CannotBeDone(ASK_THE_DESK.format(reference=person.reference))
        # In the name of whoever offered it: the page of the offer told them so.
        of = by.agency.partnership
        access.share(
            giver,
            person,
            [by.agency],
            level=Level.WORK,
            cause=Cause.SHARED,
            purpose=of.sharing_purpose,
            basis=of.sharing_basis,
        )
    before, referral.author_id, referral.agency = referral.agency, by.membership_id, by.agency
    referral.version += 1
    referral.save(update_fields=["author", "agency", "version"])
    _answer(offer, OfferState.ACCEPTED, by, at)
    sharing.accept(person, by=by, act="see", at=at)
    note_change(referral, by, "hand_over", "", "", f"From {before} to {by.agency}", at)
    audit.record(by, "take_over", referral, detail={"from": before.code, "offer": offer.reference})
    notices.something_waits_for([offer.offered_by_id], about=person)
    return referral


@transaction.atomic
def decline_offer(offer: DraftOffer, reason: str, *, by: Actor, at: datetime) -> None:
    """The draft stays whose it is. What the offer gave of the person ends."""
    offer, referral = _to_answer(offer, by, at)
    offer.answer = reason
    _answer(offer, OfferState.DECLINED, by, at)
    audit.record(by, "decline_draft", offer)
    giver = actor_by_membership(offer.offered_by_id)
    _end_share(offer, referral.person, giver, at)
    notices.something_waits_for([offer.offered_by_id], about=referral.person)


@transaction.atomic
def take_back_offer(offer: DraftOffer, *, by: Actor, at: datetime) -> None:
    """Nobody can accept it any more. What the offer gave of the person ends."""
    access.require(by, "refer", offer)
    referral = _locked(offer.referral_id)
    offer = DraftOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.state != OfferState.OPEN:
        raise CannotBeDone(NOT_OPEN)
    _answer(offer, OfferState.TAKEN_BACK, by, at)
    audit.record(by, "take_back_draft", offer)
    _end_share(offer, referral.person, by, at)


def _to_answer(offer: DraftOffer, by: Actor, at: datetime) -> tuple[DraftOffer, Referral]:
    """Both rows locked, always the referral first, once it is sure that the offer stands."""
    access.require(by, "take_over", offer)
    referral = _locked(offer.referral_id)
    rows = DraftOffer.objects.select_for_update(of=("self",)).select_related("to_agency")
    offer = rows.get(pk=offer.pk)
    if not offer.is_open_on(timezone.localdate(at)) or offer.offered_by_id != referral.author_id:
        raise CannotBeDone(NOT_OPEN)
    return offer, referral


def _locked(referral_id: int) -> Referral:
    rows = Referral.objects.select_related("person", "agency")
    return rows.select_for_update(of=("self",)).get(pk=referral_id)


def _must_be_unsent(referral: Referral) -> None:
    if referral.status not in UNSENT or referral.is_mistake:
        raise CannotBeDone(SENT)


def _answer(offer: DraftOffer, state: OfferState, by: Actor, at: datetime) -> None:
    offer.state, offer.answered_by_id, offer.answered_at = state, by.membership_id, at
    offer.version += 1
    offer.save(update_fields=["state", "answered_by", "answered_at", "answer", "version"])


def _holds(agency: Agency, person: Person, level: Level) -> bool:
    return access.holders(person, level).filter(group=agency.group_id).exists()


def _end_share(offer: DraftOffer, person: Person, giver: Actor | None, at: datetime) -> None:
    """At once where whoever offered it may still share; otherwise on the day it was to end."""
    if not offer.shared_person or not _holds(offer.to_agency, person, Level.SEE):
        return
    if _holds(offer.to_agency, person, Level.WORK):
        return  # given more since, for a reason of its own
    if giver and access.can(giver, "manage", person):
        sharing.stop_sharing(
            person, offer.to_agency, by=giver, at=at, why=sharing.WhyChanged.NOT_NEEDED
        )
