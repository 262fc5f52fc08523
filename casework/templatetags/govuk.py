"""What templates draw with: GOV.UK components, error summaries, dates, rows beside columns."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework import dates
from casework.components import draw
from casework.form_layout import error_list, form_sections

register = template.Library()

# A filter with more options than this is folded, so that the panel stays shorter than the list.
LONG = 8
MANY = (forms.SelectMultiple, forms.CheckboxSelectMultiple)


@register.simple_tag
def govuk(component: str, parameters: dict[str, Any] | None = None, /, **more: Any) -> SafeString:
    """{% govuk "button" text="Save" %}, or with a dictionary as second word."""
    return draw(component, {**(parameters or {}), **more})


@register.simple_tag
def error_summary(*forms_or_formsets: Any) -> SafeString | str:
    """{% error_summary form formset %}: what is wrong, a link each; nothing when all is well."""
    errors = error_list(*(each for each in forms_or_formsets if each))
    if not errors:
        return ""
    return draw("error-summary", {"titleText": "There is a problem", "errorList": errors})


@register.filter
def has_errors(form: Any) -> bool:
    return bool(form) and bool(error_list(form))


@register.filter
def sections_of(form: forms.BaseForm) -> list[dict[str, Any]]:
    """[{heading, fields}] of a form, revealed fields left to the field that shows them."""
    return form_sections(form)


@register.filter
def as_filter(field: forms.BoundField) -> SafeString:
    """A field as it stands in a filter: small, never marked optional, folded when it is long."""
    options = getattr(field.field, "choices", ())
    if len(options) <= LONG or not isinstance(field.field.widget, MANY):
        return field.as_field_group(small=True, optional=False)
    look = {"small": True, "optional": False, "label_classes": "govuk-visually-hidden"}
    folded = {
        "summaryText": field.label,
        "html": field.as_field_group(**look),
        "open": bool(field.value()) or bool(field.errors),
    }
    return draw("details", folded)


@register.simple_tag(takes_context=True)
def service_navigation(context: Context, frame: dict[str, Any] | None) -> SafeString:
    """Service name, sections and account, from the `frame` of the page; without one, the name."""
    frame = frame or {}
    parameters: dict[str, Any] = {
        "serviceName": frame.get("service_name") or "Casework",
        "serviceUrl": "/",
        "navigation": [section_item(section) for section in frame.get("sections") or ()],
        "navigationLabel": "Sections",
    }
    if frame.get("signed_in"):
        engine = context.template.engine
        account = engine.get_template("components/account.html").render(
            context.new({"frame": frame, "csrf_token": context.get("csrf_token")})
        )
        parameters["slots"] = {"end": account}
    return draw("service-navigation", parameters)


def section_item(section: dict[str, Any]) -> dict[str, Any]:
    item = {"href": section["href"], "text": section["text"], "current": section.get("current")}
    if section.get("count"):
        item["html"] = format_html(
            '{} <span class="app-count">{}'
            '<span class="govuk-visually-hidden"> waiting</span></span>',
            section["text"],
            section["count"],
        )
    return item


@register.filter
def beside(cells: Sequence[Any], columns: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column: {% for cell, column in row|beside:columns %}."""
    return list(zip(cells, columns, strict=True))


@register.filter
def summary_rows(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """[{key, value, href, hidden_text}] as the rows of a GOV.UK summary list.

    An empty value is said, never left out; words typed in several lines keep their lines.
    """
    return [summary_row(row) for row in rows]


def summary_row(row: dict[str, Any]) -> dict[str, Any]:
    value = row.get("value")
    empty = value is None or value == ""
    shown = {"text": "Not recorded"} if empty else {"html": typed(value)}
    item: dict[str, Any] = {"key": {"text": row["key"]}, "value": shown}
    if row.get("href"):
        words = row.get("hidden_text") or str(row["key"]).lower()
        action = {"href": row["href"], "text": "Change", "visuallyHiddenText": words}
        item["actions"] = {"items": [action]}
    return item


def typed(value: Any) -> SafeString:
    return (
        value
        if isinstance(value, SafeString)
        else format_html('<span class="app-typed">{}</span>', value)
    )


def only_when_given(function: Any) -> Any:
    """A date filter of nothing prints nothing."""

    def printed(value: datetime.date | datetime.time | None) -> str:
        return function(value) if value else ""

    return printed


register.filter("full_date", only_when_given(dates.full_date))
register.filter("short_date", only_when_given(dates.short_date))
register.filter("clock", only_when_given(dates.clock))
register.filter("full_moment", only_when_given(dates.full_moment))
register.filter("short_moment", only_when_given(dates.short_moment))
