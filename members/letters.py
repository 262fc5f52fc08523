"""The one letter with a link in it: to someone who was invited. It names nobody and nothing."""

import hashlib
import secrets
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from casework.dates import full_date
from members.models import Invitation
from members.terms import InvitationStatus

SEND_INVITATION = "members.tasks.send_invitation"
SUBJECT = "You are invited to join"
TEXT = (
    "You are invited to join the casework of a partnership.\n\n"
    "Open this link to choose a password. It works once, until {until}.\n\n{link}\n\n"
    "If you did not expect this, do nothing."
)


def send_the_link(invitation: Invitation) -> None:
    """Have the letter sent once the present transaction is kept. The task makes the link."""
    number = invitation.pk
    transaction.on_commit(
        lambda: current_app.send_task(SEND_INVITATION, kwargs={"invitation_id": number})
    )


def write_to(invitation_id: int) -> bool:
    """Make a link, keep its digest, send it. Returns whether a letter went out.

    Run twice it sends a second letter, and only the link in that one works.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(
            pk=invitation_id, status=InvitationStatus.SENT
        )
        invitation = found.first()
        if invitation is None:
            return False
        secret = secrets.token_urlsafe(32)
        found.update(digest=digest_of(secret))
        link = settings.PUBLIC_ADDRESS + reverse("join", args=[secret])
        until = full_date(invitation.link_ends_at)
        send_mail(SUBJECT, TEXT.format(link=link, until=until), None, [invitation.email])
    return True


def invitation_of(digest: str, now: datetime) -> Invitation | None:
    """The invitation that a link with this digest is for, while it works."""
    if not digest:
        return None
    rows = Invitation.objects.select_related("agency__partnership")
    return rows.filter(digest=digest, status=InvitationStatus.SENT, link_ends_at__gt=now).first()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
