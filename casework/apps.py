from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Casework"

    def ready(self) -> None:
        """Describe what waits in this app."""
        from casework import kept_work, sharing_work  # noqa: F401 (models must be loaded first)
