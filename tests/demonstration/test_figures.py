"""The figures of the demonstration, cell by cell, against the table that was printed or agreed.

The tables below are typed by hand and are the only place in the tests where these numbers stand.
"""

from itertools import product
from time import process_time

import pytest
from django.db import connection

from agencies.models import Partnership
from reporting import faults
from reporting.counting import figures
from reporting.counting.checks import open_margins
from reporting.counting.periods import Period
from reporting.declared import residents
from reporting.disclosure import publish
from reporting.document import editions
from reporting.outputs import printed as put_in_words
from tests.reporting.disclosure import attacker

ROWS = """
tipton         13  7 2  4  0   13  11   8  30  15  8   6
oldbury        20  9 9  2  0   22  18  19  59  17  9   7
rowley_regis   14 10 2  2  0   17  14  13  38  15  6   6
wednesbury      9  6 2  4  0   15  12   9  28   2  5   2
west_bromwich  35 16 6 13  0   42  35  31  97  20 20  11
smethwick      60 41 13 4  0   62  51  45 159  45 39  23
outside_area    7  1 0  3  2    4   4   4  12   0  2   1
not_recorded   17  0 0  0 17    0   0   0  11   0  0   0
borough       175 90 34 32 19 175 145 129 434 114 89  56
"""
TABLE = {name: list(map(int, cells)) for name, *cells in map(str.split, ROWS.strip().splitlines())}
TOWNS = [name for name in TABLE if name != "borough"]
PLAIN = {
    "incidents": 0,
    "multi_agency_visits": 5,
    "safeguarding_visits": 6,
    "places_disrupted": 7,
    "interventions": 8,
    "people_referred": 11,
}
TYPE_COLUMNS = {"LAB": 1, "SEX": 2, "CRI": 3, "DOM": 4}
NO_TYPE = {"smethwick": 2, "outside_area": 1, "borough": 3}
SECOND_MENTIONS = {"wednesbury": 3, "borough": 3}
SCREENED_TYPES = {"LAB": (88, 50), "CRI": (27, 5), "SEX": (4, 32), "DOM": (0, 2)}
YEAR_BEFORE = {
    "LAB": [6, 8, 9, 5, 25, 25, 1, 4],
    "SEX": [3, 9, 3, 3, 9, 13, 0, 0],
    "CRI": [2, 5, 4, 5, 9, 10, 2, 2],
    "DOM": [0, 0, 0, 0, 0, 0, 2, 10],
    "ORG": [0] * 8,
    "UNK": [0] * 8,
}
SCREENED_BEFORE = {"LAB": (174, 36), "CRI": (47, 10)}
TYPES = list(YEAR_BEFORE)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def edition(demonstration, django_db_blocker):
    sandwell = Partnership.objects.get(code="sandwell")
    with connection.cursor() as cursor:
        return editions.read(cursor, sandwell, Period.parse("2022-23"))


def printed(reading) -> dict:
    """Every value printed, those counted for the report alone among them."""
    return {
        figures.cell(one["measure"], one["dimensions"]): one["value"]
        for one in [*reading.values(), *reading.further_values()]
    }


def dimensions(row: str, **more: str) -> dict[str, str]:
    return {**({} if row == "borough" else {"town": row}), **more}


def of_measure(values: dict, *measures: str) -> dict:
    return {key: value for key, value in values.items() if key[0] in measures}


def test_every_plain_cell_of_2022_23_is_that_of_the_table(edition):
    expected = {
        figures.cell(measure, dimensions(row)): TABLE[row][column]
        for (measure, column), row in product(PLAIN.items(), TABLE)
    }
    expected |= {
        figures.cell("incidents", dimensions(row, exploitation_type=code)): TABLE[row][column]
        for (code, column), row in product(TYPE_COLUMNS.items(), TABLE)
    }
    expected |= {
        figures.cell("incidents", dimensions(row, exploitation_type="ORG")): 0 for row in TABLE
    }
    expected |= {
        figures.cell("incidents", dimensions(row, exploitation_type="UNK")): NO_TYPE.get(row, 0)
        for row in TABLE
    }
    values = of_measure(printed(edition.reading), *PLAIN)
    by_sex = {key for key in values if key[0] == "people_referred" and "sex" in dict(key[1])}
    assert {key: value for key, value in values.items() if key not in by_sex} == expected
    assert sum(values[key] for key in by_sex) == 56


def test_people_screened_in_2022_23_by_town_sex_and_their_own_types(edition):
    men, women = 9, 10
    expected = {}
    for row, cells in TABLE.items():
        by_sex = {"F": cells[women], "M": cells[men], "X": 0, "U": 0}
        expected[figures.cell("people_screened", dimensions(row))] = sum(by_sex.values())
        for sex, count in by_sex.items():
            expected[figures.cell("people_screened", dimensions(row, sex=sex))] = count
    expected |= screened_by_type(SCREENED_TYPES)
    assert of_measure(printed(edition.reading), "people_screened") == expected


def screened_by_type(counts: dict[str, tuple[int, int]]) -> dict:
    expected = {}
    for code in TYPES:
        men, women = counts.get(code, (0, 0))
        kind = {"exploitation_type": code}
        expected[figures.cell("people_screened", kind)] = men + women
        for sex, count in {"M": men, "F": women, "X": 0, "U": 0}.items():
            expected[figures.cell("people_screened", {**kind, "sex": sex})] = count
    return expected


def test_arrests(edition):
    assert printed(edition.reading)[figures.cell("arrests", {})] == 3
    assert printed(edition.before)[figures.cell("arrests", {})] == 20


def test_second_mentions_are_those_of_wednesbury(edition):
    found = {
        row: edition.reading.second_mentions.get(figures.cell("incidents", dimensions(row)), 0)
        for row in TABLE
    }
    assert found == {row: SECOND_MENTIONS.get(row, 0) for row in TABLE}


def test_incidents_of_the_year_before_by_town_and_type(edition):
    expected = {}
    for position, town in enumerate(TOWNS):
        by_type = {code: counts[position] for code, counts in YEAR_BEFORE.items()}
        expected[figures.cell("incidents", {"town": town})] = sum(by_type.values())
        for code, count in by_type.items():
            cut = {"town": town, "exploitation_type": code}
            expected[figures.cell("incidents", cut)] = count
    for code, counts in YEAR_BEFORE.items():
        expected[figures.cell("incidents", {"exploitation_type": code})] = sum(counts)
    expected[figures.cell("incidents", {})] = 83 + 40 + 39 + 12
    assert of_measure(printed(edition.before), "incidents") == expected


def test_people_screened_for_labour_and_criminal_exploitation_in_the_year_before(edition):
    """The only ones of that year that were printed."""
    values = printed(edition.before)
    for code, (men, women) in SCREENED_BEFORE.items():
        kind = {"exploitation_type": code}
        found = [values[figures.cell("people_screened", {**kind, "sex": sex})] for sex in "MFXU"]
        assert found == [men, women, 0, 0]
        assert values[figures.cell("people_screened", kind)] == men + women


def test_every_margin_of_both_years_closes(edition):
    assert open_margins([*edition.reading.checks(), *edition.before.checks()]) == []


def test_wards_together_hold_every_incident_of_their_town(edition):
    by_town = dict.fromkeys(TOWNS, 0)
    for ward in edition.context["wards"]:
        by_town[ward["town"]] += ward["value"]
    assert by_town == {town: TABLE[town][0] for town in TOWNS}


def test_the_contract_of_the_demonstration_can_be_written(edition):
    contract = editions.written(edition)
    assert contract["edition"]["demonstration"] is True
    assert contract["previous_values"]


def test_a_newcomer_finds_a_whole_report_that_can_be_signed_off(edition):
    """Words with their numbers, a priority, a story, figures counted elsewhere, rates."""
    contract = editions.written(edition)
    assert faults.still_open(contract) == []
    assert [one["place"] for one in contract["written"]] == ["FOREWORD", "PREVENT", "TOWN"]
    assert [one["measure"] for one in contract["priorities"]] == ["incidents"]
    assert [one["has_consent"] for one in contract["stories"]] == [True]
    assert len(contract["declared_names"]) == 2
    # 168 of 175 incidents were in the area, where 341,900 people lived: 4.914.
    whole = next(one for one in contract["rates"] if " - 2022-23" in one["id"])
    assert (whole["residents"], whole["value"]) == (341_900, 4.9)
    partnership = Partnership.objects.get(code="sandwell")
    by_town = residents.of_year(partnership.pk, Period.parse("2022-23"))["by_town"]
    assert sum(by_town.values()) == 2 * 341_900, "the area, and its towns together"
    words = str(put_in_words(contract).sections)
    assert "175 incidents were reported to us and accepted, against 174 in 2021-22" in words
    assert "464 professionals were trained in 2022-23, against 398" in words


def test_its_public_edition_shows_six_counts_in_ten_and_gives_none_away(demonstration):
    period = Period.parse("2022-23")
    with connection.cursor() as cursor:
        partnership = Partnership.objects.get(code="sandwell")
        edition = editions.read(cursor, partnership, period, audience="public")
    counted = editions.counted(edition)
    begun = process_time()
    protected = publish.protected(counted, "public")
    assert process_time() - begun < 9
    document = editions.written(edition)
    assert faults.still_open(document) == []
    known = {
        (measure, year, frozenset(cell)): number
        for year, mentions in (
            (period.label, counted.second_mentions),
            (period.previous().label, counted.second_mentions_before),
        )
        for (measure, cell), number in mentions.items()
    }
    withheld, recovered = attacker.recovered(document, (), known)
    print(f"{protected.share_shown:.0%} shown; {len(recovered)} of {withheld} recovered")
    assert protected.share_shown >= 0.6
    assert withheld == document["edition"]["disclosure"]["withheld"] > 50
    assert recovered == []
