"""What a board pack says, as one document of the shape that `outputs.printed` prints. Pure.

`counts` and `versions` are what the next pack is compared with. The decisions sought are not in it:
they are put in its place when it is drawn, so that they change without the figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from casework.dates import full_date, full_moment
from reporting.board.counting import Counted, Totals, versions
from reporting.board.quarters import Quarter, YearSoFar
from reporting.counting.measures import MEASURES
from reporting.disclosure.rules import INTERNAL
from reporting.document.contract import DEMONSTRATION, MARKINGS
from reporting.document.table import column, row, text

# More would push the second page over its end.
MOST_CORRECTIONS, MOST_PUBLISHED = 18, 6
NO_PACK_BEFORE = "This is the first pack, so there is none to compare it with."
NOTHING_CORRECTED = "Every figure of the pack before is still what was printed."
NONE_SOUGHT = "No decision is sought."

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Before:
    """The pack made before, of an earlier quarter. contract: as it was kept."""

    quarter: Quarter
    contract: Document

    @property
    def as_at(self) -> str:
        return self.contract["edition"]["as_at_words"]


def build(
    counted: Counted,
    *,
    partnership: str,
    demonstration: bool,
    before: Before | None,
    published: Sequence[str],
) -> dict[str, Any]:
    """published: what was published since the pack before, in words, newest first."""
    as_at = timezone.localtime(counted.as_at)
    quarter = counted.quarter
    corrected = corrections(counted.recounted, before) if before else []
    tables = [_measures(counted), _types(counted)]
    if corrected:
        tables.append(_corrections(corrected, before))
    for number, table in enumerate(tables, 1):
        table["number"] = number
    changed = [{"kind": "paragraph", "runs": [_since(before, corrected)]}]
    if corrected:
        changed.append({"kind": "table", "table": "corrections"})
    if published:
        changed.append({"kind": "paragraph", "runs": ["Published since then:"]})
        changed.append({"kind": "list", "items": [[words] for words in _shortened(published)]})
    return {
        "edition": {
            "title": f"Board pack {quarter.label}",
            "partnership": partnership,
            "period": {"label": quarter.label, "words": quarter.words},
            "markings": [MARKINGS[INTERNAL], *([DEMONSTRATION] if demonstration else [])],
            "as_at": as_at.isoformat(),
            "as_at_words": full_moment(as_at),
            "language": "en-GB",
        },
        "counts": dict(counted.totals),
        "versions": versions(),
        **{part: [] for part in NO_LEDGER},
        "tables": tables,
        "figures": [],
        "sections": [
            _section("figures", "Figures of the quarter", [
                {"kind": "table", "table": "measures"}, {"kind": "table", "table": "types"},
            ]),
            _section("changed", "What changed since the last meeting", changed, starts_page=True),
        ],
    }  # fmt: skip


# Each number stands in its cell; a pack has no other that points to one.
NO_LEDGER = (
    "values",
    "previous_values",
    "further_values",
    "declared",
    "not_available",
    "derived",
)


def with_decisions(contract: Document, decisions: str) -> dict[str, Any]:
    """The document as it is drawn: with what the board is asked to decide, one a line."""
    lines = [line.strip() for line in decisions.splitlines() if line.strip()]
    sought: dict[str, Any] = {"kind": "paragraph", "runs": [NONE_SOUGHT]}
    if lines:
        sought = {"kind": "list", "items": [[line] for line in lines]}
    section = _section("decisions", "Decisions sought", [sought])
    return {**contract, "sections": [*contract["sections"], section]}


@dataclass(frozen=True)
class Correction:
    measure: str
    span: str
    printed: int
    now: int
    by_other_rule: bool


def corrections(recounted: Mapping[str, Totals], before: Before) -> list[Correction]:
    """Figures of the pack before that are others now: records came late, were corrected or merged.

    by_other_rule: the counting rule of the measure changed, too, so the two cannot be compared.
    """
    printed, rules = before.contract["counts"], versions()
    spans = (before.quarter, YearSoFar(before.quarter))
    return [
        Correction(
            measure=one.name,
            span=span.words,
            printed=printed[span.label][one.id],
            now=recounted[span.label][one.id],
            by_other_rule=before.contract["versions"].get(one.id) != rules[one.id],
        )
        for one in MEASURES
        for span in spans[: 1 if spans[0].first_day == spans[1].first_day else 2]
        if one.id in printed.get(span.label, {})
        and printed[span.label][one.id] != recounted[span.label][one.id]
    ]


def published_words(period: str, for_whom: str, on) -> str:
    return f"Annual report {period}, {for_whom}, on {full_date(on)}"


def _measures(counted: Counted) -> dict[str, Any]:
    quarter, so_far = counted.quarter, counted.so_far
    pairs = ((quarter, quarter.year_before()), (so_far, so_far.year_before()))
    columns, rows = [column("Measure", "text")], []
    for now, before in pairs:
        columns += [column(before.words), column(now.words), column("Change", "change")]
    for measure in MEASURES:
        cells = []
        for now, before in pairs:
            cells += _compared(counted.totals, measure.id, now.label, before.label)
        rows.append(row(measure.name, *cells))
    notes = [
        f"Sent nothing under “{measure.name}” in the quarter: {'; '.join(names)}."
        for measure in MEASURES
        if (names := counted.silent.get(measure.id)) and len(names) <= 3
    ][:3]
    return _table(
        "measures", "Measures, the quarter and the year so far beside the year before", columns,
        rows, ["Figures are counted as in the annual report, over all records.", *notes],
    )  # fmt: skip


def _compared(totals: Mapping[str, Totals], measure: str, now: str, before: str) -> list[dict]:
    this = totals[now][measure] if now in totals else 0
    if before not in totals:
        return [{"missing": "not_available"}, {"number": this}, {"missing": "not_available"}]
    earlier = totals[before][measure]
    return [{"number": earlier}, {"number": this}, {"number": this - earlier}]


def _types(counted: Counted) -> dict[str, Any]:
    now, before = counted.quarter, counted.quarter.year_before()
    rows = []
    for words, counts in counted.types:
        this, earlier = counts[now.label], counts[before.label]
        then = [{"missing": "not_available"}] * 2
        if before.label in counted.totals:
            then = [{"number": earlier}, {"number": this - earlier}]
        rows.append(row(words, then[0], {"number": this}, then[1]))
    columns = [
        column("Exploitation type", "text"),
        column(before.words),
        column(now.words),
        column("Change", "change"),
    ]
    note = "An incident counts under each type it carries, so the types can add up to more."
    return _table("types", "Incidents by exploitation type", columns, rows, [note])


def _corrections(found: Sequence[Correction], before: Before) -> dict[str, Any]:
    shown = found[:MOST_CORRECTIONS]
    rows = [
        row(
            one.measure,
            text(one.span),
            {"number": one.printed},
            {"number": one.now},
            {"missing": "not_applicable"}
            if one.by_other_rule
            else {"number": one.now - one.printed},
        )
        for one in shown
    ]
    notes = ["Records came late, were corrected, merged, or marked as a mistake since then."]
    if any(one.by_other_rule for one in shown):
        notes.append("Where no difference is given, the counting rule changed since then, too.")
    columns = [
        column("Measure", "text"),
        column("Counted over", "text"),
        column("Printed then"),
        column("Counted now"),
        column("Difference", "change"),
    ]
    title = f"Figures of the pack {before.quarter.label} that are others now"
    return _table("corrections", title, columns, rows, notes)


def _since(before: Before | None, corrected: Sequence[Correction]) -> str:
    if before is None:
        return NO_PACK_BEFORE
    told = (
        f"{len(corrected)} of its figures are others now."
        if len(corrected) > 1
        else "One of its figures is another now."
        if corrected
        else NOTHING_CORRECTED
    )
    return f"The pack before, {before.quarter.label}, was counted on {before.as_at}. {told}"


def _shortened(published: Sequence[str]) -> Iterable[str]:
    if len(published) <= MOST_PUBLISHED:
        return published
    return [*published[: MOST_PUBLISHED - 1], f"{len(published) - MOST_PUBLISHED + 1} more"]


def _table(key: str, title: str, columns: list, rows: list, notes: list[str]) -> dict[str, Any]:
    return {
        "id": key, "title": title, "columns": columns, "rows": rows, "notes": notes, "bars": [],
    }  # fmt: skip


def _section(
    key: str, title: str, blocks: list[dict[str, Any]], *, starts_page: bool = False
) -> dict[str, Any]:
    return {"id": key, "title": title, "starts_page": starts_page, "blocks": blocks}
