"""The contract with every number put in its place, as page, PDF and spreadsheet print it.

The three differ in look only; which words and numbers appear is settled here, once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.counting import rates
from reporting.document import charts, hexmap
from reporting.document.hexmap import Outlines
from reporting.written.blocks import plain as plain

SHORTHAND = {"withheld": "[c]", "not_available": "[x]", "not_applicable": "[z]"}
SHORTHAND_MEANS = {
    "[c]": "[c] means too small to publish safely, or withheld because a small count could be "
    "worked out from it.",
    "[x]": "[x] means not available.",
    "[z]": "[z] means not applicable: no percentage is given on a count under 20, and some cells "
    "can hold nothing.",
}
IN_WORDS = {
    "withheld": "[withheld]",
    "not_available": "[not available]",
    "not_applicable": "[no percentage]",
}
MINUS = "−"

Behind = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Cell:
    """`number` is None where the cell holds words or shorthand; `text` is always printable.

    `href` leads to the records behind the number, on pages of those who may open them.
    """

    text: str
    number: int | float | None = None
    is_numeric: bool = False
    href: str = ""


@dataclass(frozen=True)
class Row:
    heading: str
    cells: Sequence[Cell]
    total: bool
    bar: str = ""


@dataclass(frozen=True)
class Column:
    label: str
    is_numeric: bool


@dataclass(frozen=True)
class Table:
    """`bar_heading` is the heading of the column of bars on the web page, "" without bars."""

    id: str
    number: int
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str]
    bar_heading: str = ""

    @property
    def caption(self) -> str:
        return f"Table {self.number}: {self.title}"


@dataclass(frozen=True)
class Figure:
    id: str
    number: int
    kind: str
    title: str
    alt: str
    credit: str
    svg: str

    @property
    def caption(self) -> str:
        return f"Figure {self.number}: {self.title}"


@dataclass(frozen=True)
class Block:
    kind: str
    text: str = ""
    items: Sequence[str] = ()
    tiles: Sequence[Mapping[str, str]] = ()
    table: Table | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    starts_page: bool
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Printed:
    edition: Mapping[str, Any]
    sections: Sequence[Section]
    tables: Sequence[Table] = field(default_factory=tuple)
    figures: Sequence[Figure] = field(default_factory=tuple)


def printed(
    contract: Mapping[str, Any],
    outlines: Outlines | None = None,
    *,
    behind: Behind = lambda entry: "",
) -> Printed:
    """outlines: draws the ward map with these instead of hexagons.

    behind: the address of the records behind a number, "" where there is none to open.
    """
    numbers = _numbers(contract)
    tables = {one["id"]: _table(one, numbers, behind) for one in contract["tables"]}
    figures = {one["id"]: _figure(one, numbers, outlines) for one in contract["figures"]}
    sections = [
        Section(
            id=section["id"],
            title=section["title"],
            starts_page=section["starts_page"],
            blocks=[_block(block, numbers, tables, figures) for block in section["blocks"]],
        )
        for section in contract["sections"]
    ]
    return Printed(
        edition=contract["edition"],
        sections=sections,
        tables=list(tables.values()),
        figures=list(figures.values()),
    )


def _numbers(contract: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    counted = (
        "values",
        "previous_values",
        "further_values",
        "declared",
        "not_available",
        "derived",
    )
    found = {entry["id"]: entry for part in counted for entry in contract[part]}
    return found | {entry["id"]: entry for entry in contract.get("rates", ())}


def _block(
    block: Mapping[str, Any],
    numbers: Mapping[str, Any],
    tables: Mapping[str, Table],
    figures: Mapping[str, Figure],
) -> Block:
    kind = block["kind"]
    if kind == "paragraph":
        return Block(kind, text=_sentence(block["runs"], numbers))
    if kind == "heading":
        return Block(kind, text=block["text"])
    if kind == "list":
        return Block(kind, items=[_sentence(runs, numbers) for runs in block["items"]])
    if kind == "tiles":
        tiles = [
            {"label": tile["label"], "text": _text(numbers[tile["value"]], "number")}
            for tile in block["tiles"]
        ]
        return Block(kind, tiles=tiles)
    if kind == "table":
        return Block(kind, table=tables[block["table"]])
    return Block(kind, figure=figures[block["figure"]])


def _sentence(runs: Sequence[Any], numbers: Mapping[str, Any]) -> str:
    return "".join(
        run if isinstance(run, str) else _run(numbers[run["value"]], run) for run in runs
    )


def _run(entry: Mapping[str, Any], run: Mapping[str, Any]) -> str:
    """A number inside a sentence; in one that a person wrote, words where shorthand would stand."""
    if run.get("in_words") and entry["state"] in IN_WORDS:
        return IN_WORDS[entry["state"]]
    return _text(entry, run["as"])


def _text(entry: Mapping[str, Any], printed_as: str) -> str:
    if entry["state"] == "banded":
        return band_words(entry["band"])
    if entry["state"] != "shown":
        return SHORTHAND[entry["state"]]
    number = entry["value"]
    if printed_as == "opening" and number == 0:
        return "No"
    if printed_as == "size":
        return f"{abs(number):,}"
    if printed_as == "percent":
        return f"{abs(number):,}%"
    if printed_as == "more_or_fewer":
        return f"{abs(number):,} {'more' if number > 0 else 'fewer'}" if number else "no change"
    if printed_as == "up_or_down":
        return f"{'up' if number > 0 else 'down'} {abs(number):,}%" if number else "no change"
    if printed_as == "rate":
        return rates.told(number)
    if printed_as == "change":
        return f"{number:+,}".replace("-", MINUS) if number else "0"
    return f"{number:,}".replace("-", MINUS)


def band_words(band: Sequence[int | None]) -> str:
    low, high = band
    return f"{low} or more" if high is None else f"{low} to {high}"


def _table(table: Mapping[str, Any], numbers: Mapping[str, Any], behind: Behind) -> Table:
    kinds = [column["kind"] for column in table["columns"]]
    rows = []
    for row in table["rows"]:
        heading, *cells = [
            _cell(cell, kind, numbers, behind)
            for cell, kind in zip(row["cells"], kinds, strict=True)
        ]
        rows.append(Row(heading=heading.text, cells=cells, total=row["total"]))
    columns = [Column(one["label"], one["kind"] != "text") for one in table["columns"]]
    used = {cell.text for row in rows for cell in row.cells}
    explained = [words for sign, words in SHORTHAND_MEANS.items() if sign in used]
    return Table(
        id=table["id"],
        number=table["number"],
        title=table["title"],
        columns=columns,
        rows=_with_bars(rows, table["bars"]),
        notes=[*table["notes"], *explained],
        bar_heading=_bar_heading([columns[place].label for place in table["bars"]]),
    )


def _cell(cell: Mapping[str, Any], kind: str, numbers: Mapping[str, Any], behind: Behind) -> Cell:
    numeric = kind != "text"
    if "text" in cell:
        return Cell(cell["text"], is_numeric=numeric)
    if "missing" in cell:
        return Cell(SHORTHAND[cell["missing"]], is_numeric=numeric)
    if "number" in cell:
        entry = {"value": cell["number"], "state": "shown"}
        return Cell(_text(entry, kind), entry["value"], is_numeric=numeric)
    entry = numbers[cell["value"]]
    return Cell(_text(entry, kind), entry["value"], is_numeric=numeric, href=behind(entry))


def _with_bars(rows: Sequence[Row], places: Sequence[int]) -> list[Row]:
    """Bars against the highest row; a total has none, or it would flatten all the others."""
    if not places:
        return list(rows)
    values = [[row.cells[place - 1].number for place in places] for row in rows]
    highest = max(
        (
            value or 0
            for row, one in zip(rows, values, strict=True)
            for value in one
            if not row.total
        ),
        default=0,
    )
    texts = [[row.cells[place - 1].text for place in places] for row in rows]
    return [
        Row(row.heading, row.cells, row.total, "" if row.total else charts.cell(one, highest, told))
        for row, one, told in zip(rows, values, texts, strict=True)
    ]


def _bar_heading(labels: Sequence[str]) -> str:
    if len(labels) > 1:
        return f"Bars: {labels[0]} above, {labels[1]} below"
    return "Bar" if labels else ""


def _figure(
    figure: Mapping[str, Any], numbers: Mapping[str, Any], outlines: Outlines | None
) -> Figure:
    alt = _sentence(figure["alt"], numbers)
    credit = figure["credit"]
    if figure["kind"] == "ward_map":
        areas = [
            {
                **area,
                "value": numbers[area["value"]]["value"],
                "band": numbers[area["value"]].get("band"),
                "text": _text(numbers[area["value"]], "number"),
            }
            for area in figure["areas"]
        ]
        svg = hexmap.draw(areas, title=figure["title"], alt=alt, outlines=outlines)
        credit = outlines.attribution if outlines else credit
    else:
        series = [
            charts.Series(
                label=one["label"],
                values=[numbers[key]["value"] for key in one["values"]],
                texts=[_text(numbers[key], "number") for key in one["values"]],
            )
            for one in figure["series"]
        ]
        svg = charts.bars(figure["categories"], series, title=figure["title"], alt=alt)
    return Figure(
        id=figure["id"],
        number=figure["number"],
        kind=figure["kind"],
        title=figure["title"],
        alt=alt,
        credit=credit,
        svg=svg,
    )
