"""A table of published figures, as somebody typed or pasted it."""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal

MOST_LINES = 5_000
MOST_CHARACTERS = 1_000_000
TOTAL, CHANGE = "total", "change"

PLACEHOLDER = re.compile(r"x+|tb[ca]|to be (confirmed|added|advised)|insert\b.*|\?+|#+", re.I)
FINANCIAL_YEAR = re.compile(r"\b(20\d\d)\s?[-–/]\s?(20)?(\d\d)\b")
CALENDAR_YEAR = re.compile(r"\b20\d\d\b")
_WITHHELD = frozenset({"[c]", "c", "*", "withheld", "too small to publish safely"})
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


class NotATable(ValueError):
    """The text cannot be read as figures at all. The message says what to do."""


@dataclass(frozen=True)
class Printed:
    """One figure as it was printed. value: None when it is withheld or no number.

    line: where it stands in what was typed; the headings are line 1.
    is_percent: a percentage, which is never added up.
    """

    line: int
    measure: str
    row: str
    typed: str
    value: Decimal | None
    is_percent: bool
    is_withheld: bool
    source: str = ""

    @property
    def is_total(self) -> bool:
        return folded(self.row) == TOTAL

    @property
    def is_change(self) -> bool:
        return folded(self.row) == CHANGE

    @property
    def is_year(self) -> bool:
        text = self.row.strip()
        return bool(FINANCIAL_YEAR.fullmatch(text) or CALENDAR_YEAR.fullmatch(text))

    @property
    def rounded_by(self) -> Decimal:
        """Half a unit of the last digit printed. Only of a figure with a value."""
        return Decimal(5).scaleb(self.value.as_tuple().exponent - 1)


def read(text: str) -> list[Printed]:
    """The figures of a pasted table, empty lines left out.

    Raises NotATable, with what to do, for text without the three headings, a line with too few
    parts, or more than 5,000 lines.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    if len(text) > MOST_CHARACTERS or len(lines) > MOST_LINES:
        raise NotATable(
            f"This is too long to check in one go. Paste at most {MOST_LINES:,} lines of figures."
        )
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise NotATable("There is nothing to check. Paste the figures, one on each line.")
    between = next((mark for mark in "\t;," if mark in lines[first]), ",")
    headings = [folded(name) for name in _parts(lines[first], between)]
    if not {"measure", "row", "value"} <= set(headings):
        raise NotATable(
            "The first line must name the columns: measure, row and value. A fourth, source, may "
            "say where the figure stands."
        )
    found = []
    for number, line in enumerate(lines[first + 1 :], start=first + 2):
        if not line.strip(f" {between}"):
            continue
        parts = dict(zip(headings, _parts(line, between), strict=False))
        if "value" not in parts or not parts["measure"] or not parts["row"]:
            raise NotATable(
                f"Line {number} must hold a measure, a row and a value. "
                "Put a number with a comma in it between quotation marks."
            )
        found.append(_printed(number, parts))
    return found


def _parts(line: str, between: str) -> list[str]:
    return [part.strip() for part in next(csv.reader([line], delimiter=between, strict=False))]


def _printed(line: int, parts: dict[str, str]) -> Printed:
    typed = parts["value"]
    plain = re.sub(r"(?<=\d)[,\s\u00a0](?=\d{3})", "", typed).replace("−", "-").strip()
    is_percent = plain.endswith("%")
    number = plain.rstrip("%").strip()
    return Printed(
        line=line,
        measure=parts["measure"],
        row=parts["row"],
        typed=typed,
        value=Decimal(number) if _NUMBER.fullmatch(number) else None,
        is_percent=is_percent,
        is_withheld=folded(typed) in _WITHHELD,
        source=parts.get("source", ""),
    )


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()
