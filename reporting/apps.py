from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Figures and reports"

    def ready(self) -> None:
        # Registers how reports and board packs are made, for the worker.
        import_module("reporting.jobs")
        import_module("reporting.questions.work")
        import_module("reporting.board.jobs")
        import_module("reporting.stories.withdrawing")
        import_module("reporting.stories.signals")
