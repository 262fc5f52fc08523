from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "interventions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Interventions"

    def ready(self) -> None:
        """Describe this app's record types and what waits in it."""
        from interventions import record_types, work  # noqa: F401 (models must be loaded first)
