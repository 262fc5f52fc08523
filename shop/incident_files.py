"""Files of an incident: a photo of a place, a licence, a letter."""

from django.db import models

from agencies.history import keeps_history
from agencies.policy import Access
from files.models import AttachedFile
from shop.querysets import own_or_shared


@keeps_history
class IncidentFile(AttachedFile):
    """For those who may work on the incident: like the account, a file may tell where someone is.

    Corrected and taken back by the agency that added it, or by the desk.
    """

    incident = models.ForeignKey(
        "shop.Incident", models.PROTECT, related_name="files", editable=False
    )

    personal_fields = ("name", "description")
    access = Access(
        kind="incident",
        carrier="incident",
        levels={"see": "work", "answer": "work"},
        narrow=own_or_shared,
    )

    class Meta(AttachedFile.Meta):
        verbose_name = "file of an incident"
        verbose_name_plural = "files of incidents"
