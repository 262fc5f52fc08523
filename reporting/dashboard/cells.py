"""The dashboard of one reader and period, as cells: what the page and the feed both print."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from agencies.acting import Actor
from reporting.counting.measures import Measure
from reporting.dashboard import counting, labels
from reporting.dashboard.counting import BEFORE, NOW, Counted
from reporting.dashboard.gate import Reader
from reporting.dashboard.labels import Labels
from reporting.dashboard.measures import CLOCKS, TODAY
from reporting.dashboard.spans import Span, month_before
from reporting.dashboard.told import NONE_COUNTED, Number, days_told, told

POINTS = {"median": "Median", "ninetieth": "90th centile"}


@dataclass(frozen=True)
class Cell:
    """One number of the dashboard. dimension: "" for a total. year: the words of its period."""

    measure: str
    dimension: str
    code: str
    label: str
    year: str
    number: Number


@dataclass(frozen=True)
class Dashboard:
    """now, before: the period and the same days a year earlier, which stand side by side."""

    reader: Reader
    now: Span
    before: Span
    labels: Labels
    counted: Counted
    as_at: datetime

    @property
    def years(self) -> tuple[str, str]:
        return BEFORE, NOW

    def span(self, year: str) -> Span:
        return self.now if year == NOW else self.before

    def measures(self) -> list[Measure]:
        return self.reader.measures()

    def number(self, measure: str, dimension: str = "", code: str = "", year: str = NOW) -> Number:
        """What the reader is told of one cell, with the way to the list behind it."""
        if year == BEFORE and measure in TODAY:
            return NONE_COUNTED
        if dimension == "month" and year == BEFORE:
            code = month_before(code)
        count = self.counted.count(measure, dimension, code, year)
        href = self._href(measure, dimension, code, year)
        return told(self.reader, measure, dimension, count, href)

    def days(self, clock: str, point: str, year: str) -> Number:
        """point: one of `POINTS`."""
        return days_told(getattr(self.counted.clocks[clock, year], point))

    def _href(self, measure: str, dimension: str, code: str, year: str) -> str:
        if not self.reader.opens_records:
            return ""
        query = {"period": self.span(year).label} | ({dimension: code} if dimension else {})
        return f"{reverse('figure_records', args=[measure])}?{urlencode(query)}"

    def cells(self) -> Iterator[Cell]:
        """Every cell, noughts included: the total of each measure, then each of its cuts."""
        for measure in self.measures():
            for year in self.years:
                if year == NOW or measure.id not in TODAY:
                    yield from self._cells(measure, year)

    def _cells(self, measure: Measure, year: str) -> Iterator[Cell]:
        period = self.span(year).label
        yield Cell(measure.id, "", "", "All", period, self.number(measure.id, year=year))
        for dimension in measure.dimensions:
            for code, label in self.labels[dimension].items():
                number = self.number(measure.id, dimension, code, year)
                if dimension == "month" and year == BEFORE:
                    code = month_before(code)
                    label = labels.month_in_words(code)
                yield Cell(measure.id, dimension, code, label, period, number)
        if measure.id in CLOCKS:
            for point, label in POINTS.items():
                days = self.days(measure.id, point, year)
                yield Cell(measure.id, "days", point, label, period, days)


def read(actor: Actor, span: Span, today: date) -> Dashboard:
    """Five statements, whatever the period holds. All counts come from one, so from one moment."""
    reader = Reader(actor)
    partnership = actor.agency.partnership
    before = (span.until(today) if reader.opens_records else span).year_before()
    with connection.cursor() as cursor:
        rows = labels.labels_of(cursor, partnership, span.until(today))
        counted = counting.count(cursor, reader, partnership, span, before)
    return Dashboard(reader, span, before, rows, counted, timezone.now())
