"""The spreadsheet for Excel. What its sheets hold is told in `sheets`; each table is marked as one.

Every cell is written as what it is, number or text, so no word can become a formula or a link.
"""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from reporting.outputs.printed import Cell, Printed
from reporting.outputs.sheets import CONTENTS, Sheet, sheets

FONT = "Arial"
SIZE = 12
FIRST_COLUMN = 34
NAME_COLUMN = 14
NUMBER_COLUMN = 16
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
    for sheet in sheets(report):
        _write(book, sheet, looks)
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

        self.rate = book.add_format({**plain, "num_format": "#,##0.0", "align": "right"})
        self.rate_total = book.add_format(
            {**plain, "num_format": "#,##0.0", "align": "right", "bold": True}
        )

    def of(self, cell: Cell, *, total: bool) -> Any:
        if isinstance(cell.number, float):
            return self.rate_total if total else self.rate
        if cell.is_numeric:
            return self.total if total else self.number
        return self.bold if total else self.plain


def _write(book: xlsxwriter.Workbook, sheet: Sheet, looks: _Looks) -> None:
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, sheet.title, looks.title)
    for place, line in enumerate(sheet.lines, 1):
        page.write_string(place, 0, line, looks.line if sheet.columns else looks.plain)
    if sheet.columns:
        _write_table(page, sheet, looks, start=len(sheet.lines) + 1)
    else:
        page.set_column(0, 0, TEXT_SHEET_WIDTH)


def _write_table(page: Worksheet, sheet: Sheet, looks: _Looks, *, start: int) -> None:
    page.add_table(
        start,
        0,
        start + max(len(sheet.rows), 1),
        len(sheet.columns) - 1,
        {
            "name": sheet.id,
            "autofilter": False,
            "style": None,
            "columns": [{"header": column.label} for column in sheet.columns],
        },
    )
    for place, column in enumerate(sheet.columns):
        look = looks.number_header if column.is_numeric else looks.header
        page.write_string(start, place, column.label, look)
        texts = [row.cells[place - 1].text for row in sheet.rows if place]
        page.set_column(place, place, _width(sheet, place, column.is_numeric, texts))
    for number, row in enumerate(sheet.rows, start + 1):
        if sheet.leads_to:
            there = sheet.leads_to[number - start - 1]
            page.write_url(number, 0, f"internal:'{there}'!A1", looks.link, row.heading)
        else:
            page.write_string(number, 0, row.heading, looks.bold)
        for place, cell in enumerate(row.cells, 1):
            look = looks.of(cell, total=row.total)
            if cell.number is None:
                page.write_string(number, place, cell.text, look)
            else:
                page.write_number(number, place, cell.number, look)


def _width(sheet: Sheet, place: int, is_numeric: bool, texts: list[str]) -> int:
    if not place:
        return NAME_COLUMN if sheet.name == CONTENTS else FIRST_COLUMN
    if sheet.name == CONTENTS:
        return TEXT_SHEET_WIDTH
    if is_numeric or max(map(len, texts), default=0) < NUMBER_COLUMN:
        return NUMBER_COLUMN
    return TEXT_COLUMN if max(map(len, texts)) < LONG_TEXT else TEXT_SHEET_WIDTH
