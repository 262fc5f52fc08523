"""Figures counted elsewhere: training, the pledge, anything that no record here holds.

They stand beside what was counted from records, never among it: each says who supplied it, and is
used only after a second person approved it.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.policy import Access
from casework.references import new_reference
from reporting.counting.periods import MalformedPeriod, Period
from reporting.disclosure import rules
from reporting.document.material import Declared


def of_own_partnership(rows: models.QuerySet, actor, act: str) -> models.QuerySet:
    return rows.filter(partnership_id=actor.partnership_id)


class WhatIsCounted(models.TextChoices):
    """Whether a small number could tell of single people."""

    PEOPLE = "PEOPLE", "People, or incidents"
    OTHER = "OTHER", "Something else, such as sessions, letters or businesses"
    RESIDENTS = "RESIDENTS", "Residents of a town or of the whole area, for rates"


class DeclaredFigure(models.Model):
    """One figure of one reporting year, supplied by somebody who counted it.

    name: what was counted, as the report prints it. supplied_by: the organisation, printed with it.
    how_counted: the rule, printed with it. town: of residents alone; none is the whole area. Never
    changed once approved: a correction is a new one that replaces it, and both are kept.
    """

    reference = models.CharField(max_length=20, unique=True, editable=False)
    partnership = models.ForeignKey(
        "agencies.Partnership", models.PROTECT, related_name="+", editable=False
    )
    period = models.CharField("reporting year", max_length=7)
    name = models.CharField("what was counted", max_length=120)
    counts = models.CharField(
        "what it counts", max_length=10, choices=WhatIsCounted.choices, default=WhatIsCounted.PEOPLE
    )
    value = models.PositiveIntegerField("the figure")
    town = models.ForeignKey(
        "shop.Town", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="town, for residents",
    )  # fmt: skip
    supplied_by = models.CharField(max_length=120)
    how_counted = models.CharField(max_length=500)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", editable=False
    )

    personal_fields = ()
    sort_key = "entered_at"
    access = Access(kind="report", narrow=of_own_partnership)

    class Meta:
        ordering = ["-period", "name", "-entered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("entered_by")),
                name="declared_figure_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(counts=WhatIsCounted.RESIDENTS, value__gt=0)
                | ~Q(counts=WhatIsCounted.RESIDENTS) & Q(town__isnull=True),
                name="declared_figure_of_a_town_is_of_residents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.period}"

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference("FIG")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            Period.parse(self.period)
        except MalformedPeriod as malformed:
            raise ValidationError({"period": str(malformed)}) from malformed
        if self.counts != WhatIsCounted.RESIDENTS and self.town_id:
            raise ValidationError({"town": "Leave this empty: only residents are of a town"})
        if self.counts == WhatIsCounted.RESIDENTS and self.value == 0:
            raise ValidationError({"value": "Enter how many residents there are"})

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


def in_use(partnership_id: int, period: str) -> models.QuerySet[DeclaredFigure]:
    """Of one year: approved, not replaced by one that is, and printed as a figure of its own."""
    rows = DeclaredFigure.objects.filter(
        partnership_id=partnership_id, period=period, approved_at__isnull=False
    )
    rows = rows.exclude(counts=WhatIsCounted.RESIDENTS)
    return rows.exclude(replaced_by__approved_at__isnull=False).order_by("name", "pk")


def for_readers(partnership_id: int, period: Period, audience: str) -> list[Declared]:
    """The figures of a year as readers of an edition may have them, each beside that of the same
    name a year before. A small number of people is withheld; see `disclosure.rules`."""
    before = {row.name: row for row in in_use(partnership_id, period.previous().label)}
    return [
        _for_readers(row, before.get(row.name), audience)
        for row in in_use(partnership_id, period.label)
    ]


def _for_readers(row: DeclaredFigure, before: DeclaredFigure | None, audience: str) -> Declared:
    value, state = _told(row, audience)
    value_before, state_before = _told(before, audience) if before else (None, "not_available")
    return {
        "reference": row.reference,
        "name": row.name,
        "supplied_by": row.supplied_by,
        "how_counted": row.how_counted,
        "value": value,
        "state": state,
        "value_before": value_before,
        "state_before": state_before,
    }


def _told(row: DeclaredFigure, audience: str) -> tuple[int | None, str]:
    """Its measure is named nowhere, so a count of people has the threshold of the edition."""
    least = rules.threshold(audience, row.reference) if row.counts == WhatIsCounted.PEOPLE else 0
    return (None, "withheld") if 0 < row.value < least else (row.value, "shown")
