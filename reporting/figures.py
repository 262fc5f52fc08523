"""The figures of one partnership and year, counted from case records: all the SQL is here.

Each measure is one statement with GROUPING SETS over the narrow facts of its rule. The total is a
grouping set of its own and asks nothing of towns, sexes or types; the rows of a cut are only those
the partnership knows. So a record with a town of another partnership, or a code nobody knows, is
in the total and in no row, and `checks` finds the open margin.

Reading here is past the gate, by ruling: a figure counts every record of the partnership. Callers
ask for the right to see figures, and write the audit event.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from agencies.models import Partnership
from casework.codes import CodeList
from reporting.checks import checks_of
from reporting.disclosure.linked import refuse_wide
from reporting.grouping import NONE, Grouping
from reporting.measures import INCIDENTS, MEASURES, TERMS, Measure
from reporting.periods import Period
from shop.terms import TownKind

SEXES = CodeList("victims/gender")
TYPES = CodeList("shop/exploitation_types")
# The codes of the two rows that every table by town has beside the towns.
OUTSIDE, NOT_RECORDED = "outside_area", "not_recorded"

Cut = tuple[str, ...]
Cell = tuple[str, tuple[tuple[str, str], ...]]

TOWN_CODE = f"""case town.kind when '{TownKind.OUTSIDE.value}' then '{OUTSIDE}'
    when '{TownKind.NOT_RECORDED.value}' then '{NOT_RECORDED}' else town.code end"""


@dataclass(frozen=True)
class Reading:
    """What one reading of the records gave.

    counts: the value of each cell. second_mentions: how many types beyond the first the records
    of a cell carry. labels: the rows of each dimension, code to words, in the order of printing.
    further: cuts beyond those always printed.
    """

    period: Period
    counts: Mapping[Cell, int]
    second_mentions: Mapping[Cell, int]
    labels: Mapping[str, Mapping[str, str]]
    further: Mapping[str, Sequence[Cut]]

    def values(self) -> list[dict[str, Any]]:
        """Every cell always printed, noughts included, in the order of printing."""
        return [
            value
            for measure in MEASURES
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
        """What `figures --format json` prints."""
        return {
            "measures": [measure.described() for measure in MEASURES],
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
    further: Mapping[str, Sequence[Cut]] | None = None,
    grouping: Grouping = NONE,
) -> Reading:
    """Count every measure. further: more cuts, by measure id. grouping: rows told together. One
    statement a measure."""
    labels = grouping.labels(labels_of(cursor, partnership))
    counts: dict[Cell, int] = {}
    second_mentions: dict[Cell, int] = {}
    for measure in MEASURES:
        cuts = [*measure.cuts, *(further or {}).get(measure.id, ())]
        for cut in cuts:
            refuse_wide(cut)
        found = cells_counted(cursor, measure, cuts, partnership, period, grouping)
        for key, value, second in found:
            counts[key], second_mentions[key] = value, second
    return Reading(period, counts, second_mentions, labels, further or {})


def cells_counted(
    cursor: CursorWrapper,
    measure: Measure,
    cuts: Sequence[Cut],
    partnership: Partnership,
    period: Period,
    grouping: Grouping = NONE,
) -> Iterator[tuple[Cell, int, int]]:
    """Each cell of one measure that is not nought: its value, and second mentions of types."""
    cursor.execute(_statement(measure, cuts, grouping), _with_groups(partnership, period, grouping))
    names = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        found = dict(zip(names, row, strict=True))
        cut = [name for name in _dimensions(cuts) if not found[f"all_{name}"]]
        key = cell(measure.id, {name: found[name] or "" for name in cut})
        yield key, found["value"], found["second_mentions"]


def parameters(partnership: Partnership, period: Period) -> dict[str, Any]:
    return {
        **TERMS,
        "partnership": partnership.pk,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "first_day": period.first_day,
        "day_after": period.day_after,
    }


def _with_groups(partnership: Partnership, period: Period, grouping: Grouping) -> dict[str, Any]:
    return {
        **parameters(partnership, period),
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


def _rows(measure: Measure, dimensions: Sequence[str], grouping: Grouping = NONE) -> str:
    """The facts of a measure with the partnership's own words for each dimension.

    A fact with several types gives a row for each; `place` 1 is the first of them, so that what is
    added up once a fact can be told apart.
    """
    columns = ["facts.*"]
    joins = []
    if "town" in dimensions:
        code = TOWN_CODE
        if grouping.groups("town"):
            code = f"coalesce(%(towns_together)s::jsonb ->> ({code}), {code})"
        columns.append(f"{code} as town")
        joins.append(
            "left join shop_town town"
            " on town.id = facts.town_id and town.partnership_id = %(partnership)s"
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
        columns.append(f"kinds.exploitation_type, kinds.place, cardinality({types}) as carried")
        joins.append(
            "cross join lateral unnest("
            f"case when cardinality(facts.types) = 0 then array['UNK'] else {types} end"
            ") with ordinality as kinds (exploitation_type, place)"
        )
    return (
        f"facts as ({measure.rule}), counted as "  # noqa: S608 put together from constants
        f"(select {', '.join(columns)} from facts {' '.join(joins)})"
    )


def _statement(measure: Measure, cuts: Sequence[Cut], grouping: Grouping) -> str:
    dimensions = _dimensions(cuts)
    columns = [f"{name}, grouping({name}) = 1 as all_{name}" for name in dimensions]
    further = (
        "coalesce(sum(greatest(carried - 1, 0)) filter (where place = 1), 0)"
        if "exploitation_type" in dimensions
        else "0"
    )
    sets = ", ".join(f"({', '.join(cut)})" for cut in cuts)
    return (
        f"with {_rows(measure, dimensions, grouping)} "  # noqa: S608 constants
        f"select {', '.join(columns)}, "
        f"{measure.total} as value, {further} as second_mentions "
        f"from counted group by grouping sets ({sets})"
    )


def keys_behind(
    measure: Measure, partnership: Partnership, period: Period, dimensions: Mapping[str, str]
) -> RawSQL:
    """The primary keys of the records behind one cell, for `filter(pk__in=...)`."""
    conditions = " and ".join(f"{name} = %({name})s" for name in sorted(dimensions)) or "true"
    statement = (
        f"with {_rows(measure, sorted(dimensions))} "  # noqa: S608 names come from the measure
        f"select key from counted where {conditions}"
    )
    values = {**parameters(partnership, period), **dimensions}
    names = re.findall(r"%\((\w+)\)s", statement)
    placed = re.sub(r"%\(\w+\)s", "%s", statement)
    return RawSQL(placed, [values[name] for name in names])  # noqa: S611 every value is a parameter


def agencies_that_sent_nothing(
    cursor: CursorWrapper, partnership: Partnership, period: Period
) -> dict[str, list[str]]:
    """By measure, the names of the agencies from which nothing counts in the period.

    Only agencies expected to send such records; the desk is none.
    """
    silent = {}
    for measure in MEASURES:
        cursor.execute(
            f"with facts as ({measure.rule}) select name from agencies_agency agency"  # noqa: S608 constants
            f" where partnership_id = %(partnership)s and not is_desk and ({measure.senders})"
            " and not exists (select from facts where agency.id = any(facts.agencies))"
            " order by name",
            parameters(partnership, period),
        )
        silent[measure.id] = [name for (name,) in cursor.fetchall()]
    return silent


def wards(cursor: CursorWrapper, partnership: Partnership, period: Period) -> list[dict[str, Any]]:
    """Incidents by ward: each ward in force in the period, and a row without a ward for the rest.

    The rows of all towns together hold every incident once. Keys: ward_code, ward_name, town,
    value; ward_code is "" where no ward of the town is recorded.
    """
    cursor.execute(
        f"""
        with facts as ({INCIDENTS}), towns as (
            select town.id, town.name, town.kind, town.position, {TOWN_CODE} as code
            from shop_town town where partnership_id = %(partnership)s
        ), listed as (
            select ward.id, ward.code, ward.name, ward.town_id from shop_ward ward
            where (valid_from is null or valid_from < %(day_after)s)
              and (valid_to is null or valid_to >= %(first_day)s)
            union all
            select null, '', '', id from towns
        ), placed as (
            select facts.key, facts.town_id, ward.id as ward_id
            from facts left join listed ward
              on ward.id = facts.ward_id and ward.town_id = facts.town_id
        )
        select listed.code, coalesce(nullif(listed.name, ''), towns.name), towns.code,
            count(distinct placed.key)
        from listed
        join towns on towns.id = listed.town_id
        left join placed on placed.town_id = listed.town_id
          and placed.ward_id is not distinct from listed.id
        group by listed.id, listed.code, listed.name, towns.name, towns.code, towns.kind,
            towns.position
        having listed.id is not null or count(placed.key) > 0 or towns.kind <> 'town'
        order by towns.position, listed.id is null, listed.name
        """,  # noqa: S608 constants
        parameters(partnership, period),
    )
    return [
        {"ward_code": code, "ward_name": name, "town": town, "value": value}
        for code, name, town, value in cursor.fetchall()
    ]


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
