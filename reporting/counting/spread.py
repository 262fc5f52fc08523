"""How long things took: the middle and the slow end of a row of clocks. Pure.

A clock that still runs counts with the days so far. Its true number is no smaller, so a result that
such a clock may have pulled down is a least value, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.document.ledger import SMALLEST_BASE


@dataclass(frozen=True)
class Point:
    """Days, and whether the true number may be higher."""

    days: int
    at_least: bool

    def __str__(self) -> str:
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return f"At least {days}" if self.at_least else days


@dataclass(frozen=True)
class Spread:
    """counted: all clocks. running: those of them that still run. median, ninetieth: None where
    there are too few to tell them: a figure of few people says how long it took each of them."""

    counted: int
    running: int
    median: Point | None
    ninetieth: Point | None


def spread(clocks: Iterable[tuple[int, bool]]) -> Spread:
    """clocks: (days, whether it still runs)."""
    found = sorted(clocks)
    running = sum(is_open for _, is_open in found)
    if len(found) < SMALLEST_BASE:
        return Spread(len(found), running, None, None)
    return Spread(len(found), running, _point(found, 50), _point(found, 90))


def _point(found: list[tuple[int, bool]], percent: int) -> Point:
    """The nearest rank: the smallest number of days that so many in a hundred do not exceed."""
    rank = -(-len(found) * percent // 100)
    days = found[rank - 1][0]
    return Point(days, any(is_open for number, is_open in found if number <= days))
