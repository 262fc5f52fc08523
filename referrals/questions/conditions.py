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
        if isinstance(answer, str):
            return answer in self.values
        if isinstance(answer, list | tuple):
            return any(isinstance(tick, str) and tick in self.values for tick in answer)
        return False

    def reads(self) -> frozenset[str]:
        return frozenset({self.field})

    def as_json(self) -> dict:
        return {"field": self.field, "is_one_of": sorted(self.values)}


@dataclass(frozen=True)
class All:
    """Every part holds; with no part, always."""

    parts: tuple["Condition", ...] = ()

    def holds(self, answers: Mapping[str, object]) -> bool:
        for part in self.parts:  # noqa: SIM110 the path of a draft asks this a thousand times
            if not part.holds(answers):
                return False
        return True

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))

    def as_json(self) -> dict:
        return {"all": [part.as_json() for part in self.parts]}


@dataclass(frozen=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]

    def holds(self, answers: Mapping[str, object]) -> bool:
        for part in self.parts:  # noqa: SIM110 as above
            if part.holds(answers):
                return True
        return False

    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads() for part in self.parts))

    def as_json(self) -> dict:
        return {"any": [part.as_json() for part in self.parts]}


@dataclass(frozen=True)
class Not:
    """The part does not hold; so also while what it looks at is not answered."""

    part: "Condition"

    def holds(self, answers: Mapping[str, object]) -> bool:
        return not self.part.holds(answers)

    def reads(self) -> frozenset[str]:
        return self.part.reads()

    def as_json(self) -> dict:
        return {"not": self.part.as_json()}


@dataclass(frozen=True)
class AtLeast:
    """A fact that counts something, such as the files attached, has reached this number."""

    fact: str
    number: int

    def holds(self, answers: Mapping[str, object]) -> bool:
        counted = answers.get(self.fact)
        return isinstance(counted, int) and counted >= self.number

    def reads(self) -> frozenset[str]:
        return frozenset({self.fact})

    def as_json(self) -> dict:
        return {"fact": self.fact, "at_least": self.number}


Condition = When | All | Any | Not | AtLeast
ALWAYS = All()
