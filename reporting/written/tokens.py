"""Numbers in sentences that people write: `{incidents town=Tipton}` stands for a value.

A token names what was counted, then where, then which year or change, in any order and with commas
where the writer likes them:

    {incidents}                                this year
    {incidents before}                         the year before
    {incidents change}                         "5 more", "5 fewer"
    {incidents percent}                        "up 3%", and only on a base of at least 20
    {incidents town=West Bromwich type=Labour exploitation}
    {year}   {year before}                     "2022-23"
    {Professionals trained}                    a figure that was counted elsewhere

A measure, a town, a type, a sex go by their code or by their name as it is printed. What cannot be
read stays in the text as it was typed, and blocks the sign-off. Pure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporting.document.ledger import value_id
from reporting.document.material import Material

TOKEN = re.compile(r"\{([^{}\n]{0,200})\}")
_PAIR = re.compile(
    r"\b(\w+)\s*=\s*([^=]+?)(?=[\s,]+\w+\s*=|(?:[\s,]+(?:before|change|percent))*[\s,]*$)"
)
BEFORE, CHANGE, PERCENT = "before", "change", "percent"
ENDINGS = (BEFORE, CHANGE, PERCENT)
DIMENSIONS = {"town": "town", "sex": "sex", "type": "exploitation_type"}
YEAR = "year"


@dataclass(frozen=True)
class Asked:
    """A token as it was typed: what was counted, of which rows, and how it is told."""

    name: str
    cut: Mapping[str, str] = field(default_factory=dict)
    endings: Sequence[str] = ()


@dataclass(frozen=True)
class Unresolved:
    """A token that stands for nothing, and why."""

    token: str
    why: str


def read(inside: str) -> Asked:
    """What stands between the brackets, taken apart. Anything can be: whether it means something
    is for `resolved`."""
    cut = {key.casefold(): value.strip() for key, value in _PAIR.findall(inside)}
    words = re.split(r"[\s,]+", _PAIR.sub(" ", inside).strip(" ,"))
    endings: list[str] = []
    while len(words) > 1 and words[-1].casefold() in ENDINGS:
        endings.insert(0, words.pop().casefold())
    return Asked(" ".join(words), cut, tuple(endings))


def resolved(inside: str, material: Material) -> str | dict | Unresolved:
    """The run that a token is printed as."""
    asked = read(inside)
    token = f"{{{inside}}}"
    if _plain(asked.name) == YEAR and not asked.cut:
        return _year(asked, token, material)
    if declared := _declared(asked.name, material):
        name = f"declared:{declared}"
        if asked.cut:
            return Unresolved(token, "This figure was counted elsewhere and has no rows.")
    else:
        name = _measure(asked.name, material)
    if not name:
        return Unresolved(token, f"Nothing is counted under the name “{asked.name}”.")
    rows = _rows(asked.cut, material)
    if isinstance(rows, str):
        return Unresolved(token, rows)
    return _number(asked, name, rows, token, material)


def _year(asked: Asked, token: str, material: Material) -> str | Unresolved:
    year = material.previous if BEFORE in asked.endings else material.period
    return year or Unresolved(token, "This report compares no year before.")


def _number(
    asked: Asked, name: str, rows: Mapping[str, str], token: str, material: Material
) -> dict | Unresolved:
    if set(asked.endings) & {BEFORE, CHANGE, PERCENT} and not material.previous:
        return Unresolved(token, "This report compares no year before.")
    if set(asked.endings) & {CHANGE, PERCENT} and not material.by_one_rule(name):
        return Unresolved(token, "The two years were counted by different rules.")
    ledger = material.ledger
    now = value_id(material.period, name, rows)
    before = value_id(material.previous, name, rows)
    wanted = [before] if BEFORE in asked.endings else [now]
    if set(asked.endings) & {CHANGE, PERCENT}:
        wanted = [now, before]
    for key in wanted:
        if ledger.values.get(key, {"state": "not_available"})["state"] == "not_available":
            return Unresolved(token, "This report counts no such figure.")
    if PERCENT in asked.endings:
        return _told(ledger.percent_change(now, before), "up_or_down")
    if CHANGE in asked.endings:
        return _told(ledger.difference(now, before), "more_or_fewer")
    return _told(wanted[0], "number")


def _told(key: str, printed_as: str) -> dict:
    return {"value": key, "as": printed_as, "in_words": True}


def _measure(name: str, material: Material) -> str:
    for measure in material.measures:
        known = {_plain(measure["id"]), _plain(measure["name"])}
        if _plain(name) in known | {_plain(material.short_name(measure["id"]))}:
            return measure["id"]
    return ""


def _declared(name: str, material: Material) -> str:
    for figure in material.context.get("declared", ()):
        if _plain(name) in {_plain(figure["reference"]), _plain(figure["name"])}:
            return figure["reference"]
    return ""


def _rows(cut: Mapping[str, str], material: Material) -> dict[str, str] | str:
    """The dimensions with their codes, or why not."""
    found = {}
    for key, typed in cut.items():
        dimension = DIMENSIONS.get(key)
        if dimension is None:
            return f"“{key}” is none of town, type and sex."
        codes = {
            spelled: code
            for code, label in material.labels[dimension].items()
            for spelled in (_plain(code), _plain(label))
        }
        if _plain(typed) not in codes:
            return f"There is no {key} “{typed}”."
        found[dimension] = codes[_plain(typed)]
    return found


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()
