"""In which order a form stands on its page, and which errors its summary lists.

Reads `form.presentation` and `form.sections`, which `casework.rendering` describes.
"""

from collections.abc import Iterator
from typing import Any

from django import forms

from casework.widgets import Boxes


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Fields drawn under an option of another field, and so not in their own place."""
    found: set[str] = set()
    for look in getattr(form, "presentation", {}).values():
        for names in look.get("reveals", {}).values():
            found.update([names] if isinstance(names, str) else names)
    return found


def form_sections(form: forms.BaseForm) -> list[dict[str, Any]]:
    """[{heading, fields}] in the order of `form.sections`; fields in no section come first."""
    revealed = revealed_names(form)
    shown = [field.name for field in form.visible_fields() if field.name not in revealed]
    sections = getattr(form, "sections", [])
    placed = {name for _, names in sections for name in names}
    wanted = [("", [name for name in shown if name not in placed]), *sections]
    drawn = [
        {"heading": heading, "fields": [form[name] for name in names if name in shown]}
        for heading, names in wanted
    ]
    return [section for section in drawn if section["fields"]]


def error_list(*forms_or_formsets: Any) -> list[dict[str, str]]:
    """[{text, href}] for the error summary: what is wrong, in the order of the page."""
    errors: list[dict[str, str]] = []
    for each in forms_or_formsets:
        if isinstance(each, forms.BaseFormSet):
            errors += [{"text": str(text)} for text in each.non_form_errors()]
            errors += error_list(*each.forms)
        elif each is not None and each.errors:
            errors += list(errors_of_form(each))
    return errors


def errors_of_form(form: forms.BaseForm) -> Iterator[dict[str, str]]:
    visible = form.visible_fields()
    first = next(iter(visible), None)
    for text in form.non_field_errors():
        href = f"#{first_control(first)}" if first is not None else ""
        yield {"text": str(text), "href": href}
    for field in in_page_order(form):
        if field.errors:
            yield {"text": field.error_text, "href": f"#{field.first_wrong_control()}"}
    for field in form.hidden_fields():
        for text in field.errors:
            yield {"text": str(text)}


def first_control(field: forms.BoundField) -> str:
    names = field.field.widget.names if isinstance(field.field.widget, Boxes) else ()
    return f"{field.identifier}-{names[0]}" if names else field.identifier


def in_page_order(form: forms.BaseForm) -> Iterator[forms.BoundField]:
    """Visible fields as they stand on the page: a revealed one after the one that shows it."""
    for section in form_sections(form):
        for field in section["fields"]:
            yield field
            for names in field.revealed().values():
                yield from (form[name] for name in names)
