from celery.signals import task_prerun
from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AgenciesConfig(AppConfig):
    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Agencies and access"

    def ready(self) -> None:
        """Every connection tells the database who acts, before a part of a person is read and
        with each write that a history is kept of."""
        from agencies import (  # models must be loaded first
            audit,
            fence,
            throttling,  # noqa: F401  listens to what axes keeps
            who_writes,
        )

        connection_created.connect(fence.watch, dispatch_uid="agencies.fence")
        connection_created.connect(who_writes.watch, dispatch_uid="agencies.history")
        task_prerun.connect(lambda **_: audit.begin(), weak=False, dispatch_uid="agencies.audit")
