from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The partnership's desk"

    def ready(self) -> None:
        """Models are loaded by now: describe this app's record types and what waits in it."""
        from shop import handing_over, record_types, search, ties, told, work  # noqa: F401
