"""Counts that a reader can add up and subtract: one measure in one year, with all its margins.

Pure. A cell is named by its dimensions; the cell without any is the total. What makes cells
*linked* is a relation between their counts that every reader knows, because it follows from what a
total is: the towns make the total, men and women make the town. Types of exploitation are another
matter, as a record may carry several: each type is at most the records of a known type, and
together the types are at least those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

# A record has one town and one sex, but may carry several types of exploitation.
SEVERAL_AT_ONCE = frozenset({"exploitation_type"})
# The row of such a dimension that excludes the others: no type was known.
NONE_KNOWN = "UNK"
MOST_DIMENSIONS = 2

Cell = tuple[tuple[str, str], ...]
TOTAL: Cell = ()


class TooManyDimensions(ValueError):
    """A table of three dimensions says little and gives much away, so none is defined."""


@dataclass(frozen=True)
class Relation:
    """`low` <= the sum of factor x count over `factors` <= `high`; None where there is no bound.

    supposed: a reader may suppose the upper bound, and may as well not.
    """

    factors: Mapping[Cell, int]
    low: int | None = 0
    high: int | None = 0
    supposed: bool = False


@dataclass(frozen=True)
class Linked:
    """counts: every published cell of one measure and year. relations: what binds them."""

    counts: Mapping[Cell, int]
    relations: Sequence[Relation] = field(default_factory=tuple)

    def without_suppositions(self) -> "Linked":
        """What is certain alone."""
        return Linked(
            self.counts,
            [replace(one, high=None) if one.supposed else one for one in self.relations],
        )


def cell(dimensions: Mapping[str, str]) -> Cell:
    return tuple(sorted(dimensions.items()))


def link(counts: Mapping[Cell, int], second_mentions: Mapping[Cell, int] | None = None) -> Linked:
    """The tables of `counts`, whichever they are, bound by their shared margins.

    second_mentions: by cell, how many types its records carry beyond the first. Readers do not know
    them, yet many would suppose that there are none; so the tables must be safe even from a reader
    who knows them. Without them, from a reader who knows only what types are.

    Raises TooManyDimensions for a cell of a table that is not published.
    """
    for one in counts:
        refuse_wide([name for name, _ in one])
    relations: list[Relation] = []
    for whole, parts in _families(counts).items():
        dimension, inside = whole
        if dimension in SEVERAL_AT_ONCE:
            second = None if second_mentions is None else second_mentions.get(inside, 0)
            relations += _overlapping(inside, parts, second)
        else:
            relations.append(Relation({inside: -1, **dict.fromkeys(parts.values(), 1)}))
    return Linked(counts, relations)


def refuse_wide(dimensions: Sequence[str]) -> None:
    """Raises TooManyDimensions for a table by more than two things at once."""
    if len(dimensions) > MOST_DIMENSIONS:
        raise TooManyDimensions(
            f"No table is published by {', '.join(dimensions)} together: with so many cells nearly "
            f"all are too small to publish safely. Divide by at most {MOST_DIMENSIONS} at once."
        )


def _families(counts: Mapping[Cell, int]) -> dict[tuple[str, Cell], dict[str, Cell]]:
    """By dimension and whole: the parts into which that dimension divides that whole."""
    families: dict[tuple[str, Cell], dict[str, Cell]] = {}
    for part in sorted(counts):
        for dimension, code in part:
            inside = tuple(pair for pair in part if pair[0] != dimension)
            if inside in counts:
                families.setdefault((dimension, inside), {})[code] = part
    return families


def _overlapping(inside: Cell, parts: Mapping[str, Cell], second: int | None) -> list[Relation]:
    """Records of a known type are the whole less those of none. Each type is among them, and the
    types cover them."""
    less_unknown = {inside: -1}
    if NONE_KNOWN in parts:
        less_unknown[parts[NONE_KNOWN]] = 1
    known = [part for code, part in parts.items() if code != NONE_KNOWN]
    each = [Relation({part: 1, **less_unknown}, low=None, high=0) for part in known]
    factors = {**dict.fromkeys(known, 1), **less_unknown}
    together = Relation(factors, low=0, high=second, supposed=second is not None)
    return [*each, together]
