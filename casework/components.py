"""The macros of the GOV.UK design system, compiled once for each process.

Only words marked safe go in as HTML; everything else comes out as the text it is.
"""

import pickle
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader
from jinja2.runtime import Macro

# These say the same on page after page and never what anybody typed, so they are drawn once.
OUR_OWN_WORDS = frozenset({"back-link", "button", "password-input", "skip-link", "tag"})


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
    parameters = settled(parameters)
    if component in OUR_OWN_WORDS:
        return _kept(component, pickle.dumps(parameters))
    return _drawn(component, parameters)


def _drawn(component: str, parameters: dict[str, Any]) -> SafeString:
    return mark_safe(str(macro(component)(parameters)))  # noqa: S308 the macro escapes


@lru_cache(maxsize=500)
def _kept(component: str, parameters: bytes) -> SafeString:
    """Drawn once for the same parameters; as bytes, in which safe words differ from others."""
    return _drawn(component, pickle.loads(parameters))  # noqa: S301 our own, of this process


def settled(value: Any) -> Any:
    """The same parameters with lazy words turned into words, at every depth."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {key: settled(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [settled(inner) for inner in value]
    return value
