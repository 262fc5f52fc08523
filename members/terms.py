"""Words of joining and leaving."""

from datetime import timedelta

from django.db.models import TextChoices

# How long the link of an invitation works.
LINK_LASTS = timedelta(days=7)


class InvitationStatus(TextChoices):
    PROPOSED = "proposed", "Waiting for approval"
    SENT = "sent", "Invited"
    JOINED = "joined", "Joined"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class LostFactorStatus(TextChoices):
    CHECKED = "checked", "Waiting for release"
    RELEASED = "released", "Released"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class SeenHow(TextChoices):
    """How somebody was seen. Never by phone, message or email: those can be somebody else."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "By video"
