"""A list as a CSV file that no spreadsheet takes for formulas."""

import csv

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
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{record_type.plural}.csv"'
    response["Cache-Control"] = "no-store"
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([words(record_type.field(name)) for name in record_type.columns])
    for row in rows:
        writer.writerow([safe_cell(shown.in_words(row, name)) for name in record_type.columns])
    return response
