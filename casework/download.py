"""A list as a CSV file that no spreadsheet takes for formulas."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from casework import shown
from casework.forms import words
from casework.models import Record
from casework.record_types import RecordType

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def as_csv(record_type: RecordType, rows: list[Record]) -> HttpResponse:
    """The rows of a list with its columns, as an attachment."""
    columns = record_type.columns
    return csv_file(
        f"{record_type.plural}.csv",
        [words(record_type.field(name)) for name in columns],
        ([shown.in_words(row, name) for name in columns] for row in rows),
    )


def csv_file(name: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """An attachment with one heading row; begins with a mark by which Excel knows UTF-8."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(heading)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return response
