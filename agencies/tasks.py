"""What the worker does for this app: one call each, safe to repeat."""

from celery import shared_task
from django.utils import timezone

from agencies import checkpoints, notices, sealing


@shared_task(name=notices.TELL_AGENCIES)
def tell_agencies(*, agency_ids: list[int], record_type: str, record_id: int) -> None:
    notices.tell(agency_ids, record_type, record_id)


@shared_task(name=notices.TELL_MEMBERS)
def tell_members(
    *, membership_ids: list[int], record_type: str, record_id: int, at_once: bool = False
) -> None:
    notices.tell_members(membership_ids, record_type, record_id, at_once=at_once)


@shared_task(name="agencies.seal_audit", ignore_result=True)
def seal_audit() -> None:
    sealing.seal()


@shared_task(name="agencies.checkpoint_audit", ignore_result=True)
def checkpoint_audit() -> None:
    checkpoints.write(timezone.now())
