"""What a dashboard is about: a reporting year, a calendar year, or the days between two dates.

A span is half-open like a reporting year, and has the same names for its ends.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from casework import dates
from reporting.counting.periods import FIRST_YEAR, LAST_YEAR, LONDON, MalformedPeriod, Period

LONGEST = 3 * 366
_CALENDAR = re.compile(r"\d{4}", re.ASCII)
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})", re.ASCII)
HOW_WRITTEN = (
    "Write a reporting year such as 2022-23, a calendar year such as 2022, or two dates such as "
    "2022-04-01_2022-06-30."
)
TOO_LONG = "Choose at most three years, so that months can be read."
ENDS_FIRST = "The last day must not be before the first day."


@dataclass(frozen=True, order=True)
class Span:
    """From the first moment of `first_day` to the last of `last_day`, in local time."""

    first_day: date
    last_day: date

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Raises MalformedPeriod with the sentence that says what to write instead."""
        if found := _DATES.fullmatch(text):
            try:
                first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
            except ValueError as no_date:
                raise MalformedPeriod(HOW_WRITTEN) from no_date
            return cls.between(first, last)
        if _CALENDAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            return cls(date(int(text), 1, 1), date(int(text), 12, 31))
        try:
            return cls.of(Period.parse(text))
        except MalformedPeriod:
            raise MalformedPeriod(HOW_WRITTEN) from None

    @classmethod
    def of(cls, period: Period) -> "Span":
        return cls(period.first_day, period.last_day)

    @classmethod
    def between(cls, first: date, last: date) -> "Span":
        if last < first:
            raise MalformedPeriod(ENDS_FIRST)
        if (last - first).days >= LONGEST:
            raise MalformedPeriod(TOO_LONG)
        if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
            raise MalformedPeriod(HOW_WRITTEN)
        return cls(first, last)

    @property
    def label(self) -> str:
        """How an address names it; `parse` reads it again."""
        if self.is_reporting_year:
            return Period(self.first_day.year).label
        if self.is_calendar_year:
            return str(self.first_day.year)
        return f"{self.first_day.isoformat()}_{self.last_day.isoformat()}"

    @property
    def name(self) -> str:
        """How a heading names it."""
        return self.label if self.is_whole_year else self.words

    @property
    def words(self) -> str:
        return dates.date_range(self.first_day, self.last_day)

    @property
    def is_reporting_year(self) -> bool:
        return self == Span.of(Period.holding(self.first_day))

    @property
    def is_calendar_year(self) -> bool:
        return self == Span(date(self.first_day.year, 1, 1), date(self.first_day.year, 12, 31))

    @property
    def is_whole_year(self) -> bool:
        return self.is_reporting_year or self.is_calendar_year

    @property
    def day_after(self) -> date:
        return self.last_day + timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first_day, time.min, LONDON)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in the span."""
        return datetime.combine(self.day_after, time.min, LONDON)

    def is_over(self, today: date) -> bool:
        return self.last_day < today

    def year_before(self) -> "Span":
        """The same days of the year before; a whole year before a whole year."""
        if self.is_whole_year:
            return Span(_back(self.first_day), _back(self.last_day))
        # From the day after, so that 28 February and 29 February end the same month.
        return Span(_back(self.first_day), _back(self.day_after) - timedelta(days=1))

    def until(self, today: date) -> "Span":
        """What of it has come by today; all of it where today is not within."""
        return Span(self.first_day, today) if self.first_day <= today < self.last_day else self

    def months(self) -> list[str]:
        """Every month it touches, as 2022-04."""
        found, year, month = [], self.first_day.year, self.first_day.month
        while (year, month) <= (self.last_day.year, self.last_day.month):
            found.append(f"{year}-{month:02}")
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found


def month_before(month: str) -> str:
    """The same month of the year before: 2022-04 is 2021-04."""
    return f"{int(month[:4]) - 1}{month[4:]}"


def _back(day: date) -> date:
    """The same day a year earlier; 29 February is 1 March."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)
