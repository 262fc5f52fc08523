"""Random tables such as an edition prints: people with a town, a sex and types, counted."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.disclosure import publish
from reporting.disclosure.linked import Cell
from reporting.disclosure.publish import Counted
from reporting.document import contract
from tests.reporting import sample

TOWNS = tuple(sample.TOWNS)
SEXES = tuple(sample.SEXES)
TYPES = tuple(sample.TYPES)
# Most carry one type, some two, some none.
CARRIED = ((), ("LAB",), ("SEX",), ("CRI",), ("DOM",), ("LAB", "CRI"), ("SEX", "DOM"))
OFTEN = (1, 6, 4, 3, 1, 0.5, 0.3)

Person = tuple[str, str, tuple[str, ...]]


def people(rng: random.Random, number: int) -> list[Person]:
    size_of_towns = [rng.random() ** 2 for _ in TOWNS]
    return [
        (
            rng.choices(TOWNS, size_of_towns)[0],
            rng.choices(SEXES, (5, 4, 0.2, 0.2))[0],
            rng.choices(CARRIED, OFTEN)[0],
        )
        for _ in range(number)
    ]


def counts(
    of: Sequence[Person], *crosses: tuple[str, str]
) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """The total, each dimension alone, and the crosses; with the second mentions of each cell."""
    codes = {"exploitation_type": TYPES, "sex": SEXES, "town": TOWNS}
    cells: list[Cell] = [(), *(((name, code),) for name in codes for code in codes[name])]
    for first, second in map(sorted, crosses):
        cells += [((first, a), (second, b)) for a in codes[first] for b in codes[second]]
    found: dict[Cell, int] = {}
    second_mentions: Counter[Cell] = Counter()
    for cell in cells:
        inside = [person for person in of if _belongs(person, dict(cell))]
        found[cell] = len(inside)
        second_mentions[cell] = sum(max(0, len(types) - 1) for _, _, types in inside)
    return found, second_mentions


def _belongs(person: Person, dimensions: Mapping[str, str]) -> bool:
    town, sex, types = person
    kind = dimensions.get("exploitation_type")
    return (
        dimensions.get("town", town) == town
        and dimensions.get("sex", sex) == sex
        and (kind is None or kind in types or (kind == "UNK" and not types))
    )


# What is printed of each measure, as in a real edition.
CROSSES = {
    "incidents": (("exploitation_type", "town"),),
    "people_screened": (("sex", "town"), ("exploitation_type", "sex")),
}
FURTHER = {"exploitation_type", "sex"}


@dataclass
class Year:
    values: list[dict[str, Any]] = field(default_factory=list)
    further: list[dict[str, Any]] = field(default_factory=list)
    second_mentions: dict[tuple[str, Cell], int] = field(default_factory=dict)


def year(rng: random.Random, fewest: int = 8, most: int = 80) -> Year:
    """Incidents and people screened of one year."""
    made = Year()
    for measure, crosses in CROSSES.items():
        found, second = counts(people(rng, rng.randint(fewest, most)), *crosses)
        for cell, count in found.items():
            names = {name for name, _ in cell}
            if measure == "incidents" and "sex" in names:
                continue
            value = {"measure": measure, "dimensions": dict(cell), "value": count}
            (made.further if names == FURTHER else made.values).append({**value, "state": "shown"})
        made.second_mentions |= {(measure, cell): number for cell, number in second.items()}
    return made


def edition(this: Year, last: Year, **changed: Any) -> Counted:
    measures = [one for one in sample.figures()["measures"] if one["id"] in CROSSES]

    def figures(own: Year) -> dict[str, Any]:
        return {"measures": measures, "values": own.values, "checks": []}

    context = sample.context(
        further_values=this.further,
        previous_further_values=last.further,
        wards=[],
        **{"previous_period": "2021-22", **changed},
    )
    return Counted(
        figures(this), figures(last), context, this.second_mentions, last.second_mentions
    )


def published(counted: Counted, audience: str = "public", **earlier: Any) -> dict[str, Any]:
    """The contract as its readers get it. earlier: by audience, what they had before."""
    return contract_of(publish.protected(counted, audience, earlier=earlier).counted)


def contract_of(counted: Counted) -> dict[str, Any]:
    return contract.build(counted.figures, counted.previous, counted.context)
