from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Members"

    def ready(self) -> None:
        """Tell My work what waits here."""
        from members import work  # noqa: F401 (models must be loaded first)
