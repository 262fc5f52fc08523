"""Counted figures made fit for their readers, before a word of the report is written.

Pure. What goes in are the counts as they are; what comes out are the same figures with a state in
place of each number that these readers may not have. The contract is built from that alone, so
nothing that draws a page, a chart or a file ever holds a number it must not print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.disclosure import protect, releases, rules
from reporting.disclosure.decision import Counted, Decided, Decision, SecondMentions, applied
from reporting.disclosure.linked import Cell, link
from reporting.disclosure.releases import Document, Released


class NotSafe(Exception):
    """An edition that cannot be published safely; says which table, and what would help."""


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
    """decision: None where nothing is protected."""

    counted: Counted
    told: Sequence[Told]
    decision: Decision | None = None

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
    told = [one for measure in work.measures_in_order() for one in work.measure(measure)]
    decision = work.decision()
    return Protected(applied(counted, audience, decision), told, decision)


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
        self.before = counted.previous_period
        self.had = _gathered(earlier, rules.ALSO_READ[audience])
        self.others_had = _gathered(earlier, rules.KNOW_MORE[audience])
        self.decided: dict[releases.Block, Decided] = {}

    def measures_in_order(self) -> list[str]:
        return [measure["id"] for measure in self.counted.figures["measures"]]

    def measure(self, measure: str) -> list[Told]:
        """The year before first: what it withholds is withheld in this year rather than others."""
        told: list[Told] = []
        hidden: frozenset[Cell] = frozenset()
        if self.before:
            second = self.counted.second_mentions_before
            one, hidden = self._block(measure, self.before, second, frozenset())
            told.append(one)
        one, _ = self._block(measure, self.period, self.counted.second_mentions, hidden)
        return [*told, one]

    def _block(
        self,
        measure: str,
        period: str,
        second: SecondMentions,
        before: frozenset[Cell],
    ) -> tuple[Told, frozenset[Cell]]:
        counts = self.counted.counts(measure, period)
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
        decided = self.decided[measure, period] = Decided(hidden, standing)
        shown = decided.told(counts)
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

    def decision(self) -> Decision:
        thresholds = rules.thresholds(self.audience, self.measures_in_order())
        return Decision(self.decided, thresholds, rules.BANDS)


def _gathered(
    earlier: Mapping[str, Sequence[Document]], audiences: Sequence[str]
) -> dict[releases.Block, list[Released]]:
    return releases.released(_in_order(earlier, audiences))


def _what_would_help(counted: Counted, measure: str, period: str) -> str:
    name = next(one["name"] for one in counted.figures["measures"] if one["id"] == measure)
    return (
        f"{name} in {period} cannot be published safely: some small counts could be worked out "
        "even with all others withheld. Group towns or types of exploitation, or take two years "
        "together."
    )
