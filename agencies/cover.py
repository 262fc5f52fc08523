"""Cover: for at most 14 days a colleague has what somebody is assigned to. It ends by itself."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils import timezone

from agencies.history import keeps_history

LONGEST = timedelta(days=14)


class CoverQuerySet(models.QuerySet):
    def on(self, day: date) -> "CoverQuerySet":
        """In force on `day`, between two people who still work there."""
        return self.filter(
            starts_on__lte=day,
            ends_on__gte=day,
            colleague__agency=F("by__agency"),
            by__is_active=True,
        )


@keeps_history
class Cover(models.Model):
    """`by` has what `colleague` is assigned to, from `starts_on` to `ends_on`, both included."""

    colleague = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    by = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = CoverQuerySet.as_manager()
    personal_fields = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"))
                & Q(ends_on__lt=ExpressionWrapper(F("starts_on") + LONGEST, models.DateField())),
                name="cover_lasts_at_most_14_days",
            ),
            models.CheckConstraint(
                condition=~Q(colleague=F("by")), name="nobody_covers_for_themselves"
            ),
        ]
        indexes = [models.Index(fields=["by", "ends_on"], name="cover_held")]

    def __str__(self) -> str:
        return f"cover until {self.ends_on}"

    def clean(self) -> None:
        if why := why_not_cover(self.colleague, self.by, self.starts_on, self.ends_on):
            raise ValidationError(why)


def why_not_cover(colleague, by, starts_on: date, ends_on: date) -> dict[str, str]:
    """The field that is wrong and the sentence that says why; empty when cover may be set."""
    if colleague == by:
        return {"by": "Select someone else: nobody covers for themselves"}
    if colleague.agency_id != by.agency_id:
        return {"by": "Select someone of the same agency"}
    if ends_on < starts_on:
        return {"ends_on": "The last day must be the first day or later"}
    if ends_on - starts_on >= LONGEST:
        return {"ends_on": f"Cover lasts at most {LONGEST.days} days. Set it again when it ends"}
    return {}
