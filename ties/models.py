"""Declarations, the fingerprints that are compared, and what may be the same."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.policy import Access


def ones_own(rows: QuerySet, actor, act: str) -> QuerySet:
    return rows.filter(membership_id=actor.membership_id)


class Declaration(models.Model):
    """What a member declared on a day, one tie a line. All four empty: they declared none.

    The database gives these rows to the member alone.
    """

    membership = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    people = models.TextField(max_length=4000, blank=True)
    businesses = models.TextField(max_length=4000, blank=True)
    addresses = models.TextField(max_length=4000, blank=True)
    others = models.TextField(max_length=4000, blank=True)
    declared_at = models.DateTimeField(default=timezone.now)

    fenced = True
    personal_fields = ("people", "businesses", "addresses", "others")
    access = Access(kind="ties", narrow=ones_own)

    class Meta:
        indexes = [models.Index(fields=["membership", "-declared_at"], name="declared_last")]

    def __str__(self) -> str:
        return f"declaration of {self.declared_at:%Y-%m-%d}"


class Fingerprint(models.Model):
    """One phrase as keyed fingerprints of its words: it can be compared, and not read.

    matched_at: None until the worker has compared it with the other side.
    """

    partnership = models.ForeignKey("agencies.Partnership", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    words = ArrayField(models.CharField(max_length=32))
    runs = ArrayField(models.CharField(max_length=32))
    matched_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.kind


def found_by(name: str) -> list[models.Index]:
    return [
        GinIndex(fields=["words"], name=f"{name}_words"),
        GinIndex(fields=["runs"], name=f"{name}_runs"),
        models.Index(fields=["id"], condition=Q(matched_at__isnull=True), name=f"{name}_new"),
    ]


class DeclaredPrint(Fingerprint):
    """tie: which of the declaration's lines it was, "people" and so on; never its words."""

    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    tie = models.CharField(max_length=12)

    personal_fields = ()

    class Meta:
        indexes = found_by("declared")


class RecordedPrint(Fingerprint):
    """about_type, about_id: whose words they are; a place may belong to several records."""

    about_type = models.CharField(max_length=40)
    about_id = models.BigIntegerField()

    personal_fields = ()

    class Meta:
        indexes = [
            *found_by("recorded"),
            models.Index(fields=["about_type", "about_id"], name="recorded_about"),
        ]


class Match(models.Model):
    """What a member declared may be in a record. Whoever manages the record decides, once."""

    record_type = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    reference = models.CharField(max_length=20)
    membership = models.ForeignKey("agencies.Membership", models.PROTECT, related_name="+")
    tie = models.CharField(max_length=12)
    found_at = models.DateTimeField(default=timezone.now)
    is_kept = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    personal_fields = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "membership"], name="one_match_a_member"
            ),
            models.CheckConstraint(
                condition=Q(is_kept=None, decided_by=None, decided_at=None)
                | Q(is_kept__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="match_decided_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
