"""What a count makes for each 10,000 residents. Pure.

A rate says as much as its count, because the residents are known to everybody: where the count may
not be told, neither is its rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PER = 10_000


@dataclass(frozen=True)
class Count:
    """A count as its readers are told it. value: None where they are not."""

    value: int | None
    state: str


def rate(of: Sequence[Count], residents: int | None) -> tuple[float | None, str]:
    """To one decimal, half up; of the first count less the others.

    Returns the rate and its state: that of a count which is not told, "not_available" without
    residents.
    """
    for count in of:
        if count.value is None:
            return None, count.state
    if not residents:
        return None, "not_available"
    first, *less = (count.value or 0 for count in of)
    tenths = (20 * PER * (first - sum(less)) + residents) // (2 * residents)
    return tenths / 10, of[0].state


def told(value: float) -> str:
    return f"{value:,.1f}"


def entry(key: str, of: Sequence[Mapping[str, Any]], residents: int | None) -> dict[str, Any]:
    """As the contract keeps a rate. of: the counts it is made of, the first less the others."""
    value, state = rate([Count(one["value"], one["state"]) for one in of], residents)
    return {
        "id": key, "of": [one["id"] for one in of], "per": PER, "residents": residents,
        "value": value, "state": state,
    }  # fmt: skip
