"""The bytes of a file as the database knows them, and what every record with a file has."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from casework.models import Record
from files.rules import size_in_words
from files.terms import KINDS, LONGEST_NAME, FileState


class StoredFile(models.Model):
    """Bytes that were taken in: where they lie, their digest, and what the scanner said.

    It has no name, no words and no record: the scanner's work needs none of them, and the worker
    that does it has no reach to people's files. Reached by readers only through the record that
    names it, which passes the gate.
    """

    stored_as = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=[(k.code, k.name) for k in KINDS.values()])
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.HELD)
    arrived_at = models.DateTimeField(default=timezone.now)
    scanned_at = models.DateTimeField(null=True)

    personal_fields = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FileState.HELD, scanned_at__isnull=True)
                | ~Q(state=FileState.HELD) & Q(scanned_at__isnull=False),
                name="file_scanned_unless_held",
            )
        ]
        indexes = [
            models.Index(fields=["arrived_at"], condition=Q(state=FileState.HELD), name="file_held")
        ]

    def __str__(self) -> str:
        """How a list and a page tell it."""
        return f"{self.get_state_display()} ({size_in_words(self.size)})"

    @property
    def code(self) -> str:
        """How the API tells it."""
        return self.state

    @property
    def may_be_served(self) -> bool:
        return self.state == FileState.CLEAN


class AttachedFile(Record):
    """A file on a record: what it is called, what it shows, and its bytes.

    A subclass names the record it is on and how it is reached.
    """

    name = models.CharField("file", max_length=LONGEST_NAME, editable=False)
    description = models.CharField("what it shows", max_length=300)
    stored = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", editable=False, verbose_name="virus check"
    )

    prefix = "FIL"

    class Meta(Record.Meta):
        abstract = True
