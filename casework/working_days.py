"""Working days of England: no weekend, no bank holiday. The calendar is that of `holidays`."""

from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays


@cache
def _england() -> HolidayBase:
    return country_holidays("GB", subdiv="ENG")


def working_days_after(day: date, number: int) -> date:
    """The `number`th working day after `day`, which is not counted itself."""
    return _england().get_nth_working_day(day, number)


def working_days_between(first: date, last: date) -> int:
    """How many working days follow `first`, up to and including `last`. 0 when none does."""
    return max(_england().get_working_days_count(first, last) - _england().is_working_day(first), 0)
