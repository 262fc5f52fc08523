from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AgenciesConfig(AppConfig):
    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Agencies and access"

    def ready(self) -> None:
        """Every connection tells the database who acts, before a part of a person is read."""
        from agencies import fence  # models must be loaded first

        connection_created.connect(fence.watch, dispatch_uid="agencies.fence")
