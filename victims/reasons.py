"""Reasons for which someone who is not assigned looks at who a person is: asked once a day."""

from django.db import models
from django.db.models import TextChoices
from django.utils import timezone

from agencies.history import keeps_history
from agencies.policy import Access


class WhyLook(TextChoices):
    DANGER = "danger", "To act on a danger to them now"
    SAME_PERSON = "same_person", "To tell whether this is someone we know already"
    PATHWAY = "pathway", "For a referral or support that they agreed to"
    COURT = "court", "For a warrant, a court or a prosecution"
    INFORMATION = "information", "They asked what is kept about them, or to have it corrected"


@keeps_history
class StatedReason(models.Model):
    """Why a member looks at who a person is, on one day. Opens the identity to them that day."""

    person = models.ForeignKey("victims.Person", models.CASCADE, related_name="stated_reasons")
    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    on = models.DateField(default=timezone.localdate)
    reason = models.CharField(max_length=20, choices=WhyLook.choices)

    personal_fields = ()
    access = Access(kind="person", carrier="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "membership", "on"], name="one_reason_a_person_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} on {self.on}"
