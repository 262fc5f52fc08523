"""The project's own code, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

ROOT = Path(settings.BASE_DIR)
# In the order of imports: what stands later may know what stands earlier, never the reverse.
LAYERS = (
    {"agencies"},
    {"casework"},
    {"files"},
    {"members", "ties"},
    {"shop"},
    {"victims"},
    {"emergency", "referrals", "interventions"},
    {"reporting"},
    {"demonstration"},
)
APPS = [app for layer in LAYERS for app in sorted(layer)]
OF_THE_FIELD = [app for app in APPS if app != "demonstration"]


def files(*folders: str) -> Iterator[Path]:
    """Python files of these folders, migrations left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]
