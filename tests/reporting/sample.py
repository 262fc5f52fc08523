"""An invented year and the year before, complete in every cut, as the figures command prints them.

Six towns with the two rows outside them, all 24 wards, one measure with silent agencies.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from reporting.counting.versions import FIRST
from reporting.document import hexmap
from reporting.document.material import Context

TOWNS = {
    "tipton": "Tipton",
    "oldbury": "Oldbury",
    "rowley_regis": "Rowley Regis",
    "wednesbury": "Wednesbury",
    "west_bromwich": "West Bromwich",
    "smethwick": "Smethwick",
    "outside_area": "Outside the area",
    "not_recorded": "Town not recorded",
}
SEXES = {"F": "Women", "M": "Men", "X": "Another sex", "U": "Sex not recorded"}
TYPES = {
    "LAB": "Labour exploitation",
    "SEX": "Sexual exploitation",
    "CRI": "Criminal exploitation",
    "DOM": "Domestic servitude",
    "ORG": "Organ harvesting",
    "UNK": "Type not known",
}
MEASURES = {
    "incidents": ("Incidents", "incident"),
    "multi_agency_visits": ("Multi-agency visits", "visit"),
    "safeguarding_visits": ("Safeguarding visits", "visit"),
    "places_disrupted": ("Places disrupted", "place"),
    "interventions": ("Interventions", "intervention"),
    "people_screened": ("People screened", "person"),
    "people_referred": ("People referred", "person"),
    "duty_to_notify": ("Duty to Notify", "notice"),
    "arrests": ("Arrests", "arrest"),
}
# One row a town in the order above; incidents by type in the order of TYPES, then men, women.
INCIDENTS = (13, 20, 14, 9, 35, 60, 7, 17)
TYPE_ROWS = (
    (7, 2, 4, 0, 0, 0),
    (9, 9, 2, 0, 0, 0),
    (10, 2, 2, 0, 0, 0),
    (6, 2, 4, 0, 0, 0),
    (16, 6, 13, 0, 0, 0),
    (41, 13, 4, 0, 0, 2),
    (1, 0, 3, 2, 0, 1),
    (0, 0, 0, 17, 0, 0),
)
PLAIN = {
    "multi_agency_visits": (13, 22, 17, 15, 42, 62, 4, 0),
    "safeguarding_visits": (11, 18, 14, 12, 35, 51, 4, 0),
    "places_disrupted": (8, 19, 13, 9, 31, 45, 4, 0),
    "interventions": (30, 59, 38, 28, 97, 159, 12, 11),
    "people_referred": (6, 7, 6, 2, 11, 23, 1, 0),
    "duty_to_notify": (0, 1, 0, 0, 2, 4, 0, 0),
    "arrests": (0, 0, 0, 0, 1, 2, 0, 0),
}
SCREENED = ((15, 8), (17, 9), (15, 6), (2, 5), (20, 20), (45, 39), (0, 2), (0, 0))
SCREENED_TYPES = {"LAB": (88, 50), "CRI": (27, 5), "SEX": (4, 32), "DOM": (0, 2)}
TYPE_ROWS_BEFORE = (
    (6, 3, 2, 0, 0, 0),
    (8, 9, 5, 0, 0, 0),
    (9, 3, 4, 0, 0, 0),
    (5, 3, 5, 0, 0, 0),
    (25, 9, 9, 0, 0, 0),
    (25, 13, 10, 0, 0, 0),
    (1, 0, 2, 2, 0, 0),
    (4, 0, 2, 10, 0, 0),
)


def figures(*, before: bool = False) -> dict[str, Any]:
    """The invented year, or the year before it."""
    values = list(_year_before() if before else _year())
    total = sum(map(sum, TYPE_ROWS_BEFORE)) if before else 175
    return {
        "measures": [
            {
                "id": measure,
                "name": name,
                "unit": unit,
                "definition": f"Counts each {unit} once, by the day it was recorded.",
                "version": 1,
                "versions": [FIRST.described()],
            }
            for measure, (name, unit) in MEASURES.items()
        ],
        "values": values,
        "checks": [
            {
                "id": "incidents-by-town",
                "rule": "Incidents: the rows by town make the total",
                "left": total,
                "right": total,
                "difference": 0,
                "ok": True,
            }
        ],
    }


def context(**changed: Any) -> Context:
    silent: dict[str, list[str]] = {measure: [] for measure in MEASURES}
    silent |= {"arrests": ["Adult social care", "Housing"], "people_referred": ["Housing"]}
    made = {
        "partnership": "Sandwell Anti-Slavery Partnership",
        "area": "Sandwell",
        "period": "2022-23",
        "start": date(2022, 4, 1),
        "end": date(2023, 4, 1),
        "audience": "internal",
        "as_at": datetime(2026, 11, 3, 14, 5, tzinfo=UTC),
        "labels": {"town": TOWNS, "sex": SEXES, "exploitation_type": TYPES},
        "demonstration": True,
        "agencies_that_sent_nothing": silent,
        "further_values": list(_screened_types()),
        "wards": wards(),
        "boundary_set": "the 24 wards of Sandwell from 2004 to May 2026",
    }
    return made | changed


def wards() -> list[dict[str, Any]]:
    """Each town's incidents dealt to its wards in turn, and the two rows outside the wards."""
    dealt = dict(zip(TOWNS, INCIDENTS, strict=True))
    rows = []
    for town, count in dealt.items():
        own = [hexagon for hexagon in hexmap.layout() if hexagon.town == town]
        for place, hexagon in enumerate(own):
            share = count // len(own) + (place < count % len(own))
            rows.append(_ward(hexagon.ward_code, hexagon.ward_name, town, share))
        if not own:
            rows.append(_ward("", TOWNS[town], town, count))
    return rows


def _ward(code: str, name: str, town: str, count: int) -> dict[str, Any]:
    return {"ward_code": code, "ward_name": name, "town": town, "value": count}


def _value(measure: str, count: int, **dimensions: str) -> dict[str, Any]:
    return {"measure": measure, "dimensions": dimensions, "value": count, "state": "shown"}


def _year() -> Iterable[dict[str, Any]]:
    yield from _incidents(TYPE_ROWS, INCIDENTS)
    for measure, counts in PLAIN.items():
        yield _value(measure, sum(counts))
        for town, count in zip(TOWNS, counts, strict=True):
            yield _value(measure, count, town=town)
    yield from _screened(SCREENED, SCREENED_TYPES)


def _year_before() -> Iterable[dict[str, Any]]:
    yield from _incidents(TYPE_ROWS_BEFORE, tuple(map(sum, TYPE_ROWS_BEFORE)))
    for measure in PLAIN:
        yield _value(measure, 20 if measure == "arrests" else 0)
        for town in TOWNS:
            outside = measure == "arrests" and town == "not_recorded"
            yield _value(measure, 20 if outside else 0, town=town)
    yield from _screened(((0, 0),) * 6 + ((221, 46), (0, 0)), {"LAB": (221, 46)})


def _incidents(
    rows: tuple[tuple[int, ...], ...], totals: tuple[int, ...]
) -> Iterable[dict[str, Any]]:
    yield _value("incidents", sum(totals))
    for town, total in zip(TOWNS, totals, strict=True):
        yield _value("incidents", total, town=town)
    for place, code in enumerate(TYPES):
        yield _value("incidents", sum(row[place] for row in rows), exploitation_type=code)
    for (town, row), (place, code) in product(zip(TOWNS, rows, strict=True), enumerate(TYPES)):
        yield _value("incidents", row[place], exploitation_type=code, town=town)


def _screened(
    rows: tuple[tuple[int, int], ...], types: dict[str, tuple[int, int]]
) -> Iterable[dict[str, Any]]:
    yield _value("people_screened", sum(map(sum, rows)))
    for town, pair in zip(TOWNS, rows, strict=True):
        yield _value("people_screened", sum(pair), town=town)
        for sex in SEXES:
            yield _value("people_screened", _of_sex(pair, sex), town=town, sex=sex)
    for sex in SEXES:
        yield _value("people_screened", sum(_of_sex(pair, sex) for pair in rows), sex=sex)
    for code in TYPES:
        yield _value("people_screened", sum(types.get(code, (0, 0))), exploitation_type=code)


def _screened_types() -> Iterable[dict[str, Any]]:
    for code, sex in product(TYPES, SEXES):
        pair = SCREENED_TYPES.get(code, (0, 0))
        yield _value("people_screened", _of_sex(pair, sex), exploitation_type=code, sex=sex)


def _of_sex(pair: tuple[int, int], sex: str) -> int:
    return {"M": pair[0], "F": pair[1]}.get(sex, 0)
