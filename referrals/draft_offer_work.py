"""My work of a hand-over: what is offered to me, what was declined, what the desk must share."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.policy import Level
from casework.work import Waiting, latest, register
from referrals.draft_offers import OfferState
from referrals.models import DraftOffer
from referrals.workflow import UNSENT
from victims.models import Person

TOLD_FOR = timedelta(days=14)


def waiting(offers: QuerySet[DraftOffer], today: date) -> QuerySet[DraftOffer]:
    """Those that stand, of drafts that are still drafts."""
    return offers.filter(
        state=OfferState.OPEN,
        ends_on__gte=today,
        referral__status__in=UNSENT,
        referral__mistake_at__isnull=True,
    )


@register("Drafts that change hands", 14)
def drafts_offered(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "take_over", DraftOffer).select_related(
        "referral", "offered_by__user", "offered_by__agency"
    )
    found = [
        Waiting(
            "Accept or decline a draft referral",
            reverse("draft_offer", args=[row.reference]),
            row.referral.reference,
            hint=f"Offered by {row.offered_by.user.name}, {row.offered_by.agency}",
            due=row.ends_on,
        )
        for row in latest(waiting(rows, today), "ends_on", "pk")
    ]
    return [*found, *_declined(actor), *_to_share(actor, today)]


def _declined(actor: Actor) -> list[Waiting]:
    """Of my own drafts, until I offer them again or for a fortnight."""
    rows = access.allowed(actor, "see", DraftOffer)
    later = DraftOffer.objects.filter(referral=OuterRef("referral"), pk__gt=OuterRef("pk"))
    rows = rows.filter(
        ~Exists(later),
        state=OfferState.DECLINED,
        answered_at__gte=timezone.now() - TOLD_FOR,
        referral__author_id=actor.membership_id,
        referral__status__in=UNSENT,
    ).select_related("referral", "to_agency")
    return [
        Waiting(
            "Your draft was not taken over",
            reverse("draft_offer", args=[row.reference]),
            row.referral.reference,
            hint=f"Declined by {row.to_agency}",
        )
        for row in latest(rows, "-answered_at")
    ]


def _to_share(actor: Actor, today: date) -> list[Waiting]:
    """For the desk: people that an agency must be given before it can take a draft over."""
    if not actor.agency.is_desk:
        return []
    held = access.grant_model(Person).objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()),
        content_object=OuterRef("referral__person"),
        group=OuterRef("to_agency__group"),
        permission_id=access.permission_id(Person, Level.WORK),
    )
    rows = waiting(access.allowed(actor, "manage", DraftOffer), today)
    rows = rows.filter(~Exists(held), shared_person=False)
    rows = rows.select_related("referral__person", "to_agency")
    return [
        Waiting(
            f"Share with {row.to_agency} to work on: a draft referral is offered to them",
            reverse("people_sharing", args=[row.referral.person.reference]),
            row.referral.person.reference,
            due=row.ends_on,
        )
        for row in latest(rows, "ends_on", "pk")
    ]
