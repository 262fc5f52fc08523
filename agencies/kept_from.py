"""Records kept from someone: the table that beats every grant, role and emergency access."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agencies.history import keeps_history


class WhyKept(models.TextChoices):
    """Why a record is kept from someone: a tie to the case, or work that must stay closed."""

    RELATIVE = "relative", "Relative or friend"
    LANDLORD = "landlord", "Landlord or tenant"
    EMPLOYER = "employer", "Employer or colleague"
    NEIGHBOUR = "neighbour", "Neighbour"
    PAST = "past", "Past relationship"
    OPERATION = "operation", "An operation must stay closed"
    OTHER = "other", "Another tie"
    SELF = "self", "Said that they know someone in it"


class KeptFromQuerySet(models.QuerySet):
    def in_force(self) -> "KeptFromQuerySet":
        return self.filter(lifted_at__isnull=True)

    def on(self, record: models.Model) -> "KeptFromQuerySet":
        return self.filter(record_type=record._meta.model_name, record_id=record.pk)


@keeps_history
class KeptFrom(models.Model):
    """One incident or one person, kept from one user or from one agency.

    A unit with work of its own is an agency here, so it is named as one. Placed by one person;
    lifted by two, of whom the first asks and the second confirms. Rows are never deleted: together
    they are the history. The gate reads those in force; see `access.allowed`.
    """

    record_type = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    reference = models.CharField(max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=20, choices=WhyKept.choices)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lift_asked_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    objects = KeptFromQuerySet.as_manager()

    personal_fields = ()

    class Meta:
        verbose_name = "record kept from someone"
        verbose_name_plural = "records kept from someone"
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, agency__isnull=False)
                | Q(user__isnull=False, agency__isnull=True),
                name="kept_from_a_user_or_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(lift_asked_by__isnull=True, lift_asked_at__isnull=True)
                | Q(lift_asked_by__isnull=False, lift_asked_at__isnull=False),
                name="kept_from_lift_asked_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False)
                & Q(lift_asked_by__isnull=False)
                & ~Q(lifted_by=F("lift_asked_by")),
                name="kept_from_is_lifted_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["record_type", "record_id", "user"],
                condition=Q(lifted_at__isnull=True, user__isnull=False),
                name="kept_from_a_user_once",
            ),
            models.UniqueConstraint(
                fields=["record_type", "record_id", "agency"],
                condition=Q(lifted_at__isnull=True, agency__isnull=False),
                name="kept_from_an_agency_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "record_type", "record_id"],
                condition=Q(lifted_at__isnull=True),
                name="kept_from_user",
            ),
            models.Index(
                fields=["agency", "record_type", "record_id"],
                condition=Q(lifted_at__isnull=True),
                name="kept_from_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} kept from {self.user or self.agency}"
