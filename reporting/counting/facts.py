"""Where the facts of a measure come from: case records now, or what was frozen with a report.

Either source gives one row for each thing counted, in the words of the partnership: `key`, and of
the columns `town`, `ward`, `sex`, `types`, `number` those that the measure has. `figures` counts
both by the same statement, so a report counted again differs only where its facts do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting.measures import ADDED_UP, TERMS, Measure
from reporting.counting.periods import Period
from shop.terms import TownKind

# The codes of the two rows that every table by town has beside the towns.
OUTSIDE, NOT_RECORDED = "outside_area", "not_recorded"
TOWN_CODE = f"""case town.kind when '{TownKind.OUTSIDE.value}' then '{OUTSIDE}'
    when '{TownKind.NOT_RECORDED.value}' then '{NOT_RECORDED}' else town.code end"""


_TYPES = {"town": "text", "ward": "text", "sex": "text", "types": "text[]", "number": "integer"}


class Source(Protocol):
    """period: the year of which it gives facts."""

    @property
    def period(self) -> Period: ...

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        """SQL of the facts, with a column for each of `dimensions`. Names what `values` gives."""

    def values(self, measure: Measure) -> dict[str, Any]: ...


@dataclass(frozen=True)
class LiveFacts:
    """Of case records, by the measure's rule. A town or ward that is not the partnership's own, or
    not the town's own, is null."""

    partnership: Partnership
    period: Period

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        columns, joins = ["rule.*"], []
        if "town" in dimensions:
            columns.append(f"{TOWN_CODE} as town")
            joins.append(
                "left join shop_town town"
                " on town.id = rule.town_id and town.partnership_id = %(partnership)s"
            )
        if "ward" in dimensions:
            columns.append("ward.code as ward")
            joins.append(
                "left join shop_ward ward on ward.id = rule.ward_id and ward.town_id = rule.town_id"
            )
        return f"select {', '.join(columns)} from ({measure.rule}) rule {' '.join(joins)}"  # noqa: S608 constants

    def values(self, measure: Measure) -> dict[str, Any]:
        return parameters(self.partnership, self.period)


@dataclass(frozen=True)
class FrozenFacts:
    """Of a report, as they were when it was made. `key` is the random key of a fact."""

    edition_id: int
    period: Period

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        return (
            "select key, town, ward, sex, types::text[] as types, number from reporting_frozenfact"
            " where edition_id = %(edition)s and measure = %(measure)s and period = %(period)s"
        )

    def values(self, measure: Measure) -> dict[str, Any]:
        return {"edition": self.edition_id, "measure": measure.id, "period": self.period.label}


@dataclass(frozen=True)
class Fact:
    """One thing counted, as it is frozen. key: random, the fact's own. record_id: of what, which is
    kept apart from the rest. A column that the measure does not have is None."""

    measure: str
    period: str
    key: str
    record_id: int
    town: str | None
    ward: str | None
    sex: str | None
    types: Sequence[str] | None
    number: int | None


def parameters(partnership: Partnership, period: Period) -> dict[str, Any]:
    return {
        **TERMS,
        "partnership": partnership.pk,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "first_day": period.first_day,
        "day_after": period.day_after,
    }


def to_freeze(cursor: CursorWrapper, measures: Sequence[Measure], live: LiveFacts) -> list[Fact]:
    """The facts of a year, by measure in the order of their random keys, which says nothing of
    records. One statement."""
    branches = []
    for number, measure in enumerate(measures):
        dimensions = [*measure.dimensions, *(["ward"] if measure.has_wards else [])]
        present: Mapping[str, bool] = {
            "town": "town" in dimensions,
            "ward": "ward" in dimensions,
            "sex": "sex" in dimensions,
            "types": "exploitation_type" in dimensions,
            "number": measure.total == ADDED_UP,
        }
        columns = [
            f"facts.{name}" if there else f"null::{_TYPES[name]}" for name, there in present.items()
        ]
        branches.append(
            f"select {number}, gen_random_uuid()::text, key, {', '.join(columns)}"  # noqa: S608 constants
            f" from ({live.statement(measure, dimensions)}) facts"
        )
    cursor.execute(f"{' union all '.join(branches)} order by 1, 2", live.values(measures[0]))
    return [
        Fact(measures[number].id, live.period.label, *row) for number, *row in cursor.fetchall()
    ]
