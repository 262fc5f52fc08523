"""The two closed years hold exactly the printed counts, by the counting rules."""

import pytest

from interventions.models import Disruption
from tests.demonstration import counting
from tests.demonstration.counting import counted

pytestmark = pytest.mark.django_db

TOWNS = (
    "tipton",
    "oldbury",
    "rowley_regis",
    "wednesbury",
    "west_bromwich",
    "smethwick",
    "outside_area",
    "not_recorded",
)


def row(*numbers: int) -> dict[str, int]:
    """Numbers in the order of the towns; a query has no row for a nought."""
    return {town: number for town, number in zip(TOWNS, numbers, strict=True) if number}


def test_incidents_of_2022_23_by_town(demonstration):
    found = counted(counting.INCIDENTS.format(more=""), "2022-23")
    assert found == row(13, 20, 14, 9, 35, 60, 7, 17)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("LAB", row(7, 9, 10, 6, 16, 41, 1, 0)),
        ("SEX", row(2, 9, 2, 2, 6, 13, 0, 0)),
        ("CRI", row(4, 2, 2, 4, 13, 4, 3, 0)),
        ("DOM", row(0, 0, 0, 0, 0, 0, 2, 17)),
    ],
)
def test_incidents_of_2022_23_by_type(demonstration, code, expected):
    assert counted(counting.INCIDENTS_OF_TYPE, "2022-23", type=code) == expected


def test_three_incidents_of_2022_23_carry_no_type(demonstration):
    assert counted(counting.INCIDENTS_OF_NO_TYPE, "2022-23") == row(0, 0, 0, 0, 0, 2, 1, 0)


def test_visits_of_2022_23_by_town(demonstration):
    visits = counted(counting.MULTI_AGENCY_VISITS, "2022-23")
    assert visits == row(13, 22, 17, 15, 42, 62, 4, 0)
    safeguarding = counted(counting.SAFEGUARDING_VISITS, "2022-23")
    assert safeguarding == row(11, 18, 14, 12, 35, 51, 4, 0)


def test_places_disrupted_in_2022_23_by_town(demonstration):
    assert counted(counting.PLACES_DISRUPTED, "2022-23") == row(8, 19, 13, 9, 31, 45, 4, 0)


def test_interventions_of_2022_23_by_town(demonstration):
    assert counted(counting.INTERVENTIONS, "2022-23") == row(30, 59, 38, 28, 97, 159, 12, 11)


def test_people_screened_in_2022_23_by_town_and_sex(demonstration):
    men = counted(counting.SCREENED, "2022-23", sex="M")
    assert men == row(15, 17, 15, 2, 20, 45, 0, 0)
    women = counted(counting.SCREENED, "2022-23", sex="F")
    assert women == row(8, 9, 6, 5, 20, 39, 2, 0)


@pytest.mark.parametrize(
    ("year", "types", "expected"),
    [
        ("2022-23", "{LAB}", {"M": 88, "F": 50}),
        ("2022-23", "{CRI}", {"M": 27, "F": 5}),
        ("2022-23", "{LAB,CRI}", {"M": 5}),
        ("2022-23", "{SEX}", {"M": 4, "F": 32}),
        ("2022-23", "{DOM}", {"F": 2}),
        ("2021-22", "{LAB}", {"M": 174, "F": 36}),
        ("2021-22", "{CRI}", {"M": 47, "F": 10}),
    ],
)
def test_people_screened_by_their_own_types(demonstration, year, types, expected):
    assert counted(counting.SCREENED_BY_TYPE, year, types=types) == expected


def test_people_referred_in_2022_23_by_town(demonstration):
    assert counted(counting.REFERRED, "2022-23", route="NRM") == row(6, 7, 6, 2, 11, 23, 1, 0)
    assert sum(counted(counting.REFERRED, "2022-23", route="DTN").values()) == 9


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("LAB", row(6, 8, 9, 5, 25, 25, 1, 4)),
        ("SEX", row(3, 9, 3, 3, 9, 13, 0, 0)),
        ("CRI", row(2, 5, 4, 5, 9, 10, 2, 2)),
        ("DOM", row(0, 0, 0, 0, 0, 0, 2, 10)),
    ],
)
def test_incidents_of_2021_22_by_type(demonstration, code, expected):
    assert counted(counting.INCIDENTS_OF_TYPE, "2021-22", type=code) == expected


def test_arrests_of_both_years(demonstration):
    assert counted(counting.ARRESTS, "2022-23") == {"smethwick": 2, "west_bromwich": 1}
    assert sum(counted(counting.ARRESTS, "2021-22").values()) == 20


def test_a_place_disrupted_in_both_years_counts_in_both(demonstration):
    sql = counting.PLACES_DISRUPTED.replace("t.code, count(DISTINCT l.id)", "DISTINCT l.id, 1")
    sql = sql.replace("GROUP BY 1", "")
    assert counted(sql, "2021-22").keys() & counted(sql, "2022-23").keys()


def test_the_rules_are_exercised(demonstration):
    """Each record that looks as if it counted is there."""
    incidents = counted(counting.INCIDENTS.replace("i.mistake_at IS NULL AND", "").format(more="")
                        .replace("i.status IN", "i.status NOT IN"), "2022-23")  # fmt: skip
    assert incidents == {"smethwick": 2}
    mistakes = counted(
        counting.INCIDENTS.replace("mistake_at IS NULL", "mistake_at IS NOT NULL").format(more=""),
        "2022-23",
    )
    assert mistakes == {"smethwick": 1}
    alone = counted(counting.MULTI_AGENCY_VISITS.replace(">= 2", "= 1"), "2022-23")
    assert alone == {"smethwick": 2}
    abortive = counted(
        counting.VISITS.replace("'COMPLETED'", "'ABORTIVE'").format(more=""), "2022-23"
    )
    assert abortive == {"smethwick": 1}
    declined = counted(counting.SCREENED.replace("NOT IN", "IN"), "2022-23", sex="M")
    assert declined == {"smethwick": 1}
    twice = counted(
        """SELECT location_id, count(*) FROM interventions_disruption
           WHERE disrupted_on >= %(start)s AND disrupted_on < %(end)s AND mistake_at IS NULL
           AND outcome NOT IN ('NO_CHANGE','NFA','PENDING') GROUP BY 1 HAVING count(*) > 1""",
        "2022-23",
    )
    assert len(twice) == 1
    assert Disruption.objects.filter(disrupted_on__year=2022, outcome="NFA").exists()


def test_cuckooing_of_2022_23_as_printed(demonstration):
    flagged = "AND 'CUCKOOING' = ANY(i.flags)"
    incidents = counted(counting.INCIDENTS.format(more=flagged), "2022-23")
    assert sum(incidents.values()) == 10
    inside = "AND EXISTS (SELECT FROM shop_incident i WHERE i.id = {}.incident_id " + flagged + ")"
    visits = counted(counting.VISITS.format(more=inside.format("v")), "2022-23")
    assert sum(visits.values()) == 12
    acts = counted(counting.INTERVENTIONS.replace("GROUP BY", flagged + " GROUP BY"), "2022-23")
    assert sum(acts.values()) == 10
    arrests = counted(counting.ARRESTS.replace("GROUP BY", flagged + " GROUP BY"), "2022-23")
    assert sum(arrests.values()) == 1
    people = {
        sex: sum(
            counted(
                counting.SCREENED.replace("AND s.outcome", flagged + " AND s.outcome"),
                "2022-23",
                sex=sex,
            ).values()
        )
        for sex in "MF"
    }
    assert people == {"M": 9, "F": 1}
