"""Every value, one a line: for programs, and for people who make their own tables.

What was counted elsewhere says who supplied it; what was counted from records leaves that empty.

`all` stands where a value is not divided by town, sex or type. Value and state have a column each,
so the value column holds whole numbers or nothing. Counts by ward are left to the spreadsheet.
"""

import csv
import io
from collections.abc import Mapping
from typing import Any

DIMENSIONS = ("town", "sex", "exploitation_type")
COLUMNS = (
    "measure",
    "measure_name",
    "unit",
    "period",
    *DIMENSIONS,
    "value",
    "state",
    "supplied_by",
)
# A spreadsheet program takes text that begins so for a formula.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
UNDIVIDED = "all"


def tidy(contract: Mapping[str, Any]) -> bytes:
    measures = {measure["id"]: measure for measure in contract["measures"]}
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for part in ("previous_values", "values", "further_values"):
        for entry in contract[part]:
            dimensions = entry["dimensions"]
            if not set(dimensions) <= set(DIMENSIONS):
                continue
            measure = measures[entry["measure"]]
            lines.writerow(
                [
                    inert(entry["measure"]),
                    inert(measure["name"]),
                    inert(measure["unit"]),
                    inert(entry["period"]),
                    *(inert(dimensions.get(name, UNDIVIDED)) for name in DIMENSIONS),
                    entry["value"] if entry["state"] == "shown" else "",
                    entry["state"],
                    "",
                ]
            )
    declared = {f"declared:{one['reference']}": one for one in contract["declared_names"]}
    for entry in contract["declared"]:
        figure = declared[entry["measure"]]
        lines.writerow(
            [
                inert(entry["measure"]),
                inert(figure["name"]),
                inert(figure["how_counted"]),
                inert(entry["period"]),
                *([UNDIVIDED] * len(DIMENSIONS)),
                entry["value"] if entry["state"] == "shown" else "",
                entry["state"],
                inert(figure["supplied_by"]),
            ]
        )
    # The mark tells Excel that the file is UTF-8; programs that know the encoding skip it.
    return written.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Text that no spreadsheet program will run."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
