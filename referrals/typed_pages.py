"""What was typed on a page of a draft and was not saved as answers yet."""

from django.db import models
from django.utils import timezone

from agencies.policy import Access
from referrals.querysets import of_author


class TypedPage(models.Model):
    """The fields of one page as one window sent them by itself, right or wrong.

    Each time a page is opened is a window, so that two windows never write over each other. A row
    ends when its page is saved, or when a page that showed it is. It keeps no history: it is
    written every few seconds, and what becomes an answer has its own.
    """

    referral = models.ForeignKey("referrals.Referral", models.CASCADE, related_name="typed_pages")
    step = models.CharField(max_length=80)
    window = models.UUIDField()
    fields = models.JSONField(default=dict)
    typed_by = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    typed_at = models.DateTimeField(default=timezone.now)

    personal_fields = ("fields",)
    access = Access(kind="person", carrier="referral__person", narrow=of_author)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "step", "window"], name="typed_once_a_window"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.referral.reference
