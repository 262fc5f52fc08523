"""A tidy CSV of published figures, read line by line; the first thing that is wrong stops it."""

import csv
import re
from dataclasses import dataclass
from datetime import date

from reporting.counting.measures import BY_ID

COLUMNS = (
    "measure",
    "local_measure",
    "period_start",
    "period_end",
    "area_kind",
    "area",
    "row",
    "value",
)
AREA_KINDS = (
    "uk",
    "nation",
    "region",
    "police_force",
    "local_authority",
    "first_responder",
)
STATES = {"[c]": "withheld", "[x]": "not_available"}
MOST_LINES, LONGEST = 20_000, 200
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class NotATable(ValueError):
    """The file cannot be loaded. The message says where, and what to do."""


@dataclass(frozen=True)
class Line:
    """One figure. number: of its line in the file, the headings being line 1."""

    number: int
    measure: str
    local_measure: str
    first_day: date
    last_day: date
    area_kind: str
    area: str
    row: str
    value: int | None
    state: str


def read(text: str) -> list[Line]:
    """Raises NotATable."""
    rows = csv.reader(text.splitlines(), strict=True)
    try:
        headings = [cell.strip() for cell in next(rows, [])]
        _refuse_other_columns(headings)
        found = [
            _line(rows.line_num, dict(zip(headings, cells, strict=False)), len(cells))
            for cells in rows
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as wrong:
        raise NotATable(f"Line {rows.line_num}: {wrong}. Save the file as CSV again.") from wrong
    if not found:
        raise NotATable("The file holds no figure. Put one on each line under the headings.")
    if len(found) > MOST_LINES:
        raise NotATable(f"The file holds more than {MOST_LINES:,} figures. Load it in parts.")
    _refuse_twice(found)
    return found


def _refuse_other_columns(headings: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in headings]
    unknown = [name or "(empty)" for name in headings if name not in COLUMNS]
    if missing or unknown or len(headings) != len(COLUMNS):
        said = [f"missing: {', '.join(missing)}"] if missing else []
        said += [f"not known: {', '.join(unknown)}"] if unknown else []
        said = said or ["one stands there twice"]
        raise NotATable(
            f"The columns are not those that were agreed ({'; '.join(said)}). The first line must "
            f"be {','.join(COLUMNS)}; see docs/national-tables.md. Nothing was loaded."
        )


def _line(number: int, cells: dict[str, str], many: int) -> Line:
    if many != len(COLUMNS):
        raise NotATable(f"Line {number} has {many} cells where there are {len(COLUMNS)} columns.")
    cell = {name: words.strip() for name, words in cells.items()}
    for name in ("measure", "area", "row"):
        if not cell[name] or len(cell[name]) > LONGEST:
            raise NotATable(f"Line {number}: {name} must be 1 to {LONGEST} characters.")
    if cell["local_measure"] and cell["local_measure"] not in BY_ID:
        raise NotATable(
            f"Line {number}: local_measure {cell['local_measure']!r} is none of ours. Leave it "
            f"empty, or use one of {', '.join(BY_ID)}."
        )
    if cell["area_kind"] not in AREA_KINDS:
        raise NotATable(f"Line {number}: area_kind must be one of {', '.join(AREA_KINDS)}.")
    first_day, last_day = (
        _day(number, name, cell[name]) for name in ("period_start", "period_end")
    )
    if last_day < first_day:
        raise NotATable(f"Line {number}: period_end is before period_start.")
    value, state = _value(number, cell["value"])
    return Line(
        number, cell["measure"], cell["local_measure"], first_day, last_day,
        cell["area_kind"], cell["area"], cell["row"], value, state,
    )  # fmt: skip


def _day(number: int, name: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotATable(
            f"Line {number}: {name} must be a date such as 2025-04-01, not {typed!r}."
        ) from None


def _value(number: int, typed: str) -> tuple[int | None, str]:
    if typed in STATES:
        return None, STATES[typed]
    if not _NUMBER.fullmatch(typed):
        raise NotATable(
            f"Line {number}: value must be a whole number without commas, [c] for withheld or [x] "
            f"for not available, not {typed!r}."
        )
    return int(typed), "shown"


def _refuse_twice(lines: list[Line]) -> None:
    seen: dict[tuple, int] = {}
    for one in lines:
        key = (one.measure, one.first_day, one.last_day, one.area_kind, one.area, one.row)
        if key in seen:
            raise NotATable(f"Lines {seen[key]} and {one.number} give the same figure twice.")
        seen[key] = one.number
