"""What is written through the API moves exactly its own cells."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.tokens import new_token
from reporting.counting import figures
from reporting.counting.checks import open_margins
from reporting.counting.periods import Period
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> Client:
    token = new_token(make.member(make.agency("desk"), "coordinator", name="Amal"))
    return Client(headers={"Authorization": f"Token {token}"})


def counted() -> dict:
    with connection.cursor() as cursor:
        found = figures.read(cursor, make.partnership(), Period.parse("2022-23"))
    assert open_margins(found.checks()) == []
    return {figures.cell(one["measure"], one["dimensions"]): one["value"] for one in found.values()}


def moved(before: dict, after: dict) -> dict:
    assert before.keys() == after.keys()
    return {key: after[key] - before[key] for key in before if after[key] != before[key]}


@pytest.mark.parametrize("town", ["not_recorded", "outside_area", "tipton"])
def test_one_incident_more_moves_its_total_its_town_and_its_type(api, town):
    make.agency("housing")
    make.incident("tipton")
    before = counted()
    answer = api.post(
        reverse("api:incidents"),
        {
            "received_at": "2022-11-05T10:00",
            "town": town,
            "types": ["SEX"],
            "main_type": "SEX",
            "source": "POLICE",
            "narrative": "Invented.",
            "immediate_danger": "NO",
            "lead_agency": "housing",
        },
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.content
    kind = {"exploitation_type": "SEX"}
    cells = ({}, {"town": town}, kind, {"town": town, **kind})
    assert moved(before, counted()) == {figures.cell("incidents", cell): 1 for cell in cells}


def test_one_visit_less_moves_figures_of_visits_only(api):
    case = make.incident("oldbury")
    visit = make.visit(case, place=make.location("smethwick"), is_safeguarding=True)
    make.screening(make.person(case), visit=visit, types=["LAB"])
    make.intervention(case, visit=visit)
    make.disruption(case, visit.location)
    before = counted()
    answer = api.delete(
        reverse("api:visits-one", args=[visit.reference]),
        {"reason": "Entered twice"},
        content_type="application/json",
    )
    assert answer.status_code == 204, answer.content
    assert moved(before, counted()) == {
        figures.cell(measure, cell): -1
        for measure in ("multi_agency_visits", "safeguarding_visits")
        for cell in ({}, {"town": "smethwick"})
    }
