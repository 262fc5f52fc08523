"""Towns and wards of a partnership's area. Towns are the stable unit; wards carry dates."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from shop import rules
from shop.terms import TownKind


class Town(models.Model):
    """A row of every table by town: the partnership's towns, outside the area, not recorded."""

    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, related_name="towns")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=TownKind.choices, default=TownKind.TOWN)
    position = models.PositiveSmallIntegerField()

    personal_fields = ()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "code"], name="town_code_once"),
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                condition=~Q(kind=TownKind.TOWN),
                name="one_outside_and_one_not_recorded",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """An electoral ward, with the days between which it existed."""

    town = models.ForeignKey(Town, models.PROTECT, related_name="wards")
    code = models.CharField("ONS code", max_length=9)
    name = models.CharField(max_length=80)
    valid_from = models.DateField("first day", null=True, blank=True)
    valid_to = models.DateField("last day", null=True, blank=True)

    partnership_path = "town__partnership"
    personal_fields = ()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["town", "code"], name="ward_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="ward_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if why := rules.ends_after_it_starts(self.valid_from, self.valid_to, "The last day"):
            raise ValidationError({"valid_to": why})
