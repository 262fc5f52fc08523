"""Every cell of the dashboard in one statement: both years, every measure, every cut.

Whatever is needed more than once stands before them as a table of the statement: the records that
the reader may open, asked of the gate once for each model; the facts of each base, of both years;
the rows of each measure. Then each measure is a branch with GROUPING SETS. So page and feed show
one moment, and a dashboard costs one statement however much it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting.facts import LiveFacts, parameters
from reporting.counting.figures import SETS, rows_of
from reporting.counting.measures import Measure
from reporting.counting.spread import Point, Spread
from reporting.dashboard.gate import BEFORE, NOW, Gates, Reader, rows_of_year
from reporting.dashboard.measures import BASES, CLOCKS, MORE_TERMS, bases_of, with_facts
from reporting.dashboard.spans import Span
from reporting.document.ledger import SMALLEST_BASE

MEMORY = "64MB"
# The bounds of a year for a moment and for a day, by the ending of their names.
_BOUNDS = {"_at": ("starts_at", "ends_at"), "_on": ("first_day", "day_after")}
_NAMES = [name for pair in _BOUNDS.values() for name in pair]
_YEARS = f"years (span, {', '.join(_NAMES)}) as (values {{rows}})"

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
    """Inside a transaction, as every page and API call is."""
    # The tables of the statement fit into this memory.
    cursor.execute("select set_config('work_mem', %s, true)", [MEMORY])
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
    measures, source = reader.measures(), BothYears(partnership, now, before)
    gates = Gates(reader, as_tables=True)
    bases = dict.fromkeys(base for measure in measures for base in bases_of(measure.rule))
    tables = [
        source.years(),
        *(f"{_facts_of(base)} as ({_both_years(base, gates)})" for base in bases),
        *(f"{_rows_of(measure)} as ({source.rows(measure, gates)})" for measure in measures),
    ]
    branches = [branch for measure in measures for branch in _branches(measure, source)]
    statement = "\nunion all\n".join(f"select * from ({branch}) one" for branch in branches)  # noqa: S608
    known = ",\n".join([*gates.tables(), *tables])
    return f"with {known}\n{statement}", {**source.values(measures[0]), **gates.values}


def _facts_of(base: str) -> str:
    return f"facts_of_{base}"


def _rows_of(measure: Measure) -> str:
    return f"rows_of_{measure.id}"


def _both_years(name: str, gates: Gates) -> str:
    """The facts of a base, of each year they are asked for, as far as the reader may know them.

    They are read once, from the first day of either year to the last. A fact is of both years where
    those overlap.
    """
    base = BASES[name]
    facts = with_facts(gates.settle(base.rule), _facts_of)
    if base.known is None:
        return facts
    known = f"select {base.reads} from ({facts}) fact where {gates.condition(*base.known)}"  # noqa: S608
    if not base.at:
        return rows_of_year(known, NOW)
    starts, ends = _BOUNDS[base.at[-3:]]
    return (
        f"select year.span, fact.* from ({known}) fact"  # noqa: S608
        f" join years year on fact.{base.at} >= year.{starts} and fact.{base.at} < year.{ends}"
    )


@dataclass(frozen=True)
class BothYears:
    """A source of facts with a column `span`: the rows of a measure, which stand in its table."""

    partnership: Partnership
    period: Span
    before: Span

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        return f"select * from {_rows_of(measure)}"  # noqa: S608 a name of ours

    def rows(self, measure: Measure, gates: Gates) -> str:
        live = LiveFacts(self.partnership, self.period)
        rule = gates.settle(with_facts(measure.rule, _facts_of))
        dimensions = [name for name in measure.dimensions if name != "ward"]
        return live.statement(replace(measure, rule=rule), dimensions)

    def years(self) -> str:
        rows = (
            f"('{year}', {', '.join(f'%({year}_{name})s' for name in _NAMES)})"
            for year in (NOW, BEFORE)
        )
        return _YEARS.format(rows=", ".join(rows))

    def values(self, measure: Measure) -> dict[str, Any]:
        bounds = {
            f"{year}_{name}": getattr(span, name)
            for year, span in ((NOW, self.period), (BEFORE, self.before))
            for name in _NAMES
        }
        return {**parameters(self.partnership, self.whole), **MORE_TERMS, **bounds}

    @property
    def whole(self) -> Span:
        """From the first day of either year to the last."""
        return Span(
            min(self.period.first_day, self.before.first_day),
            max(self.period.last_day, self.before.last_day),
        )


def _branches(measure: Measure, source: BothYears) -> list[str]:
    if measure.id in CLOCKS:
        return [_clock(source, measure)]
    alone = [("span", name) for name in measure.dimensions if name not in SETS]
    each = [("span", name) for name in measure.dimensions if name in SETS]
    return [
        _cells(source, measure, [("span",), *alone]),
        *(_cells(source, measure, [cut]) for cut in each),
    ]


def _cells(source: BothYears, measure: Measure, cuts: Sequence[tuple[str, ...]]) -> str:
    names = [name for cut in cuts for name in cut if name != "span"]
    which = _case([(name, f"'{name}'") for name in names])
    code = _case([(name, f"coalesce({name}::text, '')") for name in names])
    sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
    once = " and ".join(f"first_{name}" for name in names if name in SETS) or "true"
    return (
        f"with {rows_of(source, measure, ['span', *names])} "  # noqa: S608 put together from constants
        f"select '{measure.id}' as measure, {which} as dimension, {code} as code, span, "
        f"count(*) filter (where {once}) as value from counted group by grouping sets ({sets})"
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
