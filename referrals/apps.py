from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Describe this app's record types, what waits in it and what it offers elsewhere."""
        from referrals import offers, record_types, work  # noqa: F401 (models must be loaded first)
