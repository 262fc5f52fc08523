"""Published tables as they were loaded. They hold no case and belong to no partnership."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class NationalTable(models.Model):
    """One published file. sha256: of its bytes, so that loading it twice changes nothing.

    A later file with the same title takes the place of an earlier on the page; both are kept.
    """

    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=500)
    published_on = models.DateField()
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField(default=timezone.now)

    personal_fields = ()

    class Meta:
        ordering = ["title", "-published_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class NationalFigure(models.Model):
    """One figure of a table, in the words of its source. Both days are in the period.

    local_measure: the measure of ours that it may stand beside, "" for none. value: None where the
    source gives none; `state` says why.
    """

    table = models.ForeignKey(NationalTable, models.CASCADE, related_name="figures")
    line = models.PositiveIntegerField()
    measure = models.CharField(max_length=200)
    local_measure = models.CharField(max_length=40, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    area_kind = models.CharField(max_length=20)
    area = models.CharField(max_length=200)
    row = models.CharField(max_length=200)
    value = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=20, default="shown")

    personal_fields = ()

    class Meta:
        ordering = ["table", "line"]
        constraints = [
            models.UniqueConstraint(fields=["table", "line"], name="one_national_figure_a_line"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="national_figure_begins_first"
            ),
            models.CheckConstraint(
                condition=Q(state="shown", value__isnull=False)
                | ~Q(state="shown") & Q(value__isnull=True),
                name="national_figure_has_a_value_or_a_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.area}, {self.row}"
