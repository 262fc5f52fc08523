"""The numbers of one report, each kept once under an id that everything else points to.

A number that is not shown stays out of every number derived from it: a change, a share or a
percentage takes over the state of the count that is missing. Percentages are whole, and none is
given on a base under 20, because a percentage of a small count gives the count away.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reporting.counting import rates

SMALLEST_BASE = 20

Entry = dict[str, Any]


def value_id(period: str, measure: str, dimensions: Mapping[str, str]) -> str:
    """For example `2022-23/incidents/exploitation_type=LAB/town=tipton`."""
    return "/".join([period, measure, *(f"{key}={dimensions[key]}" for key in sorted(dimensions))])


class Ledger:
    """Counted values of one or more periods, and the differences and shares made from them."""

    def __init__(self) -> None:
        self.values: dict[str, Entry] = {}
        self.derived: dict[str, Entry] = {}
        self.rates: dict[str, Entry] = {}

    def enter(self, period: str, values: Iterable[Mapping[str, Any]]) -> list[Entry]:
        """Takes over counted values as they stand. Returns them with their ids."""
        entered = []
        for value in values:
            key = value_id(period, value["measure"], value["dimensions"])
            self.values[key] = {"id": key, "period": period, **value}
            entered.append(self.values[key])
        return entered

    def count(self, period: str, measure: str, **dimensions: str) -> str:
        """The id of a counted value; one that nobody counted is entered as not available."""
        key = value_id(period, measure, dimensions)
        if key not in self.values:
            self.values[key] = {
                "id": key,
                "period": period,
                "measure": measure,
                "dimensions": dict(dimensions),
                "value": None,
                "state": "not_available",
            }
        return key

    def entry(self, key: str) -> Entry:
        return self.values[key] if key in self.values else self.derived[key]

    def shown(self, *keys: str) -> bool:
        return all(self.entry(key)["state"] == "shown" for key in keys)

    def withholds(self, *keys: str) -> bool:
        return any(self.entry(key)["state"] == "withheld" for key in keys)

    def number(self, key: str) -> int:
        """The value for comparing and choosing words; 0 when it is not shown."""
        return (self.entry(key)["value"] or 0) if self.shown(key) else 0

    def difference(self, now: str, before: str) -> str:
        return self._derive("difference", now, before, lambda a, b: a - b)

    def percent_change(self, now: str, before: str) -> str:
        return self._derive(
            "percent_change", now, before, lambda a, b: whole_percent(a - b, b), base=before
        )

    def share(self, part: str, whole: str) -> str:
        return self._derive("share", part, whole, whole_percent, base=whole)

    def rate(self, of: Sequence[str], residents: int | None) -> str:
        """The id of a rate for each 10,000 residents; of: a count, and those it is less by."""
        key = f"rate({' - '.join(of)})"
        self.rates[key] = rates.entry(key, [self.entry(one) for one in of], residents)
        return key

    def _derive(self, kind: str, first: str, second: str, rule: Any, base: str = "") -> str:
        key = f"{kind}({first} : {second})"
        states = [self.entry(first)["state"], self.entry(second)["state"]]
        state = next((state for state in states if state != "shown"), "shown")
        if state == "shown" and base and self.number(base) < SMALLEST_BASE:
            state = "not_applicable"
        value = rule(self.number(first), self.number(second)) if state == "shown" else None
        self.derived[key] = {
            "id": key,
            "kind": kind,
            "of": [first, second],
            "value": value,
            "state": state,
        }
        return key


def whole_percent(part: int, whole: int) -> int:
    """Rounded half away from nought, so that +2.5 and -2.5 are told alike."""
    doubled = (abs(part) * 200 + whole) // (2 * whole)
    return doubled if part >= 0 else -doubled
