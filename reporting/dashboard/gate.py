"""What a reader of the dashboard may know: whether they open records, and which.

Counts for those who open records are counts of the records they may open, so that each count is
that of the list behind it. Counts for those who open none are of all records; `told` says how much
of them is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet

from agencies import access
from agencies.acting import Actor
from agencies.models import Partnership
from reporting.counting.facts import LiveFacts, parameters
from reporting.counting.measures import Measure
from reporting.counting.periods import Period
from reporting.dashboard.measures import (
    BASES,
    DASHBOARD,
    MORE_TERMS,
    kinds_asked,
    settled,
    with_facts,
)
from reporting.dashboard.spans import Span

# The two years of a dashboard, as its statement names them.
NOW, BEFORE = "now", "before"
_PLACE = re.compile(r"%(s|%)")


@dataclass(frozen=True)
class Reader:
    actor: Actor

    @property
    def opens_records(self) -> bool:
        return access.may(self.actor, "see", "incident")

    def may_read(self, measure: Measure) -> bool:
        """Whether the measure tells them anything: they open every kind of record it looks at."""
        if not self.opens_records:
            return True
        return all(access.may(self.actor, "see", kind) for kind in kinds_asked(measure))

    def measures(self) -> list[Measure]:
        return [measure for measure in DASHBOARD if self.may_read(measure)]


@dataclass
class Gates:
    """The records that a reader may open, as conditions of a statement.

    as_tables: conditions ask common table expressions, which `tables` gives to the statement, so
    that the gate is asked once for each model, however often it is needed. Without, each condition
    holds the gate's own statement.
    """

    reader: Reader
    as_tables: bool
    values: dict[str, Any] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)

    def condition(self, column: str, model: str) -> str:
        """Whether the record of `model` whose key stands in `column` may be known to the reader."""
        if not self.reader.opens_records:
            return "true"
        if model not in self._asked:
            self._asked[model] = self._statement(model)
        if not self._asked[model]:
            return "false"
        if self.as_tables:
            return f"{column} in (select id from {_table(model)})"  # noqa: S608 names of ours
        return f"{column} in ({self._asked[model]})"

    def tables(self) -> list[str]:
        """The definitions of the tables that the conditions ask."""
        return [
            f"{_table(model)} (id) as materialized ({statement})"
            for model, statement in self._asked.items()
            if statement
        ]

    def settle(self, rule: str) -> str:
        """The rule with the gate wherever it looks at records beside those it counts."""
        return settled(rule, self.condition)

    def _statement(self, model: str) -> str:
        records = access.allowed(self.reader.actor, "see", apps.get_model(model))
        try:
            statement, values = records.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return ""
        return self._named(model, statement, values)

    def _named(self, model: str, statement: str, values: tuple) -> str:
        """The statement with its values by name, as all values of a figure's statement are."""
        waiting = list(enumerate(values))

        def name(found: re.Match) -> str:
            if found[1] == "%":
                return "%%"
            number, value = waiting.pop(0)
            self.values[f"{_table(model)}_{number}"] = value
            return f"%({_table(model)}_{number})s"

        return _PLACE.sub(name, statement)


def _table(model: str) -> str:
    return f"open_{model.replace('.', '_').lower()}"


def rows_of_year(rule: str, year: str) -> str:
    return f"select '{year}' as span, one.* from ({rule}) one"  # noqa: S608 constants


def _in_place(name: str) -> str:
    """The facts of a base where a rule names them, for a statement about one measure and year."""
    base = BASES[name]
    rule = with_facts(base.rule, _in_place)
    return f"({rows_of_year(rule, NOW) if base.known else rule})"


@dataclass(frozen=True)
class OpenFacts:
    """Facts of case records of one period, for the list behind a cell. A source as in `facts`; its
    measures say themselves of which ward a record is, and that it is of none. The list asks the
    gate for the records; here it is asked for what the rules see beside them."""

    partnership: Partnership
    period: Period | Span
    gates: Gates

    def statement(self, measure: Measure, dimensions: Sequence[str]) -> str:
        live = LiveFacts(self.partnership, self.period)
        rule = self.gates.settle(with_facts(measure.rule, _in_place))
        known = replace(measure, rule=rule)
        return live.statement(known, [name for name in dimensions if name != "ward"])

    def values(self, measure: Measure) -> dict[str, Any]:
        return {**parameters(self.partnership, self.period), **MORE_TERMS, **self.gates.values}
