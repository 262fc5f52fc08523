"""Files about a person: a photo of a document, a letter, what they handed over."""

from django.db import models

from agencies.history import keeps_history
from agencies.policy import Access
from files.models import AttachedFile


@keeps_history
class PersonFile(AttachedFile):
    """Kept like a part of the person, because it may tell who or where they are.

    Whoever works with the person adds one; it opens to those assigned, and to whoever added it.
    """

    person = models.ForeignKey(
        "victims.Person", models.PROTECT, related_name="files", editable=False
    )
    written_by = models.ForeignKey(
        "agencies.Membership", models.PROTECT, null=True, related_name="+", editable=False
    )

    prefix = "PFI"
    personal_fields = ("name", "description")
    access = Access(kind="files", carrier="person")
    fenced = True

    class Meta(AttachedFile.Meta):
        verbose_name = "file about a person"
        verbose_name_plural = "files about people"
