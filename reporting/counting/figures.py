"""The figures of one partnership and year, counted from facts: all the SQL that counts is here.

Each measure is counted by GROUPING SETS over its narrow facts, whether they are those of records
now or those frozen with a report, see `facts`; all measures of all the years asked for are branches
of one statement. The total is a grouping set of its own and asks nothing of towns, sexes or types;
the rows of a cut are only those the partnership knows. So a record with a town of another
partnership, or a code nobody knows, is in the total and in no row, and `checks` finds the open
margin.

Reading here is past the gate, by ruling: a figure counts every record of the partnership. Callers
ask for the right to see figures, and write the audit event.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from agencies.models import Partnership
from casework.codes import CodeList
from reporting.counting.checks import checks_of
from reporting.counting.facts import NOT_RECORDED, OUTSIDE, TOWN_CODE, LiveFacts, Source
from reporting.counting.facts import parameters as parameters
from reporting.counting.grouping import NONE, Grouping
from reporting.counting.measures import ADDED_UP, MEASURES, Measure
from reporting.counting.periods import Period
from reporting.disclosure.linked import refuse_wide
from shop.terms import TownKind

SEXES = CodeList("victims/gender")
TYPES = CodeList("shop/exploitation_types")
# Dimensions of which one record may have several.
SETS = ("exploitation_type", "flag")
# The row of the records without a flag; no flag has this code.
NO_FLAG = "NONE"

Cut = tuple[str, ...]
Cell = tuple[str, tuple[tuple[str, str], ...]]
# A cell, its value, and its second mentions of types.
CountedCell = tuple[Cell, int, int]

Further = Mapping[str, Sequence[Cut]]

_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Reading:
    """What one reading of the facts gave.

    counts: the value of each cell. second_mentions: how many types beyond the first the records
    of a cell carry. labels: the rows of each dimension, code to words, in the order of printing.
    further: cuts beyond those always printed.
    """

    period: Period
    counts: Mapping[Cell, int]
    second_mentions: Mapping[Cell, int]
    labels: Mapping[str, Mapping[str, str]]
    further: Further
    measures: Sequence[Measure] = MEASURES

    def values(self) -> list[dict[str, Any]]:
        """Every cell always printed, noughts included, in the order of printing."""
        return [
            value
            for measure in self.measures
            for cut in measure.cuts
            for value in self._values(measure.id, cut)
        ]

    def further_values(self) -> list[dict[str, Any]]:
        return [
            value
            for measure, cuts in self.further.items()
            for cut in cuts
            for value in self._values(measure, cut)
        ]

    def _values(self, measure: str, cut: Cut) -> Iterator[dict[str, Any]]:
        for dimensions in cells_of(cut, self.labels):
            key = cell(measure, dimensions)
            count = self.counts.get(key, 0)
            yield {
                "measure": measure,
                "dimensions": dimensions,
                "value": count,
                "state": "shown",
            }

    def checks(self) -> list[dict[str, Any]]:
        return checks_of(self)

    def printed(self) -> dict[str, Any]:
        """What `figures --format json` prints, and of measures every version, too."""
        return {
            "measures": [measure.described() for measure in self.measures],
            "values": self.values(),
            "checks": self.checks(),
        }

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())


def cell(measure: str, dimensions: Mapping[str, str]) -> Cell:
    return measure, tuple(sorted(dimensions.items()))


def cells_of(cut: Cut, labels: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Every cell of a cut; one without dimensions for the total."""
    cells: list[dict[str, str]] = [{}]
    for dimension in cut:
        cells = [{**one, dimension: code} for one in cells for code in labels[dimension]]
    return cells


@contextmanager
def snapshot() -> Iterator[CursorWrapper]:
    """One moment of the records, for everything a build reads. Opens a transaction of its own.

    Raises RuntimeError inside another transaction, which could not keep the promise.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("set local work_mem = '128MB'")
        yield cursor


def read(
    cursor: CursorWrapper,
    partnership: Partnership,
    period: Period,
    *,
    further: Further | None = None,
    grouping: Grouping = NONE,
) -> Reading:
    """Count every measure from the records. further: more cuts, by measure id. grouping: rows told
    together."""
    source = LiveFacts(partnership, period)
    labels = labels_of(cursor, partnership)
    return read_from(cursor, source, MEASURES, labels, further=further or {}, grouping=grouping)


def read_from(
    cursor: CursorWrapper,
    source: Source,
    measures: Sequence[Measure],
    labels: Mapping[str, Mapping[str, str]],
    *,
    further: Further,
    grouping: Grouping = NONE,
) -> Reading:
    """As `read`, from any facts."""
    [reading] = read_each(cursor, [source], measures, labels, further=further, grouping=grouping)
    return reading


def read_each(
    cursor: CursorWrapper,
    sources: Sequence[Source],
    measures: Sequence[Measure],
    labels: Mapping[str, Mapping[str, str]],
    *,
    further: Further,
    grouping: Grouping = NONE,
) -> list[Reading]:
    """A reading of each of `sources`, by one statement. labels: every row of each dimension, before
    any are told together."""
    cuts = {one.id: [*one.cuts, *further.get(one.id, ())] for one in measures}
    for cut in (cut for each in cuts.values() for cut in each):
        refuse_wide(cut)
    asked = [Asked(source, one, cuts[one.id]) for source in sources for one in measures]
    rows, found = grouping.labels(labels), iter(counted(cursor, asked, grouping))
    readings = []
    for source in sources:
        cells = [one for _ in measures for one in next(found)]
        counts = {key: value for key, value, _ in cells}
        second_mentions = {key: second for key, _, second in cells}
        readings.append(Reading(source.period, counts, second_mentions, rows, further, measures))
    return readings


def cells_counted(
    cursor: CursorWrapper,
    measure: Measure,
    cuts: Sequence[Cut],
    partnership: Partnership,
    period: Period,
    grouping: Grouping = NONE,
) -> list[CountedCell]:
    """Of records: each cell of one measure that is not nought, with second mentions of types."""
    return cells_from(cursor, LiveFacts(partnership, period), measure, cuts, grouping)


def cells_from(
    cursor: CursorWrapper,
    source: Source,
    measure: Measure,
    cuts: Sequence[Cut],
    grouping: Grouping = NONE,
) -> list[CountedCell]:
    """As `cells_counted`, from any facts."""
    [cells] = counted(cursor, [Asked(source, measure, cuts)], grouping)
    return cells


@dataclass(frozen=True)
class Asked:
    """The cuts of one measure, from one source."""

    source: Source
    measure: Measure
    cuts: Sequence[Cut]


def counted(
    cursor: CursorWrapper, asked: Sequence[Asked], grouping: Grouping = NONE
) -> list[list[CountedCell]]:
    """The cells that are not nought of each of `asked`, all by one statement."""
    branches, values = [], {}
    for number, one in enumerate(asked):
        statement = _statement(one.source, one.measure, one.cuts, grouping)
        # Each branch has values of its own under the names of its rule.
        statement = _NAMED.sub(rf"%(of_{number}_\1)s", statement)
        branches.append(f"select {number} as number, one.* from ({statement}) one")  # noqa: S608
        its_own = _values(one.source, one.measure, grouping)
        values |= {f"of_{number}_{name}": value for name, value in its_own.items()}
    cursor.execute("\nunion all\n".join(branches), values)
    found: list[list[CountedCell]] = [[] for _ in asked]
    for number, cut, codes, value, second in cursor.fetchall():
        key = cell(asked[number].measure.id, dict(zip(cut, codes, strict=True)))
        found[number].append((key, value, second))
    return found


def _values(source: Source, measure: Measure, grouping: Grouping) -> dict[str, Any]:
    return {
        **source.values(measure),
        "towns_together": grouping.codes("town"),
        "types_together": grouping.codes("exploitation_type"),
    }


def labels_of(cursor: CursorWrapper, partnership: Partnership) -> dict[str, dict[str, str]]:
    """The rows of each dimension. The two rows beside the towns are there even without a town."""
    cursor.execute(
        f"select {TOWN_CODE}, town.name from shop_town town where partnership_id = %s"  # noqa: S608 constant
        " order by town.kind <> %s, town.kind = %s, town.position",
        [partnership.pk, TownKind.TOWN.value, TownKind.NOT_RECORDED.value],
    )
    towns = dict(cursor.fetchall())
    towns.setdefault(OUTSIDE, TownKind.OUTSIDE.label)
    towns.setdefault(NOT_RECORDED, TownKind.NOT_RECORDED.label)
    return {
        "town": towns,
        "sex": dict(SEXES.choices()),
        "exploitation_type": dict(TYPES.choices()),
    }


def _dimensions(cuts: Sequence[Cut]) -> list[str]:
    return sorted({dimension for cut in cuts for dimension in cut})


def rows_of(
    source: Source, measure: Measure, dimensions: Sequence[str], grouping: Grouping = NONE
) -> str:
    """The facts of a measure with a column for each dimension.

    A fact with several types gives a row for each; `place` 1 is the first of them, so that what is
    added up once a fact can be told apart. first_exploitation_type, first_flag: whether the fact
    names the type or flag here for the first time, as it should name none twice.
    """
    columns = ["facts.key", *(["facts.number"] if measure.total == ADDED_UP else [])]
    joins = ""
    for name in dimensions:
        if name == "town" and grouping.groups("town"):
            columns.append("coalesce(%(towns_together)s::jsonb ->> facts.town, facts.town) as town")
        elif name not in SETS:
            columns.append(f"facts.{name}")
    if "flag" in dimensions:
        columns += ["marks.flag", _is_first("facts.flags", "marks", "flag")]
        joins += (
            " cross join lateral unnest(case when cardinality(facts.flags) = 0"
            f" then array['{NO_FLAG}'] else facts.flags end) with ordinality as marks (flag, place)"
        )
    if "exploitation_type" in dimensions:
        # A record counts once among types that are told together, however many it carries.
        types = "facts.types"
        if grouping.groups("exploitation_type"):
            code = "coalesce(%(types_together)s::jsonb ->> one, one)"
            types = (
                f"(select coalesce(array_agg(distinct {code}), '{{}}')"  # noqa: S608 constants
                " from unnest(facts.types) one)"
            )
        columns += [
            f"kinds.exploitation_type, kinds.place, cardinality({types}) as carried",
            _is_first(types, "kinds", "exploitation_type"),
        ]
        joins += (
            " cross join lateral unnest("
            f"case when cardinality(facts.types) = 0 then array['UNK'] else {types} end"
            ") with ordinality as kinds (exploitation_type, place)"
        )
    facts = source.statement(measure, dimensions)
    return (
        f"facts as ({facts}), counted as "  # noqa: S608 put together from constants
        f"(select {', '.join(columns)} from facts {joins})"
    )


def _is_first(codes: str, row: str, name: str) -> str:
    """Whether the code in `row` stands where `codes` has it first. The code of none is in none."""
    return f"{row}.place = coalesce(array_position({codes}, {row}.{name}), 1) as first_{name}"


def _statement(source: Source, measure: Measure, cuts: Sequence[Cut], grouping: Grouping) -> str:
    """Rows of: the dimensions of the cut, their codes, the value, and the second mentions."""
    dimensions = _dimensions(cuts)
    has_types = "exploitation_type" in dimensions
    total, further = measure.total, "0"
    if has_types:
        # A fact has a row for each of its types.
        by_type = f"{total} filter (where first_exploitation_type)"
        by_fact = f"{total} filter (where place = 1)"
        total = f"case when grouping(exploitation_type) = 0 then {by_type} else {by_fact} end"
        further = "coalesce(sum(greatest(carried - 1, 0)) filter (where place = 1), 0)"
    cut, codes = (
        _listed(
            f"case when grouping({name}) = 0 then {told.format(name)} end" for name in dimensions
        )
        for told in ("'{0}'", "coalesce({0}::text, '')")
    )
    sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
    return (
        f"with {rows_of(source, measure, dimensions, grouping)} "  # noqa: S608 constants
        f"select {cut} as cut, {codes} as codes, {total} as value, {further} as second_mentions "
        f"from counted group by grouping sets ({sets})"
    )


def _listed(values: Iterable[str]) -> str:
    """An array of those of `values` that are not null."""
    return f"array_remove(array[{', '.join(values)}]::text[], null)"


def keys_behind(
    measure: Measure, partnership: Partnership, period: Period, dimensions: Mapping[str, str]
) -> RawSQL:
    """The primary keys of the records behind one cell, for `filter(pk__in=...)`."""
    return keys_from(LiveFacts(partnership, period), measure, dimensions)


def keys_from(
    source: Source, measure: Measure, dimensions: Mapping[str, str], grouping: Grouping = NONE
) -> RawSQL:
    """The keys of the facts behind one cell."""
    conditions = " and ".join(f"{name} = %({name})s" for name in sorted(dimensions)) or "true"
    statement = (
        f"with {rows_of(source, measure, sorted(dimensions), grouping)} "  # noqa: S608 names come from the measure
        f"select key from counted where {conditions}"
    )
    values = {**_values(source, measure, grouping), **dimensions}
    names = _NAMED.findall(statement)
    placed = _NAMED.sub("%s", statement)
    return RawSQL(placed, [values[name] for name in names])  # noqa: S611 every value is a parameter


def agencies_that_sent_nothing(
    cursor: CursorWrapper, partnership: Partnership, period: Period
) -> dict[str, list[str]]:
    """By measure, the names of the agencies from which nothing counts in the period.

    Only agencies expected to send such records; the desk is none.
    """
    branches = (
        f"select '{one.id}', name from agencies_agency agency"  # noqa: S608 constants
        f" where partnership_id = %(partnership)s and not is_desk and ({one.senders})"
        " and not exists (select from"
        f" (select distinct unnest(agencies) as id from ({one.rule}) facts) sender"
        " where sender.id = agency.id)"
        for one in MEASURES
    )
    cursor.execute(f"{' union all '.join(branches)} order by 2", parameters(partnership, period))
    silent: dict[str, list[str]] = {one.id: [] for one in MEASURES}
    for measure, name in cursor.fetchall():
        silent[measure].append(name)
    return silent


def first_year(partnership: Partnership) -> Period | None:
    """The year of the earliest incident received; None when there is none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(received_at) from shop_incident where partnership_id = %s",
            [partnership.pk],
        )
        (earliest,) = cursor.fetchone()
    return Period.of_moment(earliest) if earliest else None


def count(partnership: Partnership, period: Period) -> tuple[Reading, datetime]:
    """One year in one snapshot, and the moment it shows."""
    with snapshot() as cursor:
        return read(cursor, partnership, period), moment_of(cursor)


def moment_of(cursor: CursorWrapper) -> datetime:
    cursor.execute("select transaction_timestamp()")
    return cursor.fetchone()[0]
