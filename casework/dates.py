"""Dates and times as people here write them: "4 June 2026", "2:05pm", "midday".

Django's own formats print "2:05 p.m.". Moments with a time zone are told in local time.
"""

import datetime

from django.utils import timezone

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local(value: datetime.date) -> datetime.date:
    """A moment in local time; a plain date as it is."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def full_date(value: datetime.date) -> str:
    """4 June 2026"""
    day = local(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value: datetime.date) -> str:
    """4 Jun 2026, for tables."""
    day = local(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def clock(value: datetime.datetime | datetime.time) -> str:
    """2:05pm, 2pm, midday, midnight."""
    moment = local(value) if isinstance(value, datetime.datetime) else value
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midday" if moment.hour else "midnight"
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment.minute:02d}{half}" if moment.minute else f"{hour}{half}"


def full_moment(value: datetime.datetime) -> str:
    """4 June 2026 at 2:05pm"""
    return f"{full_date(value)} at {clock(value)}"


def short_moment(value: datetime.datetime) -> str:
    """4 Jun 2026, 2:05pm"""
    return f"{short_date(value)}, {clock(value)}"


def date_range(start: datetime.date, last: datetime.date) -> str:
    """1 April 2022 to 31 March 2023. Both days are in it."""
    return f"{full_date(start)} to {full_date(last)}"
