from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Models are loaded by now: tell what this app has, what waits in it, what it offers."""
        from referrals import (  # noqa: F401
            after_work,
            asked,
            colleague_work,
            coming_of_age,
            draft_offer_work,
            handing_over,
            offers,
            record_types,
            work,
        )
