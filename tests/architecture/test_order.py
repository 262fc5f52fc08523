"""Lower never knows higher: what import-linter cannot see."""

import re

import pytest
from django.apps import apps

from tests.architecture.source import APPS, LAYERS, ROOT, files, name_of, own_models

# Words of the field, which casework/ must do without.
FIELD = re.compile(
    r"\b(incident|visit|victim|survivor|referral|exploit\w*|screening|slavery|traffick\w*|arrest"
    r"|intervention|disruption|safeguard\w*|nrm|duty to notify|town|ward|police|modern slavery"
    r"|home office|sandwell|perpetrator|cuckoo\w*)s?\b",
    re.IGNORECASE,
)


def layer(app: str) -> int:
    return next(place for place, names in enumerate(LAYERS) if app in names)


def test_every_app_has_its_place() -> None:
    own = {config.name for config in apps.get_app_configs() if (ROOT / config.name).is_dir()}
    assert own == set(APPS)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_key_points_down_or_stays(model) -> None:
    app = model._meta.app_label
    for field in model._meta.get_fields():
        if field.auto_created or not field.is_relation:
            continue
        target = field.related_model._meta.app_label
        if target in APPS:
            assert target == app or layer(target) < layer(app), field
        else:
            assert target == "auth", field


def test_casework_knows_no_word_of_the_field() -> None:
    paths = [*files("casework"), *sorted((ROOT / "templates" / "casework").glob("*.html"))]
    found = {
        f"{name_of(path)}: {word.group(0)}"
        for path in paths
        for word in FIELD.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_no_file_is_called_after_nothing() -> None:
    nothing = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [name_of(path) for path in files(*APPS) if path.name in nothing] == []
