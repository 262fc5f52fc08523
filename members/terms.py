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
