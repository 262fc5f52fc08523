"""The macros of the GOV.UK design system, compiled once for each process.

Only words marked safe go in as HTML; everything else comes out as the text it is.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro


@cache
def environment() -> Environment:
    """Building this takes hundreds of times longer than drawing a component: once is enough."""
    macros = PackageLoader("govuk_frontend_jinja")
    return Environment(
        autoescape=True,
        loader=PrefixLoader({"govuk_frontend_jinja": macros}),
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def macro(component: str) -> Macro:
    """The macro of "date-input", "button" and so on. Raises TemplateNotFound for an unknown one."""
    template = environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return getattr(template.module, name)


def draw(component: str, parameters: Mapping[str, Any]) -> SafeString:
    """The HTML of one component. `parameters` are those of the design system's own macro."""
    return mark_safe(str(macro(component)(settled(parameters))))  # noqa: S308 the macro escapes


def settled(value: Any) -> Any:
    """The same parameters with lazy words turned into words, at every depth."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: settled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [settled(inner) for inner in value]
    return value
