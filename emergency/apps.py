from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "emergency"
    verbose_name = "Emergency access"

    def ready(self) -> None:
        """Tell what waits in this app, and where a search that found nothing may lead."""
        from casework import search
        from emergency import work  # noqa: F401

        search.otherwise("Emergency access", "emergency", "use", "emergency")
