"""What the clock has the worker do for this app: one call each, safe to repeat."""

from celery import shared_task
from django.utils import timezone

from reporting import retention, timetable


@shared_task(name="reporting.ask_for_what_is_due", ignore_result=True)
def ask_for_what_is_due() -> None:
    today = timezone.localdate()
    timetable.ask_for_reports_due(today)
    timetable.ask_for_packs_due(today)


@shared_task(name="reporting.remove_old_files", ignore_result=True)
def remove_old_files() -> None:
    retention.remove_files_of_old_drafts(timezone.now())
    retention.remove_leftover_folders()
