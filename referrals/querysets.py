"""Named filters: whose a draft is, who sees what followed, what the person says still bears on."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from casework.models import RecordQuerySet
from referrals import rules
from referrals.colleague_models import ColleagueCheck, asked_of
from referrals.draft_offers import DraftOffer, OfferState
from referrals.terms import Route, Status


def handed_over_by(actor, referral: str) -> Exists:
    """Whether the actor wrote this draft before somebody of another agency accepted it.

    referral: the lookup path from the row to its referral's key.
    """
    return Exists(
        DraftOffer.objects.filter(
            referral_id=OuterRef(referral),
            offered_by_id=actor.membership_id,
            state=OfferState.ACCEPTED,
        )
    )


def own_until_sent(referrals: QuerySet, actor, act: str) -> QuerySet:
    """That a referral was sent is seen by whoever has the person; until then, by its author and by
    whoever handed it over.

    What follows a sent one may be recorded by anyone in the author's agency who may refer: the
    author may have left.
    """
    own = Q(author_id=actor.membership_id)
    sent = Q(submitted_on__isnull=False)
    if act == "see":
        own |= handed_over_by(actor, "pk")
    else:
        sent &= Q(agency=actor.agency)
    return referrals.filter(own | sent)


def of_author(rows: QuerySet, actor, act: str) -> QuerySet:
    """The whole draft, answers and evidence: written by its author; read, too, by whoever wrote it
    before handing it over. Neither reads it whole once it was sent more than 28 days ago.

    To read and comment: by the colleague who was asked to check it.
    """
    if act == "check":
        asked = ColleagueCheck.objects.filter(asked_of(actor))
        return rows.filter(referral__in=asked.values("referral"))
    own = Q(referral__author_id=actor.membership_id)
    if act == "see":
        own |= handed_over_by(actor, "referral_id")
    since = rules.answers_read_since(timezone.localdate())
    whole = Q(referral__submitted_on__isnull=True) | Q(referral__submitted_on__gte=since)
    return rows.filter(own, whole)


def of_one_that_was_sent(entries: QuerySet, actor, act: str) -> QuerySet:
    """What followed a sent referral: seen by whoever has the person, recorded by anyone in the
    author's agency who may refer, since the author may have left."""
    found = entries.filter(referral__submitted_on__isnull=False)
    if act == "see":
        return found
    return found.filter(
        Q(referral__author_id=actor.membership_id) | Q(referral__agency=actor.agency)
    )


class ReferralQuerySet(RecordQuerySet):
    def not_over(self) -> "ReferralQuerySet":
        """Those that what the person says still bears on: drafts, and referrals that were sent.
        A notice that was sent is done."""
        done = Q(submitted_on__isnull=False, route=Route.DUTY_TO_NOTIFY)
        return self.exclude(done | Q(status__in=[Status.WITHDRAWN, Status.CLOSED]))

    def said_before(self, day: date) -> "ReferralQuerySet":
        """Those that know of nothing said after `day`."""
        return self.filter(Q(consent_said_on__isnull=True) | Q(consent_said_on__lte=day))
