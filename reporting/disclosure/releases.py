"""What readers have already: earlier editions, and what they make of a new one.

Two editions of the same year can be subtracted from each other, and the difference of two counts is
a count too: 12 in May and 13 in June tell of one person. So the tables of a measure and year, once
published, are published again as they were, unless some count in them moved, and each that did
moved by at least the threshold. The reader's earlier edition and the new one then always agree, and
a late correction is told as soon as it can be told safely.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.disclosure.linked import Cell, cell

COUNTED = ("values", "previous_values", "further_values")
SHOWN, WITHHELD = "shown", "withheld"

Document = Mapping[str, Any]
# measure and period, whatever the version of the measure's rule: a reader subtracts all the same
Block = tuple[str, str]


@dataclass(frozen=True)
class Released:
    """One measure and year as published: None where the count was withheld.

    version: of the rule by which it was counted.
    """

    counts: Mapping[Cell, int | None]
    edition: str
    version: int

    @property
    def shown(self) -> dict[Cell, int]:
        return {one: count for one, count in self.counts.items() if count is not None}

    @property
    def withheld(self) -> frozenset[Cell]:
        return frozenset(one for one, count in self.counts.items() if count is None)


def released(documents: Sequence[Document]) -> dict[Block, list[Released]]:
    """By measure and year, each edition that told of it, oldest first."""
    found: dict[Block, list[Released]] = {}
    for document in documents:
        blocks: dict[Block, dict[Cell, int | None]] = {}
        for entry in _counted(document):
            if entry["state"] in (SHOWN, WITHHELD):
                block = blocks.setdefault((entry["measure"], entry["period"]), {})
                block[cell(entry["dimensions"])] = entry["value"]
        versions = {one["id"]: one["version"] for one in document["measures"]}
        title = document["edition"]["title"]
        for block, counts in blocks.items():
            found.setdefault(block, []).append(Released(counts, title, versions[block[0]]))
    return found


def _counted(document: Document) -> Iterable[Mapping[str, Any]]:
    for part in COUNTED:
        for entry in document[part]:
            if "ward" not in entry["dimensions"]:
                yield entry


def standing(
    counts: Mapping[Cell, int], before: Sequence[Released], threshold: int
) -> Released | None:
    """The latest edition, whose counts stand; None when `counts` may be published anew."""
    moves = [
        abs(counts[which] - count)
        for one in before
        if set(one.counts) == set(counts)
        for which, count in one.shown.items()
    ]
    comparable = all(set(one.counts) == set(counts) for one in before)
    if before and not (comparable and any(moves) and all(not m or m >= threshold for m in moves)):
        return before[-1]
    return None


def corrected(counts: Mapping[Cell, int], published: Released) -> bool:
    """Whether a count was shown otherwise than it would be now."""
    return any(counts.get(which) != count for which, count in published.shown.items())


def known(counts: Mapping[Cell, int], before: Sequence[Released]) -> frozenset[Cell]:
    """Counts that an earlier edition showed and that have not changed: the reader has them."""
    return frozenset(
        which for one in before for which, count in one.shown.items() if counts[which] == count
    )
