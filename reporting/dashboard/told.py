"""How much of a count a reader is told.

Whoever opens records is told counts exactly. Whoever opens none is told of people and incidents
only what says nothing of single ones: nought stays, 1 to 7 is left out, the rest is rounded to the
nearest 5. A dashboard changes every day, so a cell that is safe today beside yesterday's must be
safe too; rounding holds there, and exact counts with a few left out would not. For the same reason
only whole years are told: the days between two dates could be taken one by one. See
docs/decisions/0026.
"""

from dataclasses import dataclass

from reporting.counting.spread import Point
from reporting.dashboard.gate import Reader
from reporting.dashboard.measures import EXACT
from reporting.disclosure.rules import BANDS
from reporting.outputs.printed import SHORTHAND

LEFT_OUT = 7
NEAREST = 5
SHOWN, ROUNDED, WITHHELD, BANDED = "shown", "rounded", "withheld", "banded"
NOT_AVAILABLE, TOO_FEW, AT_LEAST = "not_available", "not_applicable", "at_least"
HOW_TOLD = (
    "Counts of people and of incidents are rounded to the nearest 5, so rows may not add up to "
    "their total. [c] means 1 to 7: too small to publish safely. Counts of the work of agencies "
    "are exact."
)


@dataclass(frozen=True)
class Number:
    """A count, or days, as a reader is told it. value is None where it is withheld, told by its
    band alone, or was not counted. words: where the value is not said by its digits."""

    value: int | None
    state: str = SHOWN
    href: str = ""
    words: str = ""
    band: tuple[int, int | None] | None = None

    @property
    def text(self) -> str:
        if self.words or self.value is not None:
            return self.words or f"{self.value:,}"
        return SHORTHAND[self.state]


NONE_COUNTED = Number(None, NOT_AVAILABLE)


def told(reader: Reader, measure: str, dimension: str, count: int, href: str = "") -> Number:
    if reader.opens_records:
        return Number(count, SHOWN, href if count else "")
    if dimension == "ward":
        return _banded(count)
    if measure in EXACT or not count:
        return Number(count)
    if count <= LEFT_OUT:
        return Number(None, WITHHELD)
    return Number(NEAREST * ((2 * count + NEAREST) // (2 * NEAREST)), ROUNDED)


def days_told(point: Point | None) -> Number:
    if point is None:
        return Number(None, TOO_FEW, words="Too few to tell")
    return Number(point.days, AT_LEAST if point.at_least else SHOWN, words=str(point))


def _banded(count: int) -> Number:
    low, high = next(
        (low, high) for low, high in BANDS if low <= count and (high is None or count <= high)
    )
    words = f"{low} or more" if high is None else f"{low} to {high}"
    return Number(None, BANDED, words=words, band=(low, high))
