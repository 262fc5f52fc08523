"""What every template keeps: no inline script or style, components that say their arguments."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in ALL if name.startswith("components/")]
# The file that is sent to people who have no server to ask carries its own styles.
STANDS_ALONE = {"reporting/report_file.html"}
# Pictures drawn by our own code, which escapes every word in them, and our own stylesheet.
PRINTS_OWN_WORK = {
    "reporting/report_blocks.html",
    "reporting/report_table.html",
    "reporting/dashboard.html",
    *STANDS_ALONE,
}


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", [name for name in ALL if name not in STANDS_ALONE])
def test_a_template_has_no_inline_script_style_or_handler(name: str) -> None:
    text = text_of(name)
    assert not re.search(r"<style|\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    for script in re.findall(r"<script[^>]*>", text):
        assert " src=" in script


@pytest.mark.parametrize("name", ALL)
def test_a_template_trusts_no_words_from_outside(name: str) -> None:
    text = text_of(name)
    assert "autoescape off" not in text
    if name not in PRINTS_OWN_WORK:
        assert not re.search(r"\|\s*safe", text)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_opens_with_a_comment_on_its_arguments(name: str) -> None:
    opening = re.sub(r"\{% (load|extends) [^%]*%\}", "", text_of(name)).lstrip()
    assert opening.startswith("{% comment %}"), name


@pytest.mark.parametrize("name", ALL)
def test_a_component_sees_only_what_it_is_given(name: str) -> None:
    for include in re.findall(r'\{% include "components/[^%]*%\}', text_of(name)):
        assert include.endswith(" only %}"), include


def included_from(name: str) -> set[str]:
    found = set(re.findall(r'\{% include "(components/[\w.]+)"', text_of(name)))
    return found.union(*(included_from(each) for each in found)) if found else found


def test_every_component_is_shown_in_the_gallery() -> None:
    # The account is drawn by the service navigation, which stands in base.html like the lock.
    frame = {"components/account.html", "components/lock.html"}
    shown = included_from("components/gallery.html") | frame
    assert set(COMPONENTS) - shown == {"components/gallery.html"}


@pytest.mark.parametrize("name", ALL)
def test_a_template_never_names_a_role(name: str) -> None:
    tags = " ".join(re.findall(r"\{%.*?%\}|\{\{.*?\}\}", text_of(name)))
    roles = r"agency_admin|practitioner|support_worker|board_member|coordinator"
    assert not re.search(rf"==\s*[\"']({roles})|\.role\b", tags)
