"""The worker: `celery -A config worker` and `celery -A config beat`."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.management.base import SystemCheckError

from config.starting import look_first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse_what_must_not_be_served(**_) -> None:
    """Celery goes on after an error in a signal; a process that must not run ends here."""
    try:
        look_first()
    except SystemCheckError as refused:
        raise SystemExit(str(refused)) from refused


@worker_init.connect
def refuse_without_checkpoints(**_) -> None:
    """A worker that cannot sign how far the audit is sealed does not begin its work."""
    from agencies.checkpoints import why_not_ready  # the apps must be loaded first

    if missing := why_not_ready():
        raise SystemExit(missing)
