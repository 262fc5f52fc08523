"""Whether the parts of every table make its totals. Pure: works on counts already made.

Each side of a check was counted on its own. A check that does not close means that a record is
in a total and in no row, or in a row twice; it is never put right here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from reporting.counting.measures import Measure

NOT_KNOWN = "UNK"
TYPE = "exploitation_type"

Check = dict[str, Any]
WORDS = {"town": "town", "sex": "sex", TYPE: "type of exploitation"}


class Counts(Protocol):
    """What a check needs of figures.Reading."""

    counts: Mapping
    second_mentions: Mapping
    labels: Mapping[str, Mapping[str, str]]
    measures: Sequence[Measure]


def checks_of(reading: Counts) -> list[Check]:
    """The checks of every cut always printed."""
    found: list[Check] = []
    for measure in reading.measures:
        for dimension in measure.dimensions:
            found.append(_closes(reading, measure, dimension, {}))
        for first, second in measure.crosses:
            for code in reading.labels[first]:
                found.append(_closes(reading, measure, second, {first: code}))
            for code in reading.labels[second]:
                found.append(_closes(reading, measure, first, {second: code}))
    return found


def _closes(reading: Counts, measure: Measure, dimension: str, inside: dict[str, str]) -> Check:
    """The rows of `dimension` against the count of the cell `inside`, or of the whole."""
    whole = _count(reading, measure, inside)
    rows = {
        code: _count(reading, measure, {**inside, dimension: code})
        for code in reading.labels[dimension]
    }
    if dimension == TYPE:
        mentions = sum(count for code, count in rows.items() if code != NOT_KNOWN)
        parts = mentions - _second(reading, measure, inside) + rows.get(NOT_KNOWN, 0)
        rule = (
            "mentions of types less second mentions, plus those of no known type, equal the total"
        )
    else:
        parts = sum(rows.values())
        rule = f"rows by {WORDS[dimension]} equal the total"
    place = "".join(f".{key}={code}" for key, code in inside.items())
    return {
        "id": f"{measure.id}{place}.by_{dimension}",
        "rule": f"{measure.name}{_where(reading, inside)}: {rule}",
        "left": parts,
        "right": whole,
        "difference": parts - whole,
        "ok": parts == whole,
    }


def _where(reading: Counts, inside: Mapping[str, str]) -> str:
    return "".join(f", {reading.labels[key][code]}" for key, code in inside.items())


def _key(measure: Measure, dimensions: Mapping[str, str]) -> tuple:
    return measure.id, tuple(sorted(dimensions.items()))


def _count(reading: Counts, measure: Measure, dimensions: Mapping[str, str]) -> int:
    return reading.counts.get(_key(measure, dimensions), 0)


def _second(reading: Counts, measure: Measure, dimensions: Mapping[str, str]) -> int:
    return reading.second_mentions.get(_key(measure, dimensions), 0)


def open_margins(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if not check["ok"]]
