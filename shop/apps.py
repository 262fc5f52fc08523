from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The partnership's desk"

    def ready(self) -> None:
        """Describe this app's record types and what waits in it."""
        from shop import record_types, work  # noqa: F401 (models must be loaded first)
