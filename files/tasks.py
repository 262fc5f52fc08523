"""What the worker does for files: one call each, safe to repeat."""

from celery import shared_task

from files import scanning


@shared_task(name=scanning.SCAN)
def scan(*, stored_id: int) -> None:
    scanning.scan_one(stored_id)


@shared_task(name="files.tasks.look_again")
def look_again() -> None:
    scanning.look_again()
