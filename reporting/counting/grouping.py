"""Towns or types of exploitation told together, where apart too many counts are too small.

A grouping changes what is counted, not what is printed: an incident of two types that are told
together counts once among them. So it is part of the counting, for the year and the year before.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporting.document.material import NOT_A_TOWN, TYPE_NOT_KNOWN, WardCount

Labels = Mapping[str, Mapping[str, str]]
# The code of what is told together; no town or type has it.
TOGETHER = "together"
OTHER_TYPES = "Other types"
# Types told apart when the others are told together.
COMMONEST = 2


@dataclass(frozen=True)
class Grouping:
    """By dimension, the codes that are told together."""

    id: str = ""
    together: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def codes(self, dimension: str) -> str:
        """Code to code, as JSON for the database."""
        return json.dumps(dict.fromkeys(self.together.get(dimension, ()), TOGETHER))

    def groups(self, dimension: str) -> bool:
        return bool(self.together.get(dimension))

    def labels(self, labels: Labels) -> dict[str, dict[str, str]]:
        """The rows of each dimension, the group in the place of its first member."""
        return {name: self._rows(name, rows) for name, rows in labels.items()}

    def wards(self, wards: Sequence[WardCount]) -> list[WardCount]:
        members = self.together.get("town", ())
        return [{**ward, "town": TOGETHER} if ward["town"] in members else ward for ward in wards]

    def _rows(self, dimension: str, rows: Mapping[str, str]) -> dict[str, str]:
        members = self.together.get(dimension, ())
        told: dict[str, str] = {}
        for code, words in rows.items():
            if code in members:
                told.setdefault(TOGETHER, self._name(dimension, rows))
            else:
                told[code] = words
        return told

    def _name(self, dimension: str, rows: Mapping[str, str]) -> str:
        if dimension == "exploitation_type":
            return OTHER_TYPES
        *most, last = [words for code, words in rows.items() if code in self.together[dimension]]
        return f"{', '.join(most)} and {last}" if most else last


NONE = Grouping()


def smaller_towns(incidents: Mapping[str, int]) -> Grouping:
    """The half of the towns with the fewest incidents. incidents: by town code."""
    towns = sorted(
        (town for town in incidents if town not in NOT_A_TOWN),
        key=lambda town: (incidents[town], town),
    )
    return Grouping("towns", {"town": towns[: (len(towns) + 1) // 2]})


def rarer_types(incidents: Mapping[str, int]) -> Grouping:
    """All but the commonest types. incidents: by code of the type."""
    types = sorted(
        (code for code in incidents if code != TYPE_NOT_KNOWN),
        key=lambda code: (-incidents[code], code),
    )
    return Grouping("types", {"exploitation_type": types[COMMONEST:]})
