"""A draft offered to a first responder of another agency, until it is accepted or not."""

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet

from agencies.history import keeps_history
from agencies.policy import Access
from casework.models import Record


class OfferState(models.TextChoices):
    OPEN = "open", "Waits for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    TAKEN_BACK = "taken_back", "Taken back"


def of_those_concerned(offers: QuerySet, actor, act: str) -> QuerySet:
    """An offer is read by who made it and who answered it; answered by those to whom it was made.

    Whoever manages the person, the desk above all, sees that one waits: only they can share.
    """
    if act == "take_over":
        to_me = Q(to_member__isnull=True) | Q(to_member_id=actor.membership_id)
        return offers.filter(to_me, to_agency_id=actor.agency.pk)
    if act == "manage":
        return offers
    own = Q(offered_by_id=actor.membership_id) | Q(answered_by_id=actor.membership_id)
    return offers.filter(own)


@keeps_history
class DraftOffer(Record):
    """One draft offered to another agency: to one member, or to any first responder there.

    Writing stays with the author until it is accepted; then it goes over, and who offered reads on.
    shared_person: whether the offer gave the agency the outline of the person, which then ends
    with it. After `ends_on` nobody can accept it any more.
    """

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="offers", editable=False
    )
    offered_by = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    to_member = models.ForeignKey(
        "agencies.Membership", models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("why", max_length=300)
    ends_on = models.DateField("until")
    shared_person = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=OfferState.choices, default=OfferState.OPEN, editable=False
    )
    answered_by = models.ForeignKey(
        "agencies.Membership", models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    answer = models.CharField("why not", max_length=300, blank=True, editable=False)

    prefix = "OFR"
    personal_fields = ("reason", "answer")
    access = Access(kind="person", carrier="referral__person", narrow=of_those_concerned)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state=OfferState.OPEN), name="one_open_draft_offer"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=OfferState.OPEN, answered_by__isnull=True, answered_at__isnull=True
                )
                | ~Q(state=OfferState.OPEN)
                & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="draft_offer_answered_when_and_by_whom",
            ),
        ]

    def is_open_on(self, day: date) -> bool:
        return self.state == OfferState.OPEN and day <= self.ends_on

    @property
    def whom(self) -> str:
        return whom(self.to_member.user.name if self.to_member else None, self.to_agency.name)


def whom(member: str | None, agency: str) -> str:
    """ "Ann Example of the council", or "any first responder of the council"."""
    return f"{member or 'any first responder'} of {agency}"
