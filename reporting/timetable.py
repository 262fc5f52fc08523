"""What is made without being asked for: the report of a year and the board pack of a quarter.

The clock asks once a day what is due, so that a day on which nothing ran is made good by the next.
"""

from datetime import date, timedelta

from agencies.models import Partnership
from reporting import actions
from reporting.board import actions as packs
from reporting.board.models import BoardPack
from reporting.board.quarters import Quarter
from reporting.counting import figures
from reporting.counting.periods import Period
from reporting.disclosure.rules import INTERNAL
from reporting.models import AnnualReport

# Agencies send what happened in March until then.
AFTER_YEARS_END = timedelta(days=14)
AFTER_QUARTERS_END = timedelta(days=9)


def ask_for_packs_due(today: date) -> list[BoardPack]:
    """The board pack of the quarter that ended last, as `ask_for_reports_due` does for a year."""
    quarter = Quarter.holding(today).previous()
    due_on = quarter.day_after + AFTER_QUARTERS_END
    if today < due_on:
        return []
    asked_for = BoardPack.objects.filter(quarter=quarter.label, asked_at__date__gte=due_on)
    without = Partnership.objects.exclude(pk__in=asked_for.values("partnership"))
    return [
        packs.ask_by_timetable(partnership, quarter)
        for partnership in without.order_by("pk")
        if _has_records(partnership, quarter.year)
    ]


def ask_for_reports_due(today: date) -> list[AnnualReport]:
    """The internal report of the year that ended last, for each partnership that recorded in it and
    has asked for none since it was due."""
    year = Period.holding(today).previous()
    due_on = year.day_after + AFTER_YEARS_END
    if today < due_on:
        return []
    return [
        actions.ask_by_timetable(partnership, year)
        for partnership in Partnership.objects.order_by("pk")
        if _has_records(partnership, year) and not _was_asked_for(partnership, year, due_on)
    ]


def _has_records(partnership: Partnership, year: Period) -> bool:
    first = figures.first_year(partnership)
    return first is not None and first <= year


def _was_asked_for(partnership: Partnership, year: Period, since: date) -> bool:
    """One that failed or was stopped counts: a person decides whether to try again."""
    reports = AnnualReport.objects.filter(partnership=partnership, period=year.label)
    return reports.filter(audience=INTERNAL, asked_at__date__gte=since).exists()
