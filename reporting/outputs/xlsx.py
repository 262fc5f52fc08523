"""The spreadsheet, after the Government Analysis Function's rules.

A cover, contents and notes, then one table a sheet: its title in A1, one header row, marked as a
table, nothing merged or hidden.

Every cell is written as what it is, number or text, so no word can become a formula or a link.
"""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reporting.outputs.printed import SHORTHAND_MEANS, Printed, Table

FONT = "Arial"
SIZE = 12
FIRST_COLUMN = 34
NUMBER_COLUMN = 16
ABOUT_THIS_FILE = (
    "This file holds the tables of the report. Its first sheets are the cover, the contents and "
    "the notes; each further sheet holds one table."
)
TEXT_COLUMN = 40
TEXT_SHEET_WIDTH = 90
LONG_TEXT = 30


def workbook(report: Printed) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    edition = report.edition
    book.set_properties(
        {
            "title": f"{edition['title']}: {edition['partnership']}",
            "author": edition["partnership"],
            "comments": ". ".join(edition["markings"]),
            # Fixed, so that the same report is the same bytes.
            "created": datetime.fromisoformat(edition["as_at"]).replace(tzinfo=None),
        }
    )
    looks = _Looks(book)
    _cover(book, report, looks)
    _contents(book, report, looks)
    _notes(book, report, looks)
    for table in report.tables:
        _table_sheet(book, table, edition["markings"], looks)
    book.close()
    return written.getvalue()


class _Looks:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top"}
        self.plain = book.add_format(plain)
        self.bold = book.add_format({**plain, "bold": True})
        # A title runs past its column instead of wrapping into a tall first row.
        self.title = book.add_format(
            {"font_name": FONT, "font_size": 16, "bold": True, "valign": "top"}
        )
        self.line = book.add_format({"font_name": FONT, "font_size": SIZE, "valign": "top"})
        self.link = book.add_format({**plain, "underline": True, "font_color": "#1A65A6"})
        self.header = book.add_format({**plain, "bold": True, "bottom": 2})
        self.number_header = book.add_format({**plain, "bold": True, "bottom": 2, "align": "right"})
        self.number = book.add_format({**plain, "num_format": "#,##0", "align": "right"})
        self.total = book.add_format(
            {**plain, "num_format": "#,##0", "align": "right", "bold": True}
        )

    def of(self, *, total: bool, numeric: bool) -> Any:
        if numeric:
            return self.total if total else self.number
        return self.bold if total else self.plain


def sheet_name(table: Table) -> str:
    return f"Table {table.number}"


def _cover(book: xlsxwriter.Workbook, report: Printed, looks: _Looks) -> None:
    edition = report.edition
    lines = [
        *edition["markings"],
        f"Period: {edition['period']['words']}.",
        f"Records read on {edition['as_at_words']}.",
        f"Made for: {edition['audience']} readers.",
        f"Fingerprint of the report: {edition['fingerprint']}.",
        ABOUT_THIS_FILE,
    ]
    _text_sheet(book, "Cover", f"{edition['title']}: {edition['partnership']}", lines, looks)


def _contents(book: xlsxwriter.Workbook, report: Printed, looks: _Looks) -> None:
    sheet = _sheet(book, "Contents", "Contents", looks)
    lines = [*report.edition["markings"], "This sheet holds one table, a list of the others."]
    start = _write_lines(sheet, lines, looks)
    rows = [(sheet_name(table), table.title) for table in report.tables]
    sheet.add_table(
        start,
        0,
        start + len(rows),
        1,
        {
            "name": "contents",
            "autofilter": False,
            "style": None,
            "columns": [{"header": "Sheet"}, {"header": "Table"}],
        },
    )
    for place, label in enumerate(("Sheet", "Table")):
        sheet.write_string(start, place, label, looks.header)
    for place, (name, title) in enumerate(rows, start + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", looks.link, name)
        sheet.write_string(place, 1, title, looks.plain)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, TEXT_SHEET_WIDTH)


def _notes(book: xlsxwriter.Workbook, report: Printed, looks: _Looks) -> None:
    about = next(section for section in report.sections if section.id == "about")
    lines = [
        *report.edition["markings"],
        *(block.text for block in about.blocks if block.kind == "paragraph"),
        *SHORTHAND_MEANS.values(),
    ]
    _text_sheet(book, "Notes", "Notes", lines, looks)


def _table_sheet(
    book: xlsxwriter.Workbook, table: Table, markings: list[str], looks: _Looks
) -> None:
    sheet = _sheet(book, sheet_name(table), table.caption, looks)
    start = _write_lines(sheet, [*markings, "This sheet holds one table.", *table.notes], looks)
    sheet.add_table(
        start,
        0,
        start + max(len(table.rows), 1),
        len(table.columns) - 1,
        {
            "name": "table_" + table.id.replace("-", "_"),
            "autofilter": False,
            "style": None,
            "columns": [{"header": column.label} for column in table.columns],
        },
    )
    for place, column in enumerate(table.columns):
        look = looks.number_header if column.is_numeric else looks.header
        sheet.write_string(start, place, column.label, look)
        texts = [row.cells[place - 1].text for row in table.rows if place]
        sheet.set_column(place, place, _width(place, column.is_numeric, texts))
    for number, row in enumerate(table.rows, start + 1):
        sheet.write_string(number, 0, row.heading, looks.bold)
        for place, cell in enumerate(row.cells, 1):
            look = looks.of(total=row.total, numeric=cell.is_numeric)
            if cell.number is None:
                sheet.write_string(number, place, cell.text, look)
            else:
                sheet.write_number(number, place, cell.number, look)


def _width(place: int, is_numeric: bool, texts: list[str]) -> int:
    if not place:
        return FIRST_COLUMN
    if is_numeric or max(map(len, texts), default=0) < NUMBER_COLUMN:
        return NUMBER_COLUMN
    return TEXT_COLUMN if max(map(len, texts)) < LONG_TEXT else TEXT_SHEET_WIDTH


def _text_sheet(
    book: xlsxwriter.Workbook, name: str, title: str, lines: list[str], looks: _Looks
) -> None:
    sheet = _sheet(book, name, title, looks)
    sheet.set_column(0, 0, TEXT_SHEET_WIDTH)
    for place, line in enumerate(lines, 1):
        sheet.write_string(place, 0, line, looks.plain)


def _sheet(book: xlsxwriter.Workbook, name: str, title: str, looks: _Looks) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, title, looks.title)
    return sheet


def _write_lines(sheet: Worksheet, lines: list[str], looks: _Looks) -> int:
    """Lines under the title. Returns the row where the table starts, without a blank row between:
    a screen reader takes a blank row for the end of the sheet."""
    for place, line in enumerate(lines, 1):
        sheet.write_string(place, 0, line, looks.line)
    return len(lines) + 1
