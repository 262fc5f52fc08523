"""Counted figures made fit for their readers, before a word of the report is written.

Pure. What goes in are the counts as they are; what comes out are the same figures with a state in
place of each number that these readers may not have. The contract is built from that alone, so
nothing that draws a page, a chart or a file ever holds a number it must not print.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.disclosure import protect, releases, rules, wards
from reporting.disclosure.linked import Cell, cell, link
from reporting.disclosure.releases import SHOWN, WITHHELD, Document, Released
from reporting.material import AsPublished, Context

Figures = Mapping[str, Any]
SecondMentions = Mapping[tuple[str, Cell], int]


class NotSafe(Exception):
    """An edition that cannot be published safely; says which table, and what would help."""


@dataclass(frozen=True)
class Counted:
    """Everything an edition would print. second_mentions, before: by measure and cell, how many
    types its records carry beyond the first, in the year and in the year before."""

    figures: Figures
    previous: Figures | None
    context: Context
    second_mentions: SecondMentions = field(default_factory=dict)
    second_mentions_before: SecondMentions = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """How much of one measure and year is told. For those who may see the counts themselves:
    how many of the withheld ones are not nought is news to a reader.

    as_published: the title of the edition whose figures stand, "" for figures counted now.
    """

    measure: str
    period: str
    cells: int
    counted: int
    shown: int
    unsafe: int
    withheld: int
    as_published: str = ""


@dataclass(frozen=True)
class Protected:
    counted: Counted
    told: Sequence[Told]

    @property
    def share_shown(self) -> float:
        """Of the counts that are not nought."""
        counted = sum(one.counted for one in self.told)
        return sum(one.shown for one in self.told) / counted if counted else 1.0


def protected(
    counted: Counted,
    audience: str,
    *,
    earlier: Mapping[str, Sequence[Document]] | None = None,
) -> Protected:
    """`counted` as readers of `audience` may have it.

    earlier: by audience, the editions given to its readers before, oldest first.
    Raises NotSafe.
    """
    if not rules.is_protected(audience):
        return Protected(counted, [])
    work = _Work(counted, audience, earlier or {})
    told = [work.measure(measure) for measure in work.measures_in_order()]
    return Protected(work.result(), [one for pair in told for one in pair])


def what_readers_have(
    audience: str, earlier: Mapping[str, Sequence[Document]]
) -> list[list[Document]]:
    """For each kind of reader of an edition, the editions they had before, oldest first."""
    own = _in_order(earlier, rules.ALSO_READ[audience])
    more = rules.KNOW_MORE[audience]
    return [own, _in_order(earlier, (*rules.ALSO_READ[audience], *more))] if more else [own]


def _in_order(
    earlier: Mapping[str, Sequence[Document]], audiences: Sequence[str]
) -> list[Document]:
    documents = [one for name in audiences for one in earlier.get(name, ())]
    return sorted(documents, key=lambda one: one["edition"]["as_at"])


class _Work:
    def __init__(
        self, counted: Counted, audience: str, earlier: Mapping[str, Sequence[Document]]
    ) -> None:
        self.counted = counted
        self.audience = audience
        self.period = counted.context["period"]
        self.before = counted.context.get("previous_period", "") if counted.previous else ""
        self.had = _gathered(earlier, rules.ALSO_READ[audience])
        self.others_had = _gathered(earlier, rules.KNOW_MORE[audience])
        self.published: dict[tuple[str, str], dict[Cell, int | None]] = {}
        self.standing: list[AsPublished] = []

    def measures_in_order(self) -> list[str]:
        return [measure["id"] for measure in self.counted.figures["measures"]]

    def measure(self, measure: str) -> list[Told]:
        """The year before first: what it withholds is withheld in this year rather than others."""
        context = self.counted.context
        told: list[Told] = []
        hidden: frozenset[Cell] = frozenset()
        if self.before and self.counted.previous:
            counts = _counts(
                measure, self.counted.previous["values"], context.get("previous_further_values", ())
            )
            second = self.counted.second_mentions_before
            one, hidden = self._block(measure, self.before, counts, second, frozenset())
            told.append(one)
        counts = _counts(measure, self.counted.figures["values"], context.get("further_values", ()))
        one, _ = self._block(measure, self.period, counts, self.counted.second_mentions, hidden)
        return [*told, one]

    def _block(
        self,
        measure: str,
        period: str,
        counts: Mapping[Cell, int],
        second: SecondMentions,
        before: frozenset[Cell],
    ) -> tuple[Told, frozenset[Cell]]:
        threshold = rules.threshold(self.audience, measure)
        had = self.had.get((measure, period), [])
        standing = releases.standing(counts, had, threshold) if threshold else None
        hidden: frozenset[Cell] = frozenset()
        if standing is None and threshold:
            try:
                hidden = self._chosen(measure, period, counts, second, before, threshold)
            except protect.NothingSafe as unsafe:
                if not had:
                    raise NotSafe(_what_would_help(self.counted, measure, period)) from unsafe
                standing = had[-1]
        shown = _as_published(counts, standing) if standing else _without(counts, hidden)
        self.published[measure, period] = shown
        withheld = frozenset(which for which, count in shown.items() if count is None)
        told = Told(
            measure=measure,
            period=period,
            cells=len(counts),
            counted=sum(bool(count) for count in counts.values()),
            shown=sum(bool(shown[which]) for which in counts),
            unsafe=len(protect.unsafe(counts, threshold)),
            withheld=len(withheld),
            as_published=standing.edition if standing else "",
        )
        if standing and releases.corrected(counts, standing):
            self.standing.append(
                {"measure": measure, "period": period, "edition": standing.edition}
            )
        return told, withheld

    def _chosen(
        self,
        measure: str,
        period: str,
        counts: Mapping[Cell, int],
        second: SecondMentions,
        before: frozenset[Cell],
        threshold: int,
    ) -> frozenset[Cell]:
        others = self.others_had.get((measure, period), [])
        also = frozenset(which for one in others for which in one.withheld if which in counts)
        if any(releases.corrected(counts, one) for one in others):
            raise NotSafe(
                f"The edition that partner agencies have tells other figures of {period}, and "
                "these readers would see both. Make and give out the partner edition again first."
            )
        mentions = {which: n for (owner, which), n in second.items() if owner == measure}
        return protect.withheld(
            link(counts, mentions),
            threshold,
            known=releases.known(counts, self.had.get((measure, period), [])),
            also=also,
            before=before,
        )

    def result(self) -> Counted:
        counted, context = self.counted, self.counted.context
        period, before = self.period, self.before
        figures = {
            **counted.figures,
            "values": self._states(period, counted.figures["values"]),
            "checks": [_without_numbers(check) for check in counted.figures["checks"]],
        }
        previous = counted.previous and {
            **counted.previous,
            "values": self._states(before, counted.previous["values"]),
            "checks": [_without_numbers(check) for check in counted.previous["checks"]],
        }
        towns = {
            dict(which)["town"]: count
            for which, count in self.published.get(("incidents", period), {}).items()
            if [name for name, _ in which] == ["town"]
        }
        changed: Context = {
            **context,
            "audience": self.audience,
            "further_values": self._states(period, context.get("further_values", ())),
            "wards": wards.published(context.get("wards", ()), towns, rules.BANDS, self._least()),
            "disclosure": {
                "thresholds": rules.thresholds(self.audience, self.measures_in_order()),
                "as_published": self.standing,
            },
        }
        if "previous_further_values" in context:
            further = context["previous_further_values"] if before else ()
            changed["previous_further_values"] = self._states(before, further)
        return Counted(figures, previous, changed)

    def _least(self) -> int:
        return rules.threshold(self.audience, "incidents")

    def _states(self, period: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [self._state(period, value) for value in values]

    def _state(self, period: str, value: Mapping[str, Any]) -> dict[str, Any]:
        count = self.published[value["measure"], period][cell(value["dimensions"])]
        return {**value, "value": count, "state": WITHHELD if count is None else SHOWN}


def _gathered(
    earlier: Mapping[str, Sequence[Document]], audiences: Sequence[str]
) -> dict[releases.Block, list[Released]]:
    return releases.released(_in_order(earlier, audiences))


def _counts(measure: str, *parts: Iterable[Mapping[str, Any]]) -> dict[Cell, int]:
    return {
        cell(value["dimensions"]): value["value"]
        for part in parts
        for value in part
        if value["measure"] == measure
    }


def _without(counts: Mapping[Cell, int], hidden: frozenset[Cell]) -> dict[Cell, int | None]:
    return {which: None if which in hidden else count for which, count in counts.items()}


def _as_published(counts: Mapping[Cell, int], standing: Released) -> dict[Cell, int | None]:
    """What was not in the earlier edition is not told now: it could be subtracted."""
    return {which: standing.counts.get(which) for which in counts}


def _without_numbers(check: Mapping[str, Any]) -> dict[str, Any]:
    """A check compares counts, so its numbers would tell the withheld ones."""
    return {key: check[key] for key in ("id", "rule", "ok")}


def _what_would_help(counted: Counted, measure: str, period: str) -> str:
    name = next(one["name"] for one in counted.figures["measures"] if one["id"] == measure)
    return (
        f"{name} in {period} cannot be published safely: some small counts could be worked out "
        "even with all others withheld. Group towns or types of exploitation, or take two years "
        "together."
    )
