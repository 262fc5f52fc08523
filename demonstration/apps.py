from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "demonstration"
    verbose_name = "The demonstration partnership"

    def ready(self) -> None:
        """Have every start ask whether the demonstration is where it must not be."""
        from demonstration import checks  # noqa: F401  models must be loaded first
