"""The counts of the two closed years, as tables. The records are made to fit them exactly.

2022-23: the figures printed in the partnership's annual report wherever all of them can be true;
docs/demonstration-figures.md says which cannot, and what was invented to close the tables.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Group:
    """Incidents of one town that carry the same types.

    types: codes joined by "+", "" for none. places: how many of the incidents' places were
    disrupted. The flags are the same for all of the group.
    """

    types: str
    incidents: int
    visits: int
    places: int
    interventions: int
    flags: tuple[str, ...] = ()

    @property
    def codes(self) -> list[str]:
        return self.types.split("+") if self.types else []

    @property
    def is_cuckooing(self) -> bool:
        return "CUCKOOING" in self.flags


@dataclass(frozen=True)
class Year:
    """One reporting year: `start` to the day before `end`.

    from_january: how many of the incidents, and how many of the visits, fall in the last quarter.
    screened: people by town, sex and their own types. arrests: town, types of the incident, number.
    """

    name: str
    start: date
    end: date
    from_january: tuple[int, int]
    groups: dict[str, tuple[Group, ...]]
    safeguarding: dict[str, int]
    screened: dict[str, dict[str, dict[str, int]]]
    referred: dict[str, int]
    notified: dict[str, int]
    arrests: tuple[tuple[str, str, int], ...]
    sources: dict[str, int]
    kinds: dict[str, dict[str, int]]
    nationalities: dict[str, tuple[str, ...]] = field(default_factory=dict)


def cuckooing(incidents: int, visits: int) -> Group:
    """Homes taken over: each home disrupted, one act each beside the visits."""
    return Group("CRI", incidents, visits, incidents, incidents, ("CUCKOOING",))


YEAR_2021_22 = Year(
    name="2021-22",
    start=date(2021, 4, 1),
    end=date(2022, 4, 1),
    from_january=(40, 36),
    groups={
        "tipton": (Group("LAB", 6, 6, 2, 12), Group("SEX", 3, 3, 2, 6), Group("CRI", 2, 2, 1, 4)),
        "oldbury": (Group("LAB", 8, 8, 2, 18), Group("SEX", 9, 9, 6, 15), Group("CRI", 5, 4, 2, 9)),
        "rowley_regis": (
            Group("LAB", 9, 9, 2, 20),
            Group("SEX", 3, 3, 2, 6),
            Group("CRI", 4, 3, 2, 8),
        ),
        "wednesbury": (
            Group("LAB", 5, 5, 1, 11),
            Group("SEX", 3, 3, 2, 6),
            Group("CRI", 5, 4, 2, 9),
        ),
        "west_bromwich": (
            Group("LAB", 25, 24, 6, 52),
            Group("SEX", 9, 8, 5, 15),
            Group("CRI", 9, 9, 3, 17),
        ),
        "smethwick": (
            Group("LAB", 25, 26, 7, 55),
            Group("SEX", 13, 12, 8, 22),
            Group("CRI", 10, 9, 4, 19),
        ),
        "outside_area": (
            Group("LAB", 1, 0, 0, 1),
            Group("CRI", 2, 1, 1, 3),
            Group("DOM", 2, 1, 1, 3),
        ),
        "not_recorded": (
            Group("LAB", 4, 0, 0, 3),
            Group("CRI", 2, 0, 0, 1),
            Group("DOM", 10, 0, 0, 7),
        ),
    },
    safeguarding={
        "tipton": 8,
        "oldbury": 16,
        "rowley_regis": 11,
        "wednesbury": 9,
        "west_bromwich": 31,
        "smethwick": 36,
        "outside_area": 2,
        "not_recorded": 0,
    },
    screened={
        "tipton": {"M": {"LAB": 12, "CRI": 3}, "F": {"LAB": 2, "SEX": 2}},
        "oldbury": {"M": {"LAB": 16, "CRI": 6}, "F": {"LAB": 4, "CRI": 1, "SEX": 6}},
        "rowley_regis": {"M": {"LAB": 18, "CRI": 5}, "F": {"LAB": 3, "CRI": 1, "SEX": 2}},
        "wednesbury": {"M": {"LAB": 10, "CRI": 6}, "F": {"LAB": 2, "CRI": 1, "SEX": 2}},
        "west_bromwich": {
            "M": {"LAB": 54, "LAB+CRI": 3, "CRI": 11, "SEX": 1},
            "F": {"LAB": 12, "CRI": 4, "SEX": 6},
        },
        "smethwick": {
            "M": {"LAB": 58, "LAB+CRI": 3, "CRI": 9, "SEX": 1},
            "F": {"LAB": 13, "CRI": 3, "SEX": 9},
        },
        "outside_area": {"M": {"CRI": 1}, "F": {"DOM": 1}},
    },
    referred={
        "tipton": 4,
        "oldbury": 6,
        "rowley_regis": 4,
        "wednesbury": 4,
        "west_bromwich": 14,
        "smethwick": 17,
    },
    notified={"oldbury": 2, "west_bromwich": 4, "smethwick": 5},
    arrests=(
        ("smethwick", "LAB", 5),
        ("west_bromwich", "LAB", 3),
        ("oldbury", "LAB", 3),
        ("west_bromwich", "CRI", 4),
        ("smethwick", "CRI", 3),
        ("tipton", "CRI", 2),
    ),
    sources={
        "POLICE": 70,
        "COMMUNITY": 24,
        "ASC": 15,
        "HOUSING": 15,
        "ASB": 12,
        "VCS": 10,
        "HEALTH": 9,
        "REGSERV": 9,
        "CSC": 5,
        "PRIVATE": 3,
        "GLAA": 2,
    },
    kinds={
        "LAB": {"CARWASH": 12, "FACTORY": 9, "FOOD": 6, "PRIV_DWELL": 52},
        "SEX": {"HMO": 5, "BROTHEL": 4, "PRIV_DWELL": 31},
        "CRI": {"HMO": 1, "CANNABIS": 8, "PRIV_DWELL": 28},
        "DOM": {"PRIV_DWELL": 2},
    },
    nationalities={
        "LAB": ("IN", "PL", "RO", "IN", "PL", "RO", "IN", "PL", "IN", "PK", "BG", "VN"),
        "SEX": ("RO", "RO", "RO", "HU", "BR", "RO", "BG"),
        "CRI": ("AL", "RO", "AL", "RO", "AL", "GB", "VN"),
        "DOM": ("PH", "NG"),
    },
)

YEAR_2022_23 = Year(
    name="2022-23",
    start=date(2022, 4, 1),
    end=date(2023, 4, 1),
    from_january=(42, 42),
    groups={
        "tipton": (Group("LAB", 7, 8, 6, 17), Group("SEX", 2, 2, 2, 5), Group("CRI", 4, 3, 0, 8)),
        "oldbury": (
            Group("LAB", 9, 10, 9, 28),
            Group("SEX", 9, 10, 9, 27),
            Group("CRI", 1, 1, 0, 3),
            cuckooing(1, 1),
        ),
        "rowley_regis": (
            Group("LAB", 10, 12, 10, 28),
            Group("SEX", 2, 3, 2, 6),
            Group("CRI", 1, 1, 0, 3),
            cuckooing(1, 1),
        ),
        "wednesbury": (
            Group("LAB", 3, 6, 3, 12),
            Group("LAB+CRI", 3, 4, 3, 8),
            Group("SEX", 2, 4, 2, 7),
            cuckooing(1, 1),
        ),
        "west_bromwich": (
            Group("LAB", 16, 20, 16, 50),
            Group("SEX", 6, 8, 6, 21),
            Group("CRI", 8, 8, 4, 21),
            cuckooing(5, 6),
        ),
        "smethwick": (
            Group("LAB", 41, 41, 28, 108),
            Group("SEX", 13, 14, 13, 39),
            Group("CRI", 2, 2, 0, 6),
            cuckooing(2, 3),
            Group("", 2, 2, 2, 4),
        ),
        "outside_area": (
            Group("LAB", 1, 1, 1, 3),
            Group("CRI", 3, 1, 0, 5),
            Group("DOM", 2, 2, 2, 3),
            Group("", 1, 0, 1, 1),
        ),
        "not_recorded": (Group("DOM", 17, 0, 0, 11),),
    },
    safeguarding={
        "tipton": 11,
        "oldbury": 18,
        "rowley_regis": 14,
        "wednesbury": 12,
        "west_bromwich": 35,
        "smethwick": 51,
        "outside_area": 4,
        "not_recorded": 0,
    },
    screened={
        "tipton": {"M": {"LAB": 11, "CRI": 4}, "F": {"LAB": 5, "CRI": 1, "SEX": 2}},
        "oldbury": {
            "M": {"LAB": 13, "LAB+CRI": 1, "CRI": 2, "SEX": 1},
            "F": {"LAB": 4, "SEX": 5},
        },
        "rowley_regis": {"M": {"LAB": 12, "LAB+CRI": 1, "CRI": 2}, "F": {"LAB": 4, "SEX": 2}},
        "wednesbury": {"M": {"LAB": 1, "LAB+CRI": 1}, "F": {"LAB": 3, "SEX": 2}},
        "west_bromwich": {
            "M": {"LAB": 11, "LAB+CRI": 1, "CRI": 7, "SEX": 1},
            "F": {"LAB": 11, "CRI": 3, "SEX": 6},
        },
        "smethwick": {
            "M": {"LAB": 35, "LAB+CRI": 1, "CRI": 7, "SEX": 2},
            "F": {"LAB": 23, "CRI": 1, "SEX": 15},
        },
        "outside_area": {"F": {"DOM": 2}},
    },
    referred={
        "tipton": 6,
        "oldbury": 7,
        "rowley_regis": 6,
        "wednesbury": 2,
        "west_bromwich": 11,
        "smethwick": 23,
        "outside_area": 1,
    },
    notified={"tipton": 1, "oldbury": 1, "rowley_regis": 1, "west_bromwich": 2, "smethwick": 4},
    arrests=(("smethwick", "LAB", 2), ("west_bromwich", "CUCKOOING", 1)),
    sources={
        "POLICE": 74,
        "COMMUNITY": 20,
        "ASC": 16,
        "ASB": 14,
        "HOUSING": 12,
        "HEALTH": 9,
        "VCS": 9,
        "REGSERV": 8,
        "PRIVATE": 6,
        "CSC": 4,
        "GLAA": 3,
    },
    kinds={
        "LAB": {"CARWASH": 10, "FACTORY": 4, "FOOD": 3, "PRIV_DWELL": 70},
        "SEX": {"HMO": 6, "PRIV_DWELL": 28},
        "CRI": {"HMO": 3, "PRIV_DWELL": 16},
        "LAB+CRI": {"PRIV_DWELL": 3},
        "CUCKOOING": {"COUNCIL": 10},
        "DOM": {"PRIV_DWELL": 2},
        "": {"PRIV_DWELL": 3},
    },
    nationalities={
        "LAB": ("RO", "PK", "AL", "RO", "PK", "AL", "RO", "PK", "RO", "IN", "GB", "PL", "BG"),
        "SEX": ("RO", "GB", "CN", "RO", "GB", "RO", "CN", "HU"),
        "CRI": ("GB", "IN", "GB", "IN", "GB", "AL", "RO"),
        "DOM": ("PH", "NG"),
    },
)
