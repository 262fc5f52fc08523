"""How forms look: each Django field becomes the parameters of one GOV.UK component.

The settings name `GovukRenderer` as FORM_RENDERER; then `{{ form }}` draws everything. What a form
says about its looks stands beside its fields, in one dictionary:

    presentation = {
        "how_it_came": {"reveals": {"other": "how_else"}, "option_hints": {"other": "..."}},
        "account": {"rows": 8, "count": 15000},
    }
    sections = [("Where and when", ["place", "reported_at"]), ...]     # optional

label_size      "s" (as it comes), "m", "l", "xl", or "" for an ordinary weight
label_classes   in place of the classes that label_size gives
width           2 3 4 5 10 20 30 (characters), or "one-half", "two-thirds" and so on
reveals         option -> the name, or names, of the fields shown under it
option_hints    option -> hint
inline, small   radios side by side; small radios and checkboxes
rows, count     of a text area; count shows how many characters are left
autocomplete    token, for the user's own details only: everything else is "off"
optional        False: no "(optional)" after the label
prefix, suffix, inputmode, spellcheck, hint, classes
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import loader
from django.utils.safestring import SafeString, mark_safe

from casework.components import draw
from casework.form_layout import revealed_names
from casework.widgets import DAY, MONTH, TIME, YEAR, Boxes

UNCHOSEN = "Choose one"
BOX_LABELS = {DAY: "Day", MONTH: "Month", YEAR: "Year", TIME: "Time"}
BOX_WIDTHS = {DAY: 2, MONTH: 4, YEAR: 4, TIME: 5}
# All three fit side by side in the column of a filter.
SMALL_BOX_WIDTHS = {**BOX_WIDTHS, MONTH: 3}


class GovukBoundField(forms.BoundField):
    """A field of a form that knows its GOV.UK component and the parameters for it."""

    @property
    def presentation(self) -> dict[str, Any]:
        return getattr(self.form, "presentation", {}).get(self.name, {})

    @property
    def identifier(self) -> str:
        return self.field.widget.attrs.get("id") or self.auto_id or self.html_name

    @property
    def error_text(self) -> str:
        """The first thing that is wrong. The summary and the field say the same sentence."""
        return str(self.errors[0]) if self.errors else ""

    def wrong_boxes(self) -> tuple[str, ...]:
        for error in self.errors.as_data():
            if getattr(error, "boxes", ()):
                return error.boxes
        return self.field.widget.names if self.errors else ()

    def first_wrong_control(self) -> str:
        """The id that the error summary links to."""
        if isinstance(self.field.widget, Boxes):
            return f"{self.identifier}-{self.wrong_boxes()[0]}"
        return self.identifier

    def revealed(self) -> dict[str, list[str]]:
        """Option -> names of the fields that are shown under it."""
        shown = self.presentation.get("reveals", {})
        return {
            str(option): [names] if isinstance(names, str) else list(names)
            for option, names in shown.items()
        }

    def as_field_group(self, **changes: Any) -> SafeString:
        """The whole field: label, hint, error and control. `changes` go over its presentation."""
        if self.is_hidden:
            return self.as_widget()
        component, parameters = self.component({**self.presentation, **changes})
        return draw(component, parameters)

    def component(self, look: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Name of the macro and its parameters. An unknown control is a text input."""
        widget = self.field.widget
        for kind, name, method in COMPONENTS:
            if isinstance(widget, kind):
                return name(look) if callable(name) else name, method(self, look)
        return "input", self.text_input(look)

    # What every component shares

    def words(self, look: dict[str, Any]) -> dict[str, Any]:
        """Hint and error, where there are any."""
        parameters: dict[str, Any] = {}
        hint = look.get("hint") or self.help_text
        if hint:
            parameters["hint"] = {"text": hint}
        if self.errors:
            parameters["errorMessage"] = {"text": self.error_text}
        return parameters

    def label_text(self, look: dict[str, Any]) -> str:
        optional = look.get("optional", not self.is_revealed())
        if self.field.required or not optional:
            return str(self.label)
        return f"{self.label} (optional)"

    def is_revealed(self) -> bool:
        return self.name in revealed_names(self.form)

    def label_parameters(self, look: dict[str, Any], kind: str) -> dict[str, Any]:
        size = look.get("label_size", "" if self.is_revealed() else "s")
        classes = look.get("label_classes", f"govuk-{kind}--{size}" if size else "")
        return {"text": self.label_text(look), "classes": classes}

    def single(self, look: dict[str, Any]) -> dict[str, Any]:
        """For components of one control with a label."""
        attributes = {
            key: value
            for key, value in self.field.widget.attrs.items()
            if key.startswith(("data-", "aria-"))
        }
        return {
            "id": self.identifier,
            "name": self.html_name,
            "label": self.label_parameters(look, "label"),
            "autocomplete": self.autocomplete(look),
            "disabled": self.field.disabled,
            "attributes": attributes,
            "classes": " ".join(filter(None, [width_class(look), look.get("classes", "")])),
            **self.words(look),
        }

    def autocomplete(self, look: dict[str, Any]) -> str:
        """Off unless asked for: what is typed here belongs to somebody else."""
        return look.get("autocomplete") or self.field.widget.attrs.get("autocomplete") or "off"

    def group(self, look: dict[str, Any]) -> dict[str, Any]:
        """For components of several controls with a legend."""
        return {
            "fieldset": {"legend": self.label_parameters(look, "fieldset__legend")},
            **self.words(look),
        }

    # One method for each component

    def text_input(self, look: dict[str, Any]) -> dict[str, Any]:
        widget = self.field.widget
        kind = getattr(widget, "input_type", "text")
        parameters = {**self.single(look), "type": "text", "value": self.text_value()}
        if kind == "number":
            parameters["inputmode"] = "numeric"
            parameters["classes"] = parameters["classes"] or "govuk-input--width-5"
        elif kind in ("email", "tel", "url"):
            parameters["type"] = kind
            parameters["spellcheck"] = False
        for key in ("inputmode", "spellcheck", "autocapitalize"):
            if key in look or key in widget.attrs:
                parameters[key] = look.get(key, widget.attrs.get(key))
        for key in ("prefix", "suffix"):
            if look.get(key):
                parameters[key] = {"text": look[key]}
        return parameters

    def text_value(self) -> str | None:
        """None prints no value attribute. Zero is a value."""
        value = self.field.widget.format_value(self.value())
        return None if value is None or value == "" else str(value)

    def password(self, look: dict[str, Any]) -> dict[str, Any]:
        return {**self.single(look), "classes": width_class(look)}

    def text_area(self, look: dict[str, Any]) -> dict[str, Any]:
        parameters = {
            **self.single(look),
            "rows": look.get("rows", 5),
            "value": self.text_value() or "",
        }
        if look.get("count"):
            parameters["maxlength"] = look["count"]
        return parameters

    def select(self, look: dict[str, Any]) -> dict[str, Any]:
        return {**self.single(look), "items": list(self.select_items())}

    def select_items(self) -> Iterator[dict[str, Any]]:
        for value, text, chosen in self.choices():
            words = text if value or text.strip("-") else UNCHOSEN
            yield {"value": value, "text": words, "selected": chosen}

    def file(self, look: dict[str, Any]) -> dict[str, Any]:
        parameters = self.single(look)
        if accept := self.field.widget.attrs.get("accept"):
            parameters["attributes"] = {**parameters["attributes"], "accept": accept}
        return parameters

    def radios(self, look: dict[str, Any]) -> dict[str, Any]:
        small = "govuk-radios--small" if look.get("small") else ""
        inline = "govuk-radios--inline" if look.get("inline") else ""
        return {
            **self.group(look),
            "idPrefix": self.identifier,
            "name": self.html_name,
            "classes": f"{small} {inline}".strip(),
            "items": list(self.option_items(look)),
        }

    def checkboxes(self, look: dict[str, Any]) -> dict[str, Any]:
        return {
            **self.group(look),
            "idPrefix": self.identifier,
            "name": self.html_name,
            "classes": "govuk-checkboxes--small" if look.get("small") else "",
            "items": list(self.option_items(look)),
        }

    def checkbox(self, look: dict[str, Any]) -> dict[str, Any]:
        """One box whose label is the whole question."""
        item = {
            "value": "on",
            "text": str(self.label),
            "checked": bool(self.field.widget.check_test(self.value())),
            "disabled": self.field.disabled,
            "conditional": {"html": self.revealed_html("on")},
        }
        words = self.words(look)
        if "hint" in words:
            item["hint"] = words.pop("hint")
        return {
            **words,
            "idPrefix": self.identifier,
            "name": self.html_name,
            "classes": "govuk-checkboxes--small" if look.get("small") else "",
            "items": [item],
        }

    def date_boxes(self, look: dict[str, Any]) -> dict[str, Any]:
        wrong = self.wrong_boxes()
        widths = SMALL_BOX_WIDTHS if look.get("small") else BOX_WIDTHS
        filled = self.field.widget.boxes(self.value())
        items = [
            {
                "name": box,
                "id": f"{self.identifier}-{box}",
                "label": BOX_LABELS[box],
                "value": filled[box],
                "autocomplete": "off",
                # The month may be a name and the time has letters, so both get the whole keyboard.
                "inputmode": "text" if box in (MONTH, TIME) else "numeric",
                "classes": f"govuk-input--width-{widths[box]}"
                + (" govuk-input--error" if box in wrong else ""),
            }
            for box in self.field.widget.names
        ]
        return {
            **self.group(look),
            "id": self.identifier,
            "namePrefix": self.html_name,
            "items": items,
        }

    # Options

    def choices(self) -> Iterator[tuple[str, str, bool]]:
        """(value, words, whether chosen) of each option. Headings of groups are left out."""
        widget = self.field.widget
        chosen = widget.format_value(self.value())
        for _, options, _ in widget.optgroups(self.html_name, chosen):
            for option in options:
                value = "" if option["value"] is None else str(option["value"])
                yield value, option["label"], option["selected"]

    def option_items(self, look: dict[str, Any]) -> Iterator[dict[str, Any]]:
        hints = {str(option): hint for option, hint in look.get("option_hints", {}).items()}
        for value, text, chosen in self.choices():
            if not value and not str(text).strip("-"):
                continue  # Django's "---------": an unanswered question has no radio of its own
            item = {
                "value": value,
                "text": text,
                "checked": chosen,
                "disabled": self.field.disabled,
                "conditional": {"html": self.revealed_html(value)},
            }
            if value in hints:
                item["hint"] = {"text": hints[value]}
            yield item

    def revealed_html(self, option: str) -> SafeString | str:
        names = self.revealed().get(option, [])
        return mark_safe("".join(self.form[name].as_field_group() for name in names))  # noqa: S308 drawn above


def counted_or_plain(look: dict[str, Any]) -> str:
    return "character-count" if look.get("count") else "textarea"


# The first kind that fits decides, so a kind stands before the one it is made from.
COMPONENTS = (
    (Boxes, "date-input", GovukBoundField.date_boxes),
    (forms.CheckboxSelectMultiple, "checkboxes", GovukBoundField.checkboxes),
    (forms.SelectMultiple, "checkboxes", GovukBoundField.checkboxes),
    (forms.RadioSelect, "radios", GovukBoundField.radios),
    (forms.CheckboxInput, "checkboxes", GovukBoundField.checkbox),
    (forms.Select, "select", GovukBoundField.select),
    (forms.Textarea, counted_or_plain, GovukBoundField.text_area),
    (forms.PasswordInput, "password-input", GovukBoundField.password),
    (forms.FileInput, "file-upload", GovukBoundField.file),
)


def width_class(look: dict[str, Any]) -> str:
    width = look.get("width", "")
    if not width:
        return ""
    return f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"


class GovukRenderer(DjangoTemplates):
    """FORM_RENDERER. Fields are drawn by GovukBoundField, forms by templates/casework/form.html."""

    bound_field_class = GovukBoundField
    form_template_name = "casework/form.html"
    formset_template_name = "casework/formset.html"

    def get_template(self, template_name: str) -> Any:
        """Our own templates stand with the other pages, not among Django's widgets."""
        if template_name.startswith("casework/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)
