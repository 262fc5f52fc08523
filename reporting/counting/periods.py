"""Reporting years: 1 April to 31 March, in the partnership's own time.

A year is half-open: its first moment belongs to it, the first moment of the next year does not.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casework import dates

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 2000, 2098
_LABEL = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class MalformedPeriod(ValueError):
    """Not a reporting year; the message says how one is written."""


@dataclass(frozen=True, order=True)
class Period:
    """The reporting year that begins on 1 April of `year`."""

    year: int

    @classmethod
    def parse(cls, label: str) -> "Period":
        """The year that `label` names, such as "2022-23". Raises MalformedPeriod."""
        found = _LABEL.fullmatch(label)
        period = cls(int(found[1])) if found else None
        if period is None or period.label != label or not FIRST_YEAR <= period.year <= LAST_YEAR:
            raise MalformedPeriod(
                "Write the year as two years, such as 2022-23 for 1 April 2022 to 31 March 2023."
            )
        return period

    @classmethod
    def holding(cls, day: date) -> "Period":
        """The reporting year in which `day` lies."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @classmethod
    def of_moment(cls, moment: datetime) -> "Period":
        """The reporting year of a moment, by the local day it falls on."""
        return cls.holding(moment.astimezone(LONDON).date())

    @property
    def label(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, 4, 1)

    @property
    def day_after(self) -> date:
        """The first day that is no longer in the period."""
        return date(self.year + 1, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.year + 1, 3, 31)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time.min, LONDON)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in the period."""
        return datetime.combine(self.day_after, time.min, LONDON)

    @property
    def words(self) -> str:
        """1 April 2022 to 31 March 2023"""
        return dates.date_range(self.first_day, self.last_day)

    def previous(self) -> "Period":
        return Period(self.year - 1)

    def next(self) -> "Period":
        return Period(self.year + 1)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class TwoYears:
    """A year and the one before it, counted as one period."""

    last: Period

    @property
    def first_day(self) -> date:
        return self.last.previous().first_day

    @property
    def day_after(self) -> date:
        return self.last.day_after

    @property
    def starts_at(self) -> datetime:
        return self.last.previous().starts_at

    @property
    def ends_at(self) -> datetime:
        return self.last.ends_at

    def __str__(self) -> str:
        return f"{self.last.previous()} and {self.last}"
