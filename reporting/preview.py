"""What an edition would withhold, before it is made, and which rows told together hide least.

For those who may see the counts themselves: how many of the withheld counts are not nought would be
news to a reader of the edition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from agencies.models import Partnership
from reporting.counting import figures
from reporting.counting.grouping import NONE, Grouping, rarer_types, smaller_towns
from reporting.counting.periods import Period, TwoYears
from reporting.disclosure import publish
from reporting.disclosure.publish import Counted, NotSafe, Told
from reporting.document import editions
from reporting.kept.given_out import given_out

BY_ID = {"towns": smaller_towns, "types": rarer_types}


@dataclass(frozen=True)
class Forecast:
    """problem: why no such edition can be made, "" where one can."""

    grouping: Grouping = NONE
    told: Sequence[Told] = ()
    problem: str = ""

    @property
    def percent_withheld(self) -> int:
        cells = sum(one.cells for one in self.told)
        return round(100 * sum(one.withheld for one in self.told) / cells) if cells else 0

    @property
    def percent_shown(self) -> int:
        """Of the counts that are not nought."""
        counted = sum(one.counted for one in self.told)
        return round(100 * sum(one.shown for one in self.told) / counted) if counted else 100


def grouping_named(name: str, partnership: Partnership, period: Period) -> Grouping:
    """The grouping of that id for this year; none for "". Raises KeyError for another id."""
    if not name:
        return NONE
    with connection.cursor() as cursor:
        reading = figures.read(cursor, partnership, period)
    dimension = {"towns": "town", "types": "exploitation_type"}[name]
    return BY_ID[name](
        {
            code: reading.counts.get(figures.cell("incidents", {dimension: code}), 0)
            for code in reading.labels[dimension]
        }
    )


def forecast(
    partnership: Partnership, period: Period, audience: str, grouping: Grouping = NONE
) -> Forecast:
    with connection.cursor() as cursor:
        edition = editions.read(cursor, partnership, period, audience=audience, grouping=grouping)
    try:
        counted = editions.counted(edition)
        protected = publish.protected(counted, audience, earlier=given_out(partnership))
    except (editions.MarginsOpen, NotSafe) as unfit:
        return Forecast(grouping, problem=str(unfit))
    return Forecast(grouping, protected.told)


def compared(partnership: Partnership, period: Period, audience: str) -> list[Forecast]:
    """An edition with each grouping, then one of two years together, which is only reckoned."""
    found = [
        forecast(partnership, period, audience, grouping_named(name, partnership, period))
        for name in ("", *BY_ID)
    ]
    return [*found, _two_years(partnership, period, audience)]


def _two_years(partnership: Partnership, period: Period, audience: str) -> Forecast:
    both = TwoYears(period)
    with connection.cursor() as cursor:
        edition = editions.read(cursor, partnership, period, audience=audience)
        reading = figures.read(cursor, partnership, both, further=editions.FURTHER)
    context = {**edition.context, "further_values": reading.further_values(), "period": str(both)}
    counted = Counted(reading.printed(), None, context, reading.second_mentions)
    try:
        return Forecast(Grouping("years"), publish.protected(counted, audience).told)
    except NotSafe as unfit:
        return Forecast(Grouping("years"), problem=str(unfit))
