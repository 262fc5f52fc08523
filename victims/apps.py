from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People met"

    def ready(self) -> None:
        """Describe this app's record types."""
        from victims import record_types  # noqa: F401, PLC0415 (models must be loaded first)
