"""When a step or field is asked, as data: it can be evaluated, compared and printed as JSON.

A condition looks at answers given earlier on the path, never at answers kept aside from a branch
that is no longer taken; the engine hands it only the former.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class When:
    """The answer to `field` is one of `values`; of a list of ticks, at least one is."""

    field: str
    values: frozenset[str]

    def __init__(self, field: str, values: set[str] | frozenset[str]) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", frozenset(values))

    def holds(self, answers: Mapping[str, object]) -> bool:
        answer = answers.get(self.field)
        if isinstance(answer, list | tuple):
            return any(isinstance(tick, str) and tick in self.values for tick in answer)
        return isinstance(answer, str) and answer in self.values

    def reads(self) -> frozenset[str]:
        return frozenset({self.field})

    def as_json(self) -> dict:
        return {"field": self.field, "is_one_of": sorted(self.values)}


@dataclass(frozen=True)
class All:
    """Every part holds; with no part, always."""

    parts: tuple["Condition", ...] = ()

    def holds(self, answers: Mapping[str, object]) -> bool:
        return all(part.holds(answers) for part in self.parts)

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))

    def as_json(self) -> dict:
        return {"all": [part.as_json() for part in self.parts]}


@dataclass(frozen=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        return any(part.holds(answers) for part in self.parts)

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))

    def as_json(self) -> dict:
        return {"any": [part.as_json() for part in self.parts]}


Condition = When | All | Any
ALWAYS = All()
