"""What people write for reports: sections, priorities of a place, and faults that they accept."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from agencies.history import keeps_history
from agencies.policy import Access
from casework.references import new_reference
from reporting.counting.measures import BY_ID as MEASURES_BY_ID
from reporting.counting.periods import MalformedPeriod, Period
from reporting.declared.models import of_own_partnership
from reporting.written.blocks import MOST_CHARACTERS

models.TextField.register_lookup(Length)


class Place(models.TextChoices):
    """Where a section stands in the report; the order here is the order of reading."""

    FOREWORD = "FOREWORD", "Foreword by the chair"
    PARTNERSHIP = "PARTNERSHIP", "The partnership and how it works"
    PURSUE = "PURSUE", "Objective: Pursue"
    PREVENT = "PREVENT", "Objective: Prevent"
    PROTECT = "PROTECT", "Objective: Protect"
    PREPARE = "PREPARE", "Objective: Prepare"
    PARTNERS = "PARTNERS", "What partners did"
    TOWN = "TOWN", "A town, beside its figures"
    NEXT_STEPS = "NEXT_STEPS", "Next steps"


class ForAReport(models.Model):
    """Of one partnership and reporting year. Never deleted: what is left out is kept.

    version: rises with each change, so that two who write at once do not overwrite each other.
    """

    reference = models.CharField(max_length=20, unique=True, editable=False)
    partnership = models.ForeignKey(
        "agencies.Partnership", models.PROTECT, related_name="+", editable=False
    )
    period = models.CharField("reporting year", max_length=7)
    is_left_out = models.BooleanField("leave it out of the report", default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    prefix = ""
    sort_key = "written_at"
    personal_fields = ()
    access = Access(kind="report", narrow=of_own_partnership)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference(self.prefix)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            Period.parse(self.period)
        except MalformedPeriod as malformed:
            raise ValidationError({"period": str(malformed)}) from malformed


@keeps_history
class WrittenSection(ForAReport):
    """A section that somebody writes. text: paragraphs, points and tokens, see `tokens`."""

    place = models.CharField("where it stands", max_length=12, choices=Place.choices)
    town = models.ForeignKey("shop.Town", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField("heading", max_length=120)
    text = models.TextField(blank=True)

    prefix = "WRT"

    class Meta:
        ordering = ["-period", "place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=Place.TOWN, town__isnull=False)
                | ~Q(place=Place.TOWN) & Q(town__isnull=True),
                name="section_of_a_town_names_it",
            ),
            models.CheckConstraint(
                condition=Q(text__length__lte=MOST_CHARACTERS), name="section_is_short_enough"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.period}"

    def clean(self) -> None:
        super().clean()
        if self.place == Place.TOWN and self.town_id is None:
            raise ValidationError({"town": "Select the town that the section is about"})
        if self.place != Place.TOWN:
            self.town = None


@keeps_history
class Priority(ForAReport):
    """What the partnership means to do about a figure, in one town or everywhere.

    measure, measure_version: the figure it rests on and how that was counted when it was written.
    """

    town = models.ForeignKey("shop.Town", models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField("priority", max_length=200)
    measure = models.CharField("the figure it rests on", max_length=40)
    measure_version = models.PositiveIntegerField(editable=False)
    action = models.CharField("what will be done", max_length=300)
    owner = models.CharField("who leads it", max_length=120)
    due_on = models.DateField("by when", null=True, blank=True)

    prefix = "PRI"

    class Meta:
        ordering = ["-period", "pk"]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return f"{self.words}, {self.period}"

    def save(self, *args, **kwargs) -> None:
        if self.measure_version is None:
            self.measure_version = MEASURES_BY_ID[self.measure].version
        super().save(*args, **kwargs)


class AcceptedFault(models.Model):
    """A fault of the reports of one year that a person lets stand, with the reason that prints.

    key: of the very fault, so that it is accepted no more once anything of it moved. Only ever
    added to.
    """

    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    key = models.CharField(max_length=16)
    rule = models.CharField(max_length=20)
    place = models.CharField(max_length=300)
    said = models.CharField(max_length=700)
    reason = models.CharField(max_length=500)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_for = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)

    personal_fields = ()

    class Meta:
        ordering = ["accepted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "period", "key"], name="fault_is_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return self.place
