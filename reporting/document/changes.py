"""What differs between two sets of figures: editions, or an edition and the records now. Pure.

A measure that is counted by another version of its rule is another measure: its series is marked,
and nothing of it is called a change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.counting.figures import Reading
from reporting.disclosure.linked import Cell, cell

Document = Mapping[str, Any]
Labels = Mapping[str, Mapping[str, str]]
WITHHELD = "withheld"
COMPARED = ("values", "previous_values", "further_values", "declared")


@dataclass(frozen=True, order=True)
class Figure:
    """One number of one year. dimensions: none for the total."""

    period: str
    measure: str
    dimensions: Cell


@dataclass(frozen=True)
class Told:
    """value: None where it is not shown; state then says why."""

    value: int | None
    state: str = "shown"

    def __str__(self) -> str:
        if self.value is not None:
            return f"{self.value:,}"
        return {WITHHELD: "[c]", "not_available": "[x]"}.get(self.state, f"[{self.state}]")


Figures = Mapping[Figure, Told]


@dataclass(frozen=True)
class Change:
    figure: Figure
    then: Told
    now: Told

    @property
    def difference(self) -> int | None:
        if self.then.value is None or self.now.value is None:
            return None
        return self.now.value - self.then.value

    @property
    def signed(self) -> str:
        """ "" where one of the two is not shown."""
        return "" if self.difference is None else f"{self.difference:+,}".replace("-", "−")


def of_document(document: Document) -> dict[Figure, Told]:
    """Every figure an edition prints, but the bands of wards."""
    return {
        Figure(one["period"], one["measure"], cell(one["dimensions"])): Told(
            one["value"], one["state"]
        )
        for part in COMPARED
        for one in document.get(part, ())
        if "band" not in one
    }


def of_readings(readings: Iterable[Reading]) -> dict[Figure, Told]:
    """The exact counts."""
    return {
        Figure(reading.period.label, one["measure"], cell(one["dimensions"])): Told(one["value"])
        for reading in readings
        for one in [*reading.values(), *reading.further_values()]
    }


def between(then: Figures, now: Figures, *, other_rules: Iterable[str] = ()) -> list[Change]:
    """Figures of both that differ, in the order of `now`. other_rules: measures to pass over."""
    passed_over = set(other_rules)
    return [
        Change(figure, then[figure], told)
        for figure, told in now.items()
        if figure in then and then[figure] != told and figure.measure not in passed_over
    ]


def other_rules(then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> list[str]:
    """Measures of both that are counted by another version; each as `Measure.described` says it."""
    before = {one["id"]: one["version"] for one in then}
    return [one["id"] for one in now if one["id"] in before and before[one["id"]] != one["version"]]


def row_in_words(figure: Figure, labels: Labels) -> str:
    """The row of a figure as a table names it. Code where no label is known any more."""
    words = [labels.get(name, {}).get(code, code) for name, code in figure.dimensions]
    return ", ".join(words) or "Total"
