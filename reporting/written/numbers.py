"""Today's numbers for those who write: the very sentences and tokens that a report would print.

A report is drawn from what is counted now, and what somebody wrote is read from it, so that a
preview and the report cannot differ but for records changed between. Nothing is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from agencies.models import Partnership
from casework.printing.fonts import Unprintable, fit
from reporting import faults
from reporting.counting.periods import Period
from reporting.document import contract, editions
from reporting.document.material import Written
from reporting.faults import Fault
from reporting.outputs.printed import Block, printed
from reporting.written import tokens

PLACE = "PARTNERS"
REFERENCE = "WRT-preview"


@dataclass(frozen=True)
class Token:
    """What a writer types, what it stands for, and what it is today."""

    typed: str
    what: str
    now: str


@dataclass(frozen=True)
class Preview:
    """How a text would print today, and what would stand in the way of signing it off."""

    blocks: list[Block]
    faults: list[Fault]


def preview(partnership: Partnership, period: Period, title: str, text: str) -> Preview:
    """As the edition for the desk and the board tells it; other editions withhold small counts."""
    document = _written(_read(partnership, period), title, text)
    own = [fault for fault in faults.found_in(document) if fault.place == title]
    return Preview(_blocks(document), [*own, *_not_in_the_fonts(title, text)])


def _not_in_the_fonts(title: str, text: str) -> Iterator[Fault]:
    missing: list[Unprintable] = []
    fit(f"{title}\n{text}", missing, title)
    for one in missing:
        yield Fault(
            "characters", title, f"“{one.character}” is in no font of the PDF, which prints □.",
            "Write it in Latin letters if the PDF must show it; the web page shows it as it is.",
            is_wrong=False,
        )  # fmt: skip


def listed(partnership: Partnership, period: Period) -> list[Token]:
    """Every number that a sentence may hold, whole counts first, then by town, type and sex."""
    edition = _read(partnership, period)
    wanted = list(_wanted(_written(edition, "Numbers", "")))
    text = "\n".join(f"- {typed}" for typed, _ in wanted)
    document = _written(edition, "Numbers", text)
    told = [item for block in _blocks(document) for item in block.items]
    unresolved = {one["token"] for one in document["unresolved"]}
    return [
        Token(typed, what, now)
        for (typed, what), now in zip(wanted, told, strict=True)
        if typed not in unresolved
    ]


def _read(partnership: Partnership, period: Period) -> editions.Edition:
    with connection.cursor() as cursor:
        return editions.read(cursor, partnership, period)


def _written(edition: editions.Edition, title: str, text: str) -> dict[str, Any]:
    """A report with this one text in it."""
    section: Written = {
        "reference": REFERENCE, "place": PLACE, "town": "", "title": title, "text": text,
    }  # fmt: skip
    context = edition.context | {"written": [section], "priorities": [], "stories": []}
    before = None if edition.before.is_empty else edition.before.printed()
    return contract.build(edition.reading.printed(), before, context)


def _blocks(document: Mapping[str, Any]) -> list[Block]:
    sections = printed(document).sections
    return list(next(one for one in sections if one.id == REFERENCE.casefold()).blocks)


def _wanted(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    labels = document["labels"]
    yield "{year}", "The reporting year"
    yield "{year before}", "The year before"
    for one in document["declared_names"]:
        yield f"{{{one['name']}}}", f"{one['name']}, supplied by {one['supplied_by']}"
    for measure in document["measures"]:
        for ending, what in (
            ("", ""), (tokens.BEFORE, "the year before"), (tokens.CHANGE, "the change"),
            (tokens.PERCENT, "the change in per cent"),
        ):  # fmt: skip
            typed = f"{{{measure['id']} {ending}}}".replace(" }", "}")
            yield typed, f"{measure['name']}{', ' + what if what else ''}"
    for entry in document["values"]:
        rows = entry["dimensions"]
        if len(rows) == 1:
            [(dimension, code)] = rows.items()
            key = next(key for key, name in tokens.DIMENSIONS.items() if name == dimension)
            name = next(m["name"] for m in document["measures"] if m["id"] == entry["measure"])
            yield f"{{{entry['measure']} {key}={code}}}", f"{name}, {labels[dimension][code]}"
