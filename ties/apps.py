from django.apps import AppConfig


class TiesConfig(AppConfig):
    name = "ties"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Declared ties"

    def ready(self) -> None:
        """Tell My work what waits here."""
        from ties import work  # noqa: F401 (models must be loaded first)
