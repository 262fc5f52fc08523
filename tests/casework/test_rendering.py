"""Pages and forms are drawn by the design systems, and hold what was typed as the text it is."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path

from casework.components import draw, environment, macro
from casework.form_layout import error_list
from tests.casework.gallery import FRAME, EveryKind, shown

SCRIPT = "<script>alert(1)</script>"


def nothing(request: object) -> HttpResponse:
    return HttpResponse("")


names = ("accessibility", "privacy", "help", "sign_out", "passkey_sign_in")
names += ("passkey_sign_in_challenge", "whom_to_call")
urlpatterns = [path(name, nothing, name=name) for name in names]
pytestmark = pytest.mark.urls(__name__)


class Elements(HTMLParser):
    """Every element of a page with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.found if attributes.get("id")]

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page(template: str, **context: Any) -> str:
    return render_to_string(template, {"frame": FRAME, **context})


def controls(html: str) -> dict[str, dict[str, str | None]]:
    """Every control of a form by its id."""
    elements = Elements(html).found
    kinds = ("input", "select", "textarea")
    return {found["id"]: found for tag, found in elements if tag in kinds and found.get("id")}


def test_a_form_draws_every_field_once_and_each_control_has_a_label() -> None:
    html = str(EveryKind())
    elements = Elements(html)
    assert len(elements.ids()) == len(set(elements.ids()))
    labelled = {label["for"] for label in elements.of("label")}
    shown_controls = {key for key, found in controls(html).items() if found.get("type") != "hidden"}
    assert shown_controls <= labelled
    for name in EveryKind.base_fields:
        assert re.search(rf'name="{name}(-day)?"', html), name


def test_no_control_uses_the_browsers_own_checks() -> None:
    for found in controls(str(EveryKind())).values():
        assert not {"required", "min", "max", "autofocus"} & set(found)
        assert found.get("type") not in ("date", "number", "time")


def test_what_is_typed_about_others_is_not_offered_again_by_the_browser() -> None:
    found = controls(str(EveryKind()))
    typed = {key: each for key, each in found.items() if each.get("type") in ("text", "email")}
    assert typed.pop("id_email")["autocomplete"] == "email"
    assert {each["autocomplete"] for each in typed.values()} == {"off"}


def test_a_question_that_is_revealed_stands_under_its_answer_alone() -> None:
    html = str(EveryKind())
    assert html.count('name="how_else"') == 1
    assert html.index('value="other"') < html.index('name="how_else"') < html.index('name="kinds"')
    assert "Tell us how (optional)" not in html


def test_fields_stand_in_their_sections_and_the_others_before_them() -> None:
    html = str(EveryKind())
    order = [html.index(word) for word in ('name="email"', "Where and when", 'name="place"')]
    assert order == sorted(order)


def test_only_questions_that_may_stay_open_are_marked_optional() -> None:
    marked = set(re.findall(r"(\w[\w ]*) \(optional\)", str(EveryKind())))
    assert marked == {"People living there", "Time of the visit"}


def test_an_unanswered_question_has_no_answer_selected() -> None:
    html = str(EveryKind())
    assert " checked" not in html
    assert "---------" not in html


def test_an_empty_form_says_what_to_do_for_each_field() -> None:
    form = EveryKind({"version": "1"})
    assert [error["text"] for error in error_list(form)] == [
        "Enter your email address",
        "Select ward",
        "Answer “How did the report reach you?”",
        "Answer “What kind of exploitation could this be?”",
        "Answer “Is anyone in immediate danger?”",
        "Answer “What has been reported?”",
        "Enter your password",
        "Select photograph of the notice",
        "Select “I have read it through”",
        "Enter address or place",
        "Enter date it happened",
        "Enter report received",
    ]


def test_each_line_of_the_error_summary_leads_to_a_control() -> None:
    form = EveryKind({"how": "other", "happened-day": "12", "happened-year": "2026"})
    html = str(form)
    for error in error_list(form):
        if error["text"] != "Enter version":
            assert error["href"].removeprefix("#") in controls(html), error
    assert {"text": "Date it happened must include a month", "href": "#id_happened-month"} in (
        error_list(form)
    )


def test_the_summary_and_the_field_say_the_same_sentence() -> None:
    form = EveryKind({"version": "1"})
    html = str(form)
    for error in error_list(form):
        assert error["text"] in html


def test_only_the_wrong_box_of_a_date_is_marked_and_the_rest_is_kept() -> None:
    html = str(EveryKind({"happened-day": "12", "happened-year": "2026"}))
    found = controls(html)
    assert "govuk-input--error" not in found["id_happened-day"]["class"]
    assert "govuk-input--error" in found["id_happened-month"]["class"]
    assert found["id_happened-day"]["value"] == "12"


def test_errors_of_the_whole_form_lead_to_its_first_control() -> None:
    class Pair(forms.Form):
        first = forms.CharField()

        def clean(self) -> None:
            raise forms.ValidationError("Enter one or the other")

    [error] = error_list(Pair({"first": "x"}))
    assert error == {"text": "Enter one or the other", "href": "#id_first"}


def test_a_formset_is_drawn_and_its_errors_are_listed() -> None:
    made = forms.formset_factory(EveryKind, extra=0, min_num=1)
    formset = made({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"})
    html = page("casework/record_entry.html", title="People met", form=formset)
    assert 'name="form-0-place"' in html
    assert "<title>Error: People met" in html
    assert 'href="#id_form-0-email"' in html


class Hostile(EveryKind):
    """The same form with a script tag in every word that people or code lists can bring in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = f"{field.label}{SCRIPT}"
            field.help_text = f"Hint{SCRIPT}"
            field.error_messages["required"] = f"Wrong{SCRIPT}"
            if isinstance(field, forms.ChoiceField):
                field.choices = [(f"{value}{SCRIPT}", SCRIPT) for value, _ in field.choices]

    presentation = {
        **EveryKind.presentation,
        "how": {"option_hints": {f"phone{SCRIPT}": SCRIPT}},
        "people": {"suffix": SCRIPT, "prefix": SCRIPT},
    }


@pytest.mark.parametrize("data", [None, {}, dict.fromkeys(EveryKind.base_fields, SCRIPT)])
def test_a_script_in_any_word_of_a_form_comes_out_as_text(data: dict | None) -> None:
    form = Hostile(data)
    html = page("casework/record_entry.html", title=SCRIPT, caption=SCRIPT, form=form)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_script_in_any_word_of_a_component_comes_out_as_text() -> None:
    html = page("components/gallery.html", **shown(SCRIPT))
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") > 40


def test_macros_are_compiled_once_for_each_process() -> None:
    draw("button", {"text": "Save"})
    first = macro.cache_info().misses
    for _ in range(3):
        draw("button", {"text": "Save"})
    assert macro.cache_info().misses == first
    assert environment() is environment()


def test_the_page_names_its_partnership_and_never_the_government() -> None:
    html = page("components/gallery.html", **shown())
    assert "Anti-slavery partnership" in html
    assert "GOV.UK" not in html
    assert "crown" not in html.casefold()


def test_signing_out_is_sent_as_a_form_and_not_as_a_link() -> None:
    html = page("components/gallery.html", **shown())
    forms_found = [found for found in Elements(html).of("form") if found["method"] == "post"]
    assert [found["action"] for found in forms_found] == ["/sign_out", "/stop-showing"]
    assert "Sign out" not in re.sub(r"<form.*?</form>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_the_pages_for_faults_stand_without_any_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1
    assert "Sign out" not in html


def test_a_refusal_says_its_own_sentence() -> None:
    html = page("403.html", exception="Only the desk closes incidents")
    assert "Only the desk closes incidents" in html


@pytest.mark.parametrize("name", ["accessibility", "privacy", "help"])
def test_the_standing_pages_hold_with_and_without_facts(name: str) -> None:
    facts = {"organisation": "Some Council", "contact_email": "desk@example.org"}
    assert page(f"pages/{name}.html").count("<h1") == 1
    assert page(f"pages/{name}.html", facts=facts).count("<h1") == 1


def test_an_empty_list_says_why_and_what_next() -> None:
    empty = {"text": "No incidents match.", "action": {"text": "Clear filters", "href": "/all"}}
    html = page("casework/record_list.html", title="Incidents", rows=[], empty=empty)
    assert "No incidents match." in html
    assert "<table" not in html


def test_a_record_page_tells_what_is_not_recorded() -> None:
    rows = [{"key": "Ward", "value": ""}, {"key": "People", "value": 0}]
    sections = [{"heading": "Where", "rows": rows}]
    html = page("casework/record_page.html", title="Incident", sections=sections)
    assert "Not recorded" in html
    assert '<span class="app-typed">0</span>' in html
