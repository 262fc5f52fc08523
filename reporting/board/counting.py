"""What a board pack needs, counted in one snapshot by the measures of the annual report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agencies.models import Partnership
from reporting.board.quarters import Quarter, Span, YearSoFar
from reporting.counting import figures
from reporting.counting.facts import LiveFacts
from reporting.counting.measures import MEASURES

# Of each span, the total of each measure.
Totals = dict[str, int]


@dataclass(frozen=True)
class Counted:
    """totals: by label of a span; spans of which nothing at all is recorded are not among them.

    types: the rows of incidents by type, each its words and its counts by label of a span.
    recounted: totals now, of the spans that the pack before printed.
    """

    quarter: Quarter
    totals: Mapping[str, Totals]
    types: Sequence[tuple[str, Mapping[str, int]]]
    recounted: Mapping[str, Totals]
    silent: Mapping[str, Sequence[str]]
    as_at: datetime

    @property
    def so_far(self) -> YearSoFar:
        return YearSoFar(self.quarter)


def count(partnership: Partnership, quarter: Quarter, before: Quarter | None) -> Counted:
    """before: the quarter of the pack before, counted again to find what was corrected since.

    Reads past the gate: callers ask for the right to build, and write the audit event.
    """
    so_far = YearSoFar(quarter)
    spans: list[Span] = [quarter, quarter.year_before(), so_far, so_far.year_before()]
    again: list[Span] = [before, YearSoFar(before)] if before else []
    with figures.snapshot() as cursor:
        labels = figures.labels_of(cursor, partnership)
        every = {span.label: LiveFacts(partnership, span) for span in (*spans, *again)}
        found = figures.read_each(cursor, list(every.values()), MEASURES, labels, further={})
        readings = dict(zip(every, found, strict=True))
        silent = figures.agencies_that_sent_nothing(cursor, partnership, quarter)
        as_at = figures.moment_of(cursor)

    def totals(these: Sequence[Span]) -> dict[str, Totals]:
        counts = {span.label: readings[span.label].counts for span in these}
        return {
            label: {one.id: found.get((one.id, ()), 0) for one in MEASURES}
            for label, found in counts.items()
        }

    recorded = [span for span in spans if span == quarter or not readings[span.label].is_empty]
    told = {span.label: readings[span.label] for span in spans}
    return Counted(
        quarter=quarter,
        totals=totals(recorded),
        types=[
            (
                words,
                {
                    label: reading.counts.get(
                        figures.cell("incidents", {"exploitation_type": code}), 0
                    )
                    for label, reading in told.items()
                },
            )
            for code, words in labels["exploitation_type"].items()
        ],
        recounted=totals(again),
        silent=silent,
        as_at=as_at,
    )


def versions() -> dict[str, Any]:
    return {one.id: one.version for one in MEASURES}
