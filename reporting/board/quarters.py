"""Quarters of a reporting year, and a year so far. Each gives its bounds as a `Period` does."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from casework.dates import MONTHS
from reporting.counting.periods import FIRST_YEAR, LAST_YEAR, LONDON, MalformedPeriod, Period

_LABEL = re.compile(r"(\d{4}-\d{2}) Q([1-4])", re.ASCII)


class ByDays:
    """From `first_day` to before `day_after`, by local days."""

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time.min, LONDON)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day_after, time.min, LONDON)


@dataclass(frozen=True, order=True)
class Quarter(ByDays):
    """number: 1 is April to June, 4 is January to March of the next calendar year."""

    year: Period
    number: int

    @classmethod
    def parse(cls, label: str) -> "Quarter":
        """The quarter that `label` names, such as "2022-23 Q2". Raises MalformedPeriod."""
        found = _LABEL.fullmatch(label)
        if found is None:
            raise MalformedPeriod("Write a quarter as 2022-23 Q2 for July to September 2022.")
        return cls(Period.parse(found[1]), int(found[2]))

    @classmethod
    def holding(cls, day: date) -> "Quarter":
        return cls(Period.holding(day), (day.month - 4) % 12 // 3 + 1)

    @property
    def label(self) -> str:
        return f"{self.year} Q{self.number}"

    @property
    def first_day(self) -> date:
        return date(self.year.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def day_after(self) -> date:
        return self.next().first_day

    @property
    def words(self) -> str:
        """July to September 2022"""
        first = self.first_day
        return f"{MONTHS[first.month - 1]} to {MONTHS[first.month + 1]} {first.year}"

    def next(self) -> "Quarter":
        last = self.number == 4
        return Quarter(self.year.next(), 1) if last else Quarter(self.year, self.number + 1)

    def previous(self) -> "Quarter":
        first = self.number == 1
        return Quarter(self.year.previous(), 4) if first else Quarter(self.year, self.number - 1)

    def year_before(self) -> "Quarter":
        return Quarter(self.year.previous(), self.number)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class YearSoFar(ByDays):
    """A reporting year to the end of one of its quarters."""

    until: Quarter

    @property
    def label(self) -> str:
        return f"{self.until.year} to the end of Q{self.until.number}"

    @property
    def first_day(self) -> date:
        return self.until.year.first_day

    @property
    def day_after(self) -> date:
        return self.until.day_after

    @property
    def words(self) -> str:
        last = MONTHS[self.until.first_day.month + 1]
        return f"April {self.first_day.year} to {last} {self.until.first_day.year}"

    def year_before(self) -> "YearSoFar":
        return YearSoFar(self.until.year_before())


Span = Quarter | YearSoFar


def quarters_to_choose(first: Period | None, today: date, most: int = 12) -> list[Quarter]:
    """Quarters that are over, newest first, back to the year of the first record."""
    earliest = max(first or Period.holding(today), Period(FIRST_YEAR)).first_day
    found, quarter = [], Quarter.holding(today).previous()
    while len(found) < most and (quarter.first_day >= earliest or not found):
        found.append(quarter)
        quarter = quarter.previous()
    return [one for one in found if one.year.year <= LAST_YEAR]
