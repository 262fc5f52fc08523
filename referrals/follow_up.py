"""What happened on the side tracks of a sent referral; `tracks` says what may follow what."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.policy import Access
from casework.codes import CodeField
from referrals.querysets import of_one_that_was_sent
from referrals.terms import Channel, Learned
from referrals.tracks import TELLS, Track


class FollowUp(models.Model):
    """One entry on one track: what happened, on which day, and from what it is known.

    decision: the one a reconsideration is about. takes_back: the entry that this one says was
    wrong; such an entry tells nothing else. Only ever added to, which the database sees to.
    """

    referral = models.ForeignKey("referrals.Referral", models.PROTECT, related_name="follow_ups")
    track = models.CharField(max_length=20, choices=Track.choices)
    what = models.CharField(max_length=40, choices=list(TELLS.items()))
    happened_on = models.DateField("date")
    learned_from = models.CharField(
        "from what this is known", max_length=10, choices=Learned.choices
    )
    note = models.CharField(max_length=500, blank=True)
    accommodation = CodeField(
        "where the person stays now", codes="referrals/accommodation_status", blank=True
    )
    destination = CodeField(
        "where the person went", codes="referrals/exit_destinations", blank=True
    )
    channel = models.CharField(
        "how it was passed on", max_length=10, choices=Channel.choices, blank=True
    )
    decision = models.ForeignKey(
        "referrals.Decision", models.PROTECT, null=True, related_name="reconsiderations"
    )
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="taken_back_by"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    personal_fields = ("note",)
    access = Access(kind="person", carrier="referral__person", narrow=of_one_that_was_sent)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["referral", "id"], name="follow_up_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) | ~Q(note=""),
                name="follow_up_taken_back_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(what="letter-passed-on", takes_back__isnull=True) & ~Q(channel="")
                | Q(channel="") & ~Q(what="letter-passed-on", takes_back__isnull=True),
                name="follow_up_letter_has_a_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.what}"

    @property
    def reference(self) -> str:
        return self.referral.reference

    @property
    def tells(self) -> str:
        told = TELLS.get(self.what, self.what)
        return f"Taken back: {told[:1].lower()}{told[1:]}" if self.takes_back_id else told
