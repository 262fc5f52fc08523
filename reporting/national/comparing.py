"""Published figures, each group with what is counted here over the same days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import connection

from agencies.models import Partnership
from reporting.board.quarters import ByDays
from reporting.counting import figures
from reporting.counting.facts import LiveFacts
from reporting.counting.measures import BY_ID, Measure
from reporting.counting.periods import Period
from reporting.national.models import NationalFigure, NationalTable

# Measures whose rows by town tell something beside the borough.
BY_TOWN = ("incidents", "people_screened")


@dataclass(frozen=True)
class Dates(ByDays):
    """Any days, both bounds told as a `Period` does."""

    first_day: date
    day_after: date

    @property
    def label(self) -> str:
        return f"{self.first_day} to {self.day_after}"


@dataclass(frozen=True)
class Group:
    """Figures of one measure and period of a table. local: ours, None where none is comparable."""

    table: NationalTable
    measure: str
    first_day: date
    last_day: date
    figures: Sequence[NationalFigure]
    local_measure: Measure | None
    local: int | None


def latest() -> list[NationalTable]:
    """Of each title the table published last."""
    tables = NationalTable.objects.order_by("title", "-published_on", "-pk").distinct("title")
    return list(tables.prefetch_related("figures"))


def groups(partnership: Partnership) -> list[Group]:
    """Reads past the gate: callers ask for the right to see figures, and write the audit event."""
    found = []
    with connection.cursor() as cursor:
        for table in latest():
            for (measure, ours, first, last), rows in groupby(table.figures.all(), _of_a_group):
                local_measure = BY_ID.get(ours)
                local = None
                if local_measure is not None:
                    days = Dates(first, last + timedelta(days=1))
                    source = LiveFacts(partnership, days)
                    cells = figures.cells_from(cursor, source, local_measure, [()])
                    local = sum(value for _, value, _ in cells)
                found.append(Group(table, measure, first, last, list(rows), local_measure, local))
    return found


def _of_a_group(one: NationalFigure) -> tuple[str, str, date, date]:
    return one.measure, one.local_measure, one.first_day, one.last_day


@dataclass(frozen=True)
class TownBesideBorough:
    town: str
    counts: Sequence[int]


def by_town(partnership: Partnership, period: Period) -> list[TownBesideBorough]:
    """Each town and the two rows beside the towns, then the whole, for each of `BY_TOWN`."""
    measures = [BY_ID[one] for one in BY_TOWN]
    with connection.cursor() as cursor:
        labels = figures.labels_of(cursor, partnership)
        source = LiveFacts(partnership, period)
        counts = {
            key: value
            for measure in measures
            for key, value, _ in figures.cells_from(cursor, source, measure, [(), ("town",)])
        }
    rows = [
        TownBesideBorough(
            words, [counts.get(figures.cell(one.id, {"town": code}), 0) for one in measures]
        )
        for code, words in labels["town"].items()
    ]
    whole = [counts.get((one.id, ()), 0) for one in measures]
    return [*rows, TownBesideBorough(partnership.name, whole)]
