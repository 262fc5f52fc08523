"""Annual reports: a kept snapshot of figures, and its files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.policy import Access
from casework.references import new_reference
from reporting.board.models import BoardPack as BoardPack
from reporting.board.models import BoardPackFile as BoardPackFile
from reporting.declared.models import DeclaredFigure as DeclaredFigure
from reporting.kept.frozen import FactRecord as FactRecord
from reporting.kept.frozen import FrozenEdition as FrozenEdition
from reporting.kept.frozen import FrozenFact as FrozenFact
from reporting.kept.frozen import FrozenStory as FrozenStory
from reporting.national.models import NationalFigure as NationalFigure
from reporting.national.models import NationalTable as NationalTable
from reporting.questions.models import FigureQuestion as FigureQuestion
from reporting.stories.models import Story as Story
from reporting.terms import Standing
from reporting.written.models import AcceptedFault as AcceptedFault
from reporting.written.models import Priority as Priority
from reporting.written.models import WrittenSection as WrittenSection


def of_own_partnership(reports: models.QuerySet, actor, act: str) -> models.QuerySet:
    return reports.filter(partnership_id=actor.partnership_id)


class AnnualReport(models.Model):
    """The annual report of one partnership and year, as counted at one moment.

    Made by a job. The contract holds every figure, sentence and definition; each format is drawn
    from it. A later correction is a new report, never a change to this one.
    asked_by: None where the timetable asked.
    """

    reference = models.CharField(max_length=20, unique=True)
    partnership = models.ForeignKey("agencies.Partnership", models.PROTECT, related_name="reports")
    period = models.CharField(max_length=7)
    audience = models.CharField(max_length=10, default="internal")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    job = models.OneToOneField("casework.Job", models.PROTECT, related_name="+")
    contract = models.JSONField(null=True)
    as_at = models.DateTimeField(null=True)
    files_removed_at = models.DateTimeField(null=True, editable=False)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.DRAFT, editable=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    second_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(null=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    personal_fields = ()
    sort_key = "asked_at"
    access = Access(kind="report", narrow=of_own_partnership)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "period", "audience"],
                condition=Q(standing=Standing.PUBLISHED),
                name="one_published_report_a_year",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[Standing.DRAFT, Standing.CHECKED, Standing.APPROVED])
                | Q(
                    checked_by__isnull=False,
                    approved_by__isnull=False,
                    second_approved_by__isnull=False,
                )
                & ~Q(approved_by=F("second_approved_by"))
                & ~Q(checked_by=F("approved_by"))
                & ~Q(checked_by=F("second_approved_by")),
                name="report_is_approved_by_two_who_did_not_check_it",
            ),
            models.CheckConstraint(
                condition=Q(
                    standing__in=[Standing.PUBLISHED, Standing.REPLACED],
                    published_at__isnull=False,
                )
                | ~Q(standing__in=[Standing.PUBLISHED, Standing.REPLACED])
                & Q(published_at__isnull=True),
                name="report_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Annual report {self.period}"

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference("REP")
        super().save(*args, **kwargs)


class ReportFile(models.Model):
    """One file of a report, kept in the database so that the gate stands before its bytes."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    personal_fields = ()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="one_file_a_name")]

    def __str__(self) -> str:
        return self.name
