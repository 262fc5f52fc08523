"""The compiled design systems are those that the recipe names, whole and without a brand."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BUILT = ROOT / "casework" / "static" / "casework"
RECIPE = ROOT / "assets"
STYLES = (BUILT / "css" / "application.css").read_text(encoding="utf-8")
MANIFEST = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))


def test_every_compiled_file_is_the_one_in_the_manifest() -> None:
    found = {
        path.relative_to(BUILT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in BUILT.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == MANIFEST["sha256"]


def test_the_manifest_and_the_recipe_name_the_same_versions() -> None:
    recipe = json.loads((RECIPE / "sources.json").read_text(encoding="utf-8"))
    assert MANIFEST["built_from"] == {each["package"]: each["version"] for each in recipe["npm"]}


@pytest.mark.parametrize("folder", ["js", "images", "licences"])
def test_our_own_files_were_built_from_their_sources(folder: str) -> None:
    for source in (RECIPE / folder).iterdir():
        assert (BUILT / folder / source.name).read_bytes() == source.read_bytes()


def test_the_stylesheet_asks_only_for_files_that_are_there() -> None:
    wanted = set(re.findall(r"url\(([^)]*)\)", STYLES))
    assert wanted
    for address in wanted:
        assert (BUILT / "css" / address).resolve().is_file(), address


def test_no_brand_of_the_government_is_shipped() -> None:
    assert "GDS Transport" not in STYLES
    assert "@font-face" not in STYLES
    assert not [path.name for path in BUILT.rglob("*") if re.search("crown|crest|logo", path.name)]


def test_no_script_asks_for_a_source_map_that_is_not_shipped() -> None:
    for script in (BUILT / "js").iterdir():
        assert "sourceMappingURL" not in script.read_text(encoding="utf-8"), script.name


def test_every_import_of_a_script_ends_so_that_its_name_can_be_hashed() -> None:
    text = (BUILT / "js" / "app.js").read_text(encoding="utf-8")
    imports = [line for line in text.splitlines() if line.startswith("import")]
    assert imports
    assert all(line.endswith('";') for line in imports)


def test_a_first_visit_stays_light() -> None:
    sent = [BUILT / "css" / "application.css", *(BUILT / "js").iterdir()]
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) < 100_000


def test_every_class_of_our_own_that_templates_use_is_in_the_stylesheet() -> None:
    styled = set(re.findall(r"\.(app-[\w-]+)", STYLES))
    for template in (ROOT / "templates").rglob("*.html"):
        used = set(re.findall(r"\b(app-[\w-]+)", template.read_text(encoding="utf-8")))
        assert used <= styled, template.name
