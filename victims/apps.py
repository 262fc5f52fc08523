from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People met"

    def ready(self) -> None:
        """Describe this app's record types, what waits in it, what follows from a visit."""
        from victims import record_types, signals, work  # noqa: F401 (models must be loaded first)
