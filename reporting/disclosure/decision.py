"""What an edition withholds, as it was decided: applied to counts, and kept with the edition.

Pure. Which further counts are withheld beside the small ones is a choice among several that are as
safe. An edition that is counted again years later withholds what was decided then, never what would
be chosen now: two choices together could give a count away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from reporting.disclosure import wards
from reporting.disclosure.linked import Cell, cell
from reporting.disclosure.releases import SHOWN, WITHHELD, Block, Released, corrected
from reporting.document.material import AsPublished, Context

Figures = Mapping[str, Any]
SecondMentions = Mapping[tuple[str, Cell], int]
Counts = Mapping[Cell, int]


@dataclass(frozen=True)
class Counted:
    """Everything an edition would print. second_mentions, before: by measure and cell, how many
    types its records carry beyond the first, in the year and in the year before."""

    figures: Figures
    previous: Figures | None
    context: Context
    second_mentions: SecondMentions = field(default_factory=dict)
    second_mentions_before: SecondMentions = field(default_factory=dict)

    @property
    def previous_period(self) -> str:
        """ "" where the year before is not compared with."""
        return self.context.get("previous_period", "") if self.previous else ""

    def counts(self, measure: str, period: str) -> dict[Cell, int]:
        """Every count of one measure in the year or, where it is compared with, the year before."""
        if period == self.context["period"]:
            parts = self.figures["values"], self.context.get("further_values", ())
        elif self.previous and period == self.previous_period:
            parts = self.previous["values"], self.context.get("previous_further_values", ())
        else:
            raise KeyError(period)
        return {
            cell(value["dimensions"]): value["value"]
            for part in parts
            for value in part
            if value["measure"] == measure
        }


@dataclass(frozen=True)
class Decided:
    """Of one measure and year. withheld: of the counts as they are. standing: the earlier edition
    whose figures are told instead of these."""

    withheld: frozenset[Cell] = frozenset()
    standing: Released | None = None

    def told(self, counts: Counts) -> dict[Cell, int | None]:
        """What was not in the earlier edition is not told now: it could be subtracted."""
        if self.standing:
            return {which: self.standing.counts.get(which) for which in counts}
        return {which: None if which in self.withheld else count for which, count in counts.items()}


@dataclass(frozen=True)
class Decision:
    """blocks: in the order of printing. thresholds: by measure. bands: in which wards are told."""

    blocks: Mapping[Block, Decided]
    thresholds: Mapping[str, int]
    bands: Sequence[wards.Band]

    def to_json(self) -> dict[str, Any]:
        return {
            "blocks": [
                {
                    "measure": measure,
                    "period": period,
                    "withheld": sorted(decided.withheld),
                    "edition": decided.standing.edition if decided.standing else "",
                    "version": decided.standing.version if decided.standing else 0,
                    "published": [list(pair) for pair in decided.standing.counts.items()]
                    if decided.standing
                    else [],
                }
                for (measure, period), decided in self.blocks.items()
            ],
            "thresholds": dict(self.thresholds),
            "bands": [list(band) for band in self.bands],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            {(one["measure"], one["period"]): _decided(one) for one in kept["blocks"]},
            kept["thresholds"],
            [(low, high) for low, high in kept["bands"]],
        )


def _decided(kept: Mapping[str, Any]) -> Decided:
    if not kept["edition"]:
        return Decided(withheld=frozenset(_cell(which) for which in kept["withheld"]))
    counts = {_cell(which): count for which, count in kept["published"]}
    return Decided(standing=Released(counts, kept["edition"], kept["version"]))


def _cell(kept: Iterable[Sequence[str]]) -> Cell:
    return tuple((name, code) for name, code in kept)


def applied(counted: Counted, audience: str, decision: Decision) -> Counted:
    """`counted` as its readers have it: a state in place of each number they may not have."""
    context, period, before = counted.context, counted.context["period"], counted.previous_period
    told: dict[Block, dict[Cell, int | None]] = {}
    stand_as_published: list[AsPublished] = []
    versions = {one["id"]: one["version"] for one in counted.figures["measures"]}
    for (measure, year), decided in decision.blocks.items():
        counts = counted.counts(measure, year)
        told[measure, year] = decided.told(counts)
        standing = decided.standing
        if standing and (standing.version != versions[measure] or corrected(counts, standing)):
            stand_as_published.append(
                {
                    "measure": measure, "period": year, "edition": standing.edition,
                    "version": standing.version,
                }
            )  # fmt: skip

    def states(year: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [_state(told[value["measure"], year], value) for value in values]

    figures = {
        **counted.figures,
        "values": states(period, counted.figures["values"]),
        "checks": [_without_numbers(check) for check in counted.figures["checks"]],
    }
    previous = counted.previous and {
        **counted.previous,
        "values": states(before, counted.previous["values"]),
        "checks": [_without_numbers(check) for check in counted.previous["checks"]],
    }
    towns = {
        dict(which)["town"]: count
        for which, count in told.get(("incidents", period), {}).items()
        if [name for name, _ in which] == ["town"]
    }
    least = decision.thresholds.get("incidents", 0)
    changed: Context = {
        **context,
        "audience": audience,
        "further_values": states(period, context.get("further_values", ())),
        "wards": wards.published(context.get("wards", ()), towns, decision.bands, least),
        "disclosure": {
            "thresholds": decision.thresholds,
            "as_published": stand_as_published,
        },
    }
    if "previous_further_values" in context:
        further = context["previous_further_values"] if before else ()
        changed["previous_further_values"] = states(before, further)
    return Counted(figures, previous, changed)


def _state(told: Mapping[Cell, int | None], value: Mapping[str, Any]) -> dict[str, Any]:
    count = told[cell(value["dimensions"])]
    return {**value, "value": count, "state": WITHHELD if count is None else SHOWN}


def _without_numbers(check: Mapping[str, Any]) -> dict[str, Any]:
    """A check compares counts, so its numbers would tell the withheld ones."""
    return {key: check[key] for key in ("id", "rule", "ok")}
