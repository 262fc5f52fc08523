"""What does not add up among published figures, and what to do about each. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from reporting.published.figures import CALENDAR_YEAR, FINANCIAL_YEAR, PLACEHOLDER, Printed, folded

SMALL = range(1, 5)
# Two long series that agree may be one copied over the other; two short ones agree by chance.
LARGE_TOTAL = 50


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up, where it stands, and what to do about it.

    is_wrong: False for what is only worth a second look.
    """

    rule: str
    lines: tuple[int, ...]
    said: str
    do: str
    is_wrong: bool = True

    def __str__(self) -> str:
        where = ", ".join(str(line) for line in self.lines)
        return f"Line{'s' if len(self.lines) > 1 else ''} {where}: {self.said} {self.do}"


def check(figures: Sequence[Printed]) -> list[Finding]:
    """All that does not add up, then what is worth a second look, in the order of lines."""
    measures: dict[str, list[Printed]] = {}
    for figure in figures:
        measures.setdefault(folded(figure.measure), []).append(figure)
    found = [*_not_numbers(figures), *_mixed_years(figures), *_alike(measures)]
    for rows in measures.values():
        found += [*_twice(rows), *_margins(rows), *_percentages(rows), *_changes(rows)]
    found += _small(figures)
    return sorted(found, key=lambda finding: (not finding.is_wrong, finding.lines))


def _not_numbers(figures: Sequence[Printed]) -> Iterator[Finding]:
    for figure in figures:
        if figure.value is not None and (figure.value >= 0 or figure.is_change):
            continue
        if figure.is_withheld:
            continue
        where = f"{figure.measure}, {figure.row}"
        if figure.value is not None:
            yield Finding(
                "negative", (figure.line,), f"{where} is below nought: {figure.typed}.",
                "Check the figure: nothing can be counted fewer than no times.",
            )  # fmt: skip
        elif not figure.typed or PLACEHOLDER.fullmatch(figure.typed):
            printed = f"“{figure.typed}” stands" if figure.typed else "nothing stands"
            yield Finding(
                "placeholder", (figure.line,), f"{where}: {printed} where a number belongs.",
                "Put the number, or leave the line out and say why it is not known.",
            )  # fmt: skip
        else:
            yield Finding(
                "not-a-number", (figure.line,), f"{where}: “{figure.typed}” is no number.",
                "Type digits only, such as 175, 1,350 or 8.4%.",
            )  # fmt: skip


def _mixed_years(figures: Sequence[Printed]) -> Iterator[Finding]:
    """A financial year and a calendar year in one table; years that a change compares apart."""
    financial: dict[str, int] = {}
    calendar: dict[str, int] = {}
    for figure in figures:
        for text in (figure.measure, figure.row):
            for label in FINANCIAL_YEAR.finditer(text):
                financial.setdefault(label.group(), figure.line)
            for label in CALENDAR_YEAR.finditer(FINANCIAL_YEAR.sub(" ", text)):
                calendar.setdefault(label.group(), figure.line)
    if financial and calendar:
        lines = sorted({*list(financial.values())[:1], *list(calendar.values())[:1]})
        yield Finding(
            "mixed-years", tuple(lines),
            f"Some figures are of a financial year ({next(iter(financial))}), others of a calendar "
            f"year ({next(iter(calendar))}).",
            "Use one kind of year, or say at each figure which it is.",
        )  # fmt: skip


def _twice(rows: Sequence[Printed]) -> Iterator[Finding]:
    """One fact printed in two places with two values."""
    first: dict[tuple[str, bool], Printed] = {}
    for figure in rows:
        if figure.value is None:
            continue
        before = first.setdefault((folded(figure.row), figure.is_percent), figure)
        if before.value != figure.value:
            yield Finding(
                "twice", (before.line, figure.line),
                f"{figure.measure}, {figure.row} is printed as {before.typed} and as "
                f"{figure.typed}{_sources(before, figure)}.",
                "Find out which is right, or give the two facts two names.",
            )  # fmt: skip


def _margins(rows: Sequence[Printed]) -> Iterator[Finding]:
    """The rows of a measure against each of its totals. Years stand beside, not under, a total."""
    counts = [each for each in rows if not each.is_percent and not each.is_change]
    totals = [each for each in counts if each.is_total and each.value is not None]
    parts: dict[str, Printed] = {}
    for each in counts:
        if not each.is_total and not each.is_year:
            parts.setdefault(folded(each.row), each)
    if not parts or not totals:
        return
    known = sum((part.value for part in parts.values() if part.value is not None), Decimal())
    is_whole = all(part.value is not None for part in parts.values())
    for total in {each.value: each for each in reversed(totals)}.values():
        missing = total.value - known
        if missing == 0 or (missing > 0 and not is_whole):
            continue
        yield _margin(total, known, missing, len(parts))


def _margin(total: Printed, known: Decimal, missing: Decimal, rows: int) -> Finding:
    adding = "rows add" if rows > 1 else "row adds"
    said = f"{total.measure}: {rows} {adding} up to {_plain(known)}, the total says {total.typed}."
    if missing > 0:
        do = (
            f"In no row: {_plain(missing)}. Print that as a row of its own, such as “outside the "
            "area or not known”, or correct the total."
        )
    else:
        do = (
            f"In the rows and not in the total: {_plain(-missing)}. Look for something counted "
            "in two rows, or for rows that count another thing than the total."
        )
    return Finding("margin", (total.line,), said, do)


def _percentages(rows: Sequence[Printed]) -> Iterator[Finding]:
    """Shares of one whole make 100, give or take what each may have been rounded by."""
    shares = [
        each
        for each in rows
        if each.is_percent and not each.is_change and not each.is_total and each.value is not None
    ]
    whole = any(each.is_percent and each.is_total and each.value == 100 for each in rows)
    if len(shares) < 2 or not whole:
        return
    found = sum((each.value for each in shares), Decimal())
    if abs(found - 100) > sum(each.rounded_by for each in shares):
        yield Finding(
            "shares", tuple(each.line for each in shares),
            f"{shares[0].measure}: the shares add up to {_plain(found)}%.",
            "Shares of one whole add up to 100%, but for rounding. Check each, and what it is a "
            "share of.",
        )  # fmt: skip


def _changes(rows: Sequence[Printed]) -> Iterator[Finding]:
    """A percentage of change against the two years it compares."""
    years = [each for each in rows if each.is_year and each.value is not None]
    changes = [
        each for each in rows if each.is_change and each.is_percent and each.value is not None
    ]
    if len(years) != 2 or not changes:
        return
    before, now = sorted(years, key=lambda each: folded(each.row))
    for change in changes:
        if before.value == 0:
            yield Finding(
                "change", (change.line,),
                f"{change.measure}: a change from nought is printed as {change.typed}.",
                "Say how many there are now; nothing can be a percentage of nought.",
            )  # fmt: skip
            continue
        true = (now.value - before.value) * 100 / before.value
        if abs(true - change.value) > change.rounded_by:
            yield Finding(
                "change", (before.line, now.line, change.line),
                f"{change.measure}: from {before.typed} to {now.typed} is a change of "
                f"{true:+.1f}%, printed is {change.typed}.",
                "Correct the percentage, or the year that is wrong.",
            )  # fmt: skip


def _alike(measures: dict[str, list[Printed]]) -> Iterator[Finding]:
    """Two measures with the same large total: perhaps one figure pasted under two headings."""
    totals = [
        next((each for each in rows if each.is_total and each.value is not None), None)
        for rows in measures.values()
    ]
    large = [each for each in totals if each and not each.is_percent and each.value >= LARGE_TOTAL]
    for one, other in combinations(large, 2):
        if one.value == other.value and not _is_cut_of(one, other):
            yield Finding(
                "alike", (one.line, other.line),
                f"{one.measure} and {other.measure} have the same total, {one.typed}.",
                "It may be so. Make sure that one was not copied over the other.", is_wrong=False,
            )  # fmt: skip


def _is_cut_of(one: Printed, other: Printed) -> bool:
    """Whether one is named as the other and more: "Incidents" and "Incidents by type"."""
    short, long = sorted((folded(one.measure), folded(other.measure)), key=len)
    return long.startswith(f"{short} ")


def _small(figures: Sequence[Printed]) -> Iterator[Finding]:
    small = [
        each
        for each in figures
        if not each.is_percent and not each.is_change and each.value in SMALL
    ]
    if small:
        yield Finding(
            "small", tuple(each.line for each in small),
            "A figure from 1 to 4 can tell of single people.",
            "Where it counts people or incidents, ask whether somebody could be recognised by it.",
            is_wrong=False,
        )  # fmt: skip


def _sources(*figures: Printed) -> str:
    named = [each.source for each in figures if each.source]
    return f" ({'; '.join(named)})" if named else ""


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
