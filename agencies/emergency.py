"""Emergency access: one person, one record, to read, for 60 minutes, with a reason and a review."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from agencies.history import keeps_history
from agencies.policy import Access
from agencies.reach import of_emergencies

LASTS = timedelta(minutes=60)
# For so long after giving the reason one may look for the record.
LOOKING_LASTS = timedelta(minutes=15)
MOST_SEARCHES = 5
LEAST_WORDS = 40


class WhyUrgent(models.TextChoices):
    LIFE = "life", "Someone's life or safety is in danger now"
    MISSING = "missing", "Someone is missing"
    DOOR = "door", "We are at a place now and must know whom or what we meet"
    CHILD = "child", "A child must be protected today"
    OTHER = "other", "Another emergency"


class Finding(models.TextChoices):
    JUSTIFIED = "justified", "Justified"
    LEARNING = "learning", "Justified, with learning"
    NOT_JUSTIFIED = "not_justified", "Not justified"


@dataclass(frozen=True)
class Emergency:
    """What an actor has open: the record, by type and key, and until when."""

    reference: str
    record_type: str
    record_id: int
    record_reference: str
    ends_at: datetime


class EmergencyAccessQuerySet(models.QuerySet):
    def open(self, now: datetime) -> "EmergencyAccessQuerySet":
        return self.filter(opened_at__lte=now, ends_at__gt=now)

    def to_review(self) -> "EmergencyAccessQuerySet":
        """Those in which something was looked for, and which nobody has reviewed."""
        return self.filter(searches__gt=0, reviewed_at__isnull=True)


@keeps_history
class EmergencyAccess(models.Model):
    """One use: why it was asked for, what was opened, and what a reviewer found.

    It opens one record at most. Who had it open ends it by setting `ends_at` to now; else it ends
    by itself. Rows are never deleted.
    """

    reference = models.CharField(max_length=20, unique=True)
    membership = models.ForeignKey(
        "agencies.Membership", models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=WhyUrgent.choices)
    why = models.TextField(max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    searches = models.PositiveSmallIntegerField(default=0)
    record_type = models.CharField(max_length=40, blank=True)
    record_id = models.BigIntegerField(null=True)
    record_reference = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    review_due_on = models.DateField()
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True)
    learned = models.TextField(max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_for = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewed_at = models.DateTimeField(null=True)

    objects = EmergencyAccessQuerySet.as_manager()

    personal_fields = ("why", "learned")
    access = Access(kind="emergency", narrow=of_emergencies)

    class Meta:
        verbose_name = "use of emergency access"
        verbose_name_plural = "uses of emergency access"
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("why"), LEAST_WORDS),
                name="emergency_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    opened_at__isnull=True, ends_at__isnull=True, record_id__isnull=True,
                    record_type="",
                )
                | Q(
                    opened_at__gte=F("asked_at"), ends_at__lte=F("opened_at") + LASTS,
                    opened_at__isnull=False, ends_at__isnull=False, record_id__isnull=False,
                    searches__gt=0,
                )
                & ~Q(record_type=""),
                name="emergency_opens_one_record_for_60_minutes",
            ),
            models.CheckConstraint(
                condition=Q(
                    reviewed_by__isnull=True, reviewed_for__isnull=True, reviewed_at__isnull=True,
                    finding="",
                )
                | Q(
                    reviewed_by__isnull=False, reviewed_for__isnull=False,
                    reviewed_at__isnull=False,
                )
                & ~Q(finding="") & ~Q(reviewed_by=F("user")) & ~Q(reviewed_for=F("agency")),
                name="emergency_is_reviewed_by_another_agency",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["membership", "ends_at"], name="emergency_of_member"),
            models.Index(fields=["agency", "-asked_at"], name="emergency_of_agency"),
            models.Index(
                fields=["review_due_on"],
                condition=Q(reviewed_at__isnull=True),
                name="emergency_to_review",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def may_look(self, now: datetime) -> bool:
        """Whether its person may still look for the record, or open one."""
        fresh = self.asked_at <= now < self.asked_at + LOOKING_LASTS
        return fresh and self.opened_at is None


class FoundInEmergency(models.Model):
    """A record that a search came upon: its owner is told, whether or not it was opened."""

    use = models.ForeignKey(EmergencyAccess, models.PROTECT, related_name="found")
    record_type = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    record_reference = models.CharField(max_length=20)
    owner = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    personal_fields = ()

    class Meta:
        verbose_name = "record found in an emergency"
        verbose_name_plural = "records found in an emergency"
        constraints = [
            models.UniqueConstraint(
                fields=["use", "record_type", "record_id"], name="found_once_a_use"
            )
        ]
        indexes = [models.Index(fields=["owner", "-at"], name="found_of_owner")]

    def __str__(self) -> str:
        return self.record_reference
