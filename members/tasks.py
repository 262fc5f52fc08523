"""What the worker does for this app."""

from celery import shared_task

from members import letters


@shared_task(name=letters.SEND_INVITATION)
def send_invitation(*, invitation_id: int) -> None:
    letters.write_to(invitation_id)
