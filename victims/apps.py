from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People met"

    def ready(self) -> None:
        """Models are loaded by now: tell what this app has, what waits in it and what follows."""
        from victims import (  # noqa: F401
            handing_over,
            own_access,
            record_types,
            search,
            signals,
            ties,
            told,
            work,
        )
