"""What every record has, and the trail it leaves."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from casework.references import new_reference

# Records that count: those not marked as recorded by mistake. Indexes of lists hold no others.
STANDS = Q(mistake_at__isnull=True)
SAID_HOW = ("in person", "by phone", "by email", "at a meeting")


class RecordQuerySet(models.QuerySet):
    def standing(self) -> "RecordQuerySet":
        """Records that count: those not marked as recorded by mistake."""
        return self.filter(STANDS)


class Record(models.Model):
    """A record of the casework: who made it for which agency, and whether it was a mistake.

    A subclass declares `prefix` for its references, `access` for the gate, `sort_key` (the date
    its list is ordered by), and `personal_fields`, those that say who or where someone is.
    `version` counts saves, so that two people changing one record at once are told.
    `led_by` names the field with the agency that answers for a record, where one does.
    """

    reference = models.CharField(max_length=20, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    mistake_at = models.DateTimeField(null=True, editable=False)
    mistake_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    mistake_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    prefix = "REC"
    sort_key = "made_at"
    access = None
    led_by = ""
    personal_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(mistake_at__isnull=True, mistake_by__isnull=True, mistake_reason="")
                | Q(mistake_at__isnull=False, mistake_by__isnull=False) & ~Q(mistake_reason=""),
                name="%(class)s_mistake_has_who_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference(self.prefix)
        super().save(*args, **kwargs)

    @property
    def is_mistake(self) -> bool:
        return self.mistake_at is not None


class OnBehalf(models.Model):
    """Something recorded for an agency that did not record it itself.

    Counts at once. It waits in that agency's work until someone there confirms it.
    """

    said_by = models.CharField("who told you", max_length=120, blank=True)
    said_how = models.CharField(
        "how", max_length=20, blank=True, choices=[(word, word.capitalize()) for word in SAID_HOW]
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(said_by="", said_how="") | ~Q(said_by="") & ~Q(said_how=""),
                name="%(class)s_said_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="%(class)s_confirmed_when_and_by_whom",
            ),
        ]

    @property
    def awaits_confirmation(self) -> bool:
        return bool(self.said_by) and self.confirmed_at is None


class StatusChange(models.Model):
    """One step taken on one record: from which state to which, by whom, for which agency, why.

    Only ever added. Read through the record it belongs to, which passes the gate.
    """

    record_type = models.CharField(max_length=40)
    reference = models.CharField(max_length=20)
    step = models.CharField(max_length=40)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    personal_fields = ("note",)

    class Meta:
        indexes = [models.Index(fields=["reference", "-at"], name="status_change_by_record")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.reference} {self.step}"


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Stopped"


class Job(models.Model):
    """Long work. This row is the truth about it; the broker only wakes a worker.

    attempt: raised by whoever takes the job; only the holder of the latest attempt may finish it.
    heartbeat_at: when the worker last gave a sign; an old one lets the sweeper wake another.
    dedupe_key: two unfinished jobs cannot share one.
    asked_by: None for what the timetable asked for.
    """

    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempt = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey("agencies.Membership", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    personal_fields = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key"],
                condition=Q(state__in=["queued", "running"]),
                name="one_unfinished_job_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_state_display()}"

    @property
    def is_finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@transaction.atomic
def note_change(record: Record, actor, step: str, before: str, after: str, note: str, at) -> None:
    """Write the trail of one step. Called by the workflow and by marking a mistake only."""
    StatusChange.objects.create(
        record_type=record._meta.model_name,
        reference=record.reference,
        step=step,
        before=before,
        after=after,
        note=note,
        by=actor.user,
        agency=actor.agency,
        at=at,
    )
