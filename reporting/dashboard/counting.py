"""Every cell of the dashboard in one statement: both years, every measure, every cut.

Each measure is a branch with GROUPING SETS over its facts; the gate is asked once for each model,
before them. So page and feed show one moment, and a dashboard costs one statement however much it
shows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.dashboard.gate import Gates, OpenFacts, Reader
from reporting.dashboard.measures import CLOCKS, TODAY
from reporting.dashboard.spans import Span
from reporting.facts import parameters
from reporting.figures import SETS, rows_of
from reporting.ledger import SMALLEST_BASE
from reporting.measures import Measure
from reporting.spread import Point, Spread

NOW, BEFORE = "now", "before"
_BOUND = re.compile(r"%\((starts_at|ends_at|first_day|day_after)\)s")

# measure, dimension ("" for the total), code, NOW or BEFORE
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Counted:
    """counts: what is not nought. clocks: by measure and year."""

    counts: Mapping[Key, int]
    clocks: Mapping[tuple[str, str], Spread]

    def count(self, measure: str, dimension: str, code: str, year: str) -> int:
        return self.counts.get((measure, dimension, code, year), 0)


def count(
    cursor: CursorWrapper, reader: Reader, partnership: Partnership, now: Span, before: Span
) -> Counted:
    statement, values = statement_for(reader, partnership, now, before)
    cursor.execute(statement, values)
    counts = {
        (measure, dimension, code, year): value
        for measure, dimension, code, year, value in cursor.fetchall()
    }
    clocks = {
        (clock, year): _spread(counts, clock, year) for clock in CLOCKS for year in (NOW, BEFORE)
    }
    return Counted(counts, clocks)


def statement_for(
    reader: Reader, partnership: Partnership, now: Span, before: Span
) -> tuple[str, dict[str, Any]]:
    """The one statement and its values, by name."""
    source = BothYears(partnership, now, before, Gates(reader, as_tables=True))
    branches = [branch for measure in reader.measures() for branch in _branches(measure, source)]
    statement = "\nunion all\n".join(f"select * from ({branch}) one" for branch in branches)  # noqa: S608
    if tables := source.gates.tables():
        statement = f"with {', '.join(tables)}\n{statement}"
    return statement, source.values(reader.measures()[0])


@dataclass(frozen=True)
class BothYears:
    """A source of facts with a column `span`, of what the reader may know in either year."""

    partnership: Partnership
    period: Span
    before: Span
    gates: Gates

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        one = OpenFacts(self.partnership, self.period, self.gates)
        facts = one.statement(measure, [name for name in dimensions if name != "span"])
        known = self.gates.condition("one.key", measure.model_name)
        years = {NOW: facts, BEFORE: _BOUND.sub(r"%(before_\1)s", facts)}
        if measure.id in TODAY:
            del years[BEFORE]
        return " union all ".join(
            f"select '{year}' as span, one.* from ({rows}) one where {known}"  # noqa: S608 constants
            for year, rows in years.items()
        )

    def values(self, measure: Measure) -> dict[str, Any]:
        earlier = parameters(self.partnership, self.before)
        now = OpenFacts(self.partnership, self.period, self.gates).values(measure)
        return {**{f"before_{name}": value for name, value in earlier.items()}, **now}


def _branches(measure: Measure, source: BothYears) -> list[str]:
    if measure.id in CLOCKS:
        return [_clock(source, measure)]
    alone = [("span", name) for name in measure.dimensions if name not in SETS]
    each = [("span", name) for name in measure.dimensions if name in SETS]
    return [
        _cells(source, measure, [("span",), *alone], "count(*)"),
        *(_cells(source, measure, [cut], "count(distinct key)") for cut in each),
    ]


def _cells(source: BothYears, measure: Measure, cuts: Sequence[tuple[str, ...]], total: str) -> str:
    names = [name for cut in cuts for name in cut if name != "span"]
    which = _case([(name, f"'{name}'") for name in names])
    code = _case([(name, f"coalesce({name}::text, '')") for name in names])
    sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
    return (
        f"with {rows_of(source, measure, ['span', *names])} "  # noqa: S608 put together from constants
        f"select '{measure.id}' as measure, {which} as dimension, {code} as code, span, "
        f"{total} as value from counted group by grouping sets ({sets})"
    )


def _case(values: Sequence[tuple[str, str]]) -> str:
    """The value of the dimension that a row of the grouping sets is about."""
    if not values:
        return "''"
    whens = " ".join(f"when grouping({name}) = 0 then {value}" for name, value in values)
    return f"case {whens} else '' end"


def _clock(source: BothYears, measure: Measure) -> str:
    """How many clocks, how many of them run, and the two points with the clocks that run below."""
    return f"""
        with facts as ({source.statement(measure, [])}), points as (
            select span, percentile_disc(0.5) within group (order by days) as median,
                percentile_disc(0.9) within group (order by days) as ninetieth
            from facts group by span
        ), summed as (
            select span, count(*) as counted, median, ninetieth,
                count(*) filter (where running = 'running') as running,
                count(*) filter (where running = 'running' and days <= median) as below_median,
                count(*) filter (where running = 'running' and days <= ninetieth) as below_ninetieth
            from points join facts using (span) group by span, median, ninetieth
        )
        select '{measure.id}' as measure, told.dimension, told.code, span, told.value
        from summed cross join lateral (values
            ('', '', counted), ('running', 'running', running),
            ('running', 'stopped', counted - running),
            ('point', 'median', median::bigint), ('point', 'ninetieth', ninetieth::bigint),
            ('point', 'below_median', below_median), ('point', 'below_ninetieth', below_ninetieth)
        ) told (dimension, code, value)
    """  # noqa: S608 put together from constants


def _spread(counts: dict[Key, int], clock: str, year: str) -> Spread:
    """Takes the points out of `counts`: they are days, not counts of records."""
    points = {
        name: counts.pop((clock, "point", name, year), 0)
        for name in ("median", "ninetieth", "below_median", "below_ninetieth")
    }
    counted = counts.get((clock, "", "", year), 0)
    running = counts.get((clock, "running", "running", year), 0)
    if counted < SMALLEST_BASE:
        return Spread(counted, running, None, None)
    median = Point(points["median"], points["below_median"] > 0)
    return Spread(
        counted, running, median, Point(points["ninetieth"], points["below_ninetieth"] > 0)
    )
