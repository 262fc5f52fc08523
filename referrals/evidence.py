"""Evidence of a referral: files that its author will upload on the Home Office service."""

from django.db import models

from agencies.history import keeps_history
from agencies.policy import Access
from files.models import AttachedFile
from referrals.querysets import of_author


@keeps_history
class Evidence(AttachedFile):
    """A file of a draft: what it is, and the date of the document.

    Reached as the answers are, never as files about the person: whoever accepts a hand-over reads
    it without being assigned, and whoever is assigned does not read an author's draft. A colleague
    who was asked to check the draft reads the list of them, and opens none.
    """

    referral = models.ForeignKey(
        "referrals.Referral", models.PROTECT, related_name="evidence", editable=False
    )
    dated_on = models.DateField(
        "date of the document",
        null=True,
        blank=True,
        help_text="Leave empty if it has none, and say so in what it is",
    )

    prefix = "EVI"
    personal_fields = ("name", "description")
    access = Access(kind="person", carrier="referral__person", narrow=of_author)

    class Meta(AttachedFile.Meta):
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["referral", "made_at", "id"], name="evidence_in_order")]
