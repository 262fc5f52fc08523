"""What the author of a referral looked at before it is ready."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet

from agencies.history import keeps_history
from agencies.policy import Access
from referrals.terms import NameAsked


def of_their_author(rows: QuerySet, actor, act: str) -> QuerySet:
    return rows.filter(referral__author_id=actor.membership_id)


@keeps_history
class ReferralChecks(models.Model):
    """What the author looked at, and decided, before a referral is ready.

    explained: why a passage of a text does not say who the person is, by the digest of the passage,
        which is another one as soon as the text changes. digest: of the texts that were read as a
        whole. looked_at: the prompts that were put aside. name_asked: what happens where the Home
        Office asks for a name that may not be given.
    """

    referral = models.OneToOneField("referrals.Referral", models.CASCADE, related_name="checks")
    explained = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    looked_at = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    name_asked = models.CharField(max_length=10, choices=NameAsked.choices, blank=True)

    personal_fields = ("explained",)
    access = Access(kind="person", carrier="referral__person", narrow=of_their_author)

    class Meta:
        verbose_name_plural = "referral checks"

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.referral.reference
