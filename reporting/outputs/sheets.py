"""What the spreadsheets hold, sheet by sheet, in whatever format they are written.

After the Government Analysis Function's rules: a cover, contents and notes, then one table a sheet.
Each sheet has its title in the first cell, lines of text under it, then at most one table with one
row of headings, and no blank row: a screen reader takes a blank row for the end of the sheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.outputs.printed import SHORTHAND_MEANS, Cell, Column, Printed, Row, Table

ABOUT_THIS_FILE = (
    "This file holds the tables of the report. Its first sheets are the cover, the contents and "
    "the notes; each further sheet holds one table."
)
CONTENTS = "Contents"


@dataclass(frozen=True)
class Sheet:
    """`table` is None on a sheet of text alone. `id` is a name for its table in formulas.

    leads_to: for each row of the table the sheet that its first cell opens, or none of them.
    """

    name: str
    title: str
    lines: Sequence[str]
    id: str = ""
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
    leads_to: Sequence[str] = ()


def sheets(report: Printed) -> Iterator[Sheet]:
    edition = report.edition
    markings = list(edition["markings"])
    yield Sheet(
        "Cover",
        f"{edition['title']}: {edition['partnership']}",
        [
            *markings,
            f"Period: {edition['period']['words']}.",
            f"Records read on {edition['as_at_words']}.",
            f"Made for: {edition['audience']} readers.",
            f"Fingerprint of the report: {edition['fingerprint']}.",
            ABOUT_THIS_FILE,
        ],
    )
    names = [name_of(table) for table in report.tables]
    yield Sheet(
        CONTENTS,
        CONTENTS,
        [*markings, "This sheet holds one table, a list of the others."],
        id="contents",
        columns=[Column("Sheet", is_numeric=False), Column("Table", is_numeric=False)],
        rows=[
            Row(name, [Cell(table.title)], total=False)
            for name, table in zip(names, report.tables, strict=True)
        ],
        leads_to=names,
    )
    about = next(section for section in report.sections if section.id == "about")
    texts = [block.text for block in about.blocks if block.kind == "paragraph"]
    yield Sheet("Notes", "Notes", [*markings, *texts, *SHORTHAND_MEANS.values()])
    for name, table in zip(names, report.tables, strict=True):
        yield Sheet(
            name,
            table.caption,
            [*markings, "This sheet holds one table.", *table.notes],
            id="table_" + table.id.replace("-", "_"),
            columns=table.columns,
            rows=table.rows,
        )


def name_of(table: Table) -> str:
    return f"Table {table.number}"
