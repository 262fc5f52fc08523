"""Board packs: a kept snapshot of a quarter's figures, and its files."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from agencies.policy import Access
from casework.references import new_reference

MOST_DECISIONS, LONGEST_DECISIONS = 10, 1500


def of_own_partnership(packs: models.QuerySet, actor, act: str) -> models.QuerySet:
    return packs.filter(partnership_id=actor.partnership_id)


class BoardPack(models.Model):
    """The pack of one partnership and quarter, as counted at one moment.

    contract: every figure and sentence, None until it is made; never counted again. decisions: what
    the board is asked to decide, one a line, in the desk's words; may be changed until the meeting.
    asked_by: None where the timetable asked. job: the one that made or drew it last.
    """

    reference = models.CharField(max_length=20, unique=True, editable=False)
    partnership = models.ForeignKey(
        "agencies.Partnership", models.PROTECT, related_name="+", editable=False
    )
    quarter = models.CharField(max_length=10)
    decisions = models.TextField("decisions sought", blank=True, max_length=LONGEST_DECISIONS)
    decisions_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    job = models.ForeignKey("casework.Job", models.PROTECT, related_name="+", editable=False)
    contract = models.JSONField(null=True, editable=False)
    as_at = models.DateTimeField(null=True, editable=False)

    personal_fields = ()
    sort_key = "asked_at"
    access = Access(kind="report", narrow=of_own_partnership)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Board pack {self.quarter}"

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference("BRD")
        super().save(*args, **kwargs)


class BoardPackFile(models.Model):
    """One file of a pack, kept in the database so that the gate stands before its bytes."""

    pack = models.ForeignKey(BoardPack, models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    personal_fields = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "name"], name="one_file_a_name_of_a_pack")
        ]

    def __str__(self) -> str:
        return self.name
