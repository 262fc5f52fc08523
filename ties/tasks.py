"""What the clock has the worker do for this app."""

from celery import shared_task

from ties.matching import match_new


@shared_task(name="ties.match_new", ignore_result=True)
def match_declared() -> None:
    match_new()
