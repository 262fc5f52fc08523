from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Describe this app's record types."""
        from referrals import record_types  # noqa: F401 (models must be loaded first)
