"""Figures counted from records, against tables worked by hand."""

from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.counting import by_ward, figures
from reporting.counting.measures import MEASURES
from reporting.document import editions
from shop.terms import IncidentStatus, VisitStatus
from tests import make
from tests.reporting.counting import YEAR, agree, cells, moved, shown

# What counts


@pytest.mark.django_db
def test_a_small_year_is_counted_as_by_hand():
    shed = make.location("oldbury")
    farm = make.incident("tipton", types=["LAB", "CRI"])
    spa = make.incident("oldbury", types=["SEX"], location=shed)
    make.incident("not_recorded", types=[])
    make.visit(farm)
    make.visit(spa, is_safeguarding=True)
    make.visit(spa, by=["housing"], is_safeguarding=True)
    for act in ("SG_ADULT", "LEAFLET"):
        make.intervention(farm, kind=act)
    make.disruption(spa, shed)
    make.disruption(farm, shed, at="2022-09-01")
    make.arrest(spa, 3)
    man, woman = make.person(farm), make.person(spa, gender="F")
    make.screening(man, types=["LAB"])
    make.screening(man, types=["CRI"], at="2022-07-01")
    make.referral(make.screening(woman))
    make.referral(make.screening(make.person(spa, gender="U")), route="DTN")

    tipton, oldbury, lost = ({"town": t} for t in ("tipton", "oldbury", "not_recorded"))
    assert shown() == {
        **cells("incidents", {}, value=3),
        **cells("incidents", tipton, oldbury, lost),
        **cells("incidents", *({"exploitation_type": t} for t in ("LAB", "CRI", "SEX", "UNK"))),
        **cells("incidents", *({**tipton, "exploitation_type": t} for t in ("LAB", "CRI"))),
        **cells("incidents", {**oldbury, "exploitation_type": "SEX"}),
        **cells("incidents", {**lost, "exploitation_type": "UNK"}),
        **cells("multi_agency_visits", {}, value=2),
        **cells("multi_agency_visits", tipton, oldbury),
        **cells("safeguarding_visits", {}, oldbury, value=2),
        **cells("places_disrupted", {}, oldbury),
        **cells("interventions", {}, tipton, value=2),
        **cells("people_screened", {}, value=3),
        **cells("people_screened", tipton, *({"sex": s} for s in "MFU")),
        **cells("people_screened", oldbury, value=2),
        **cells("people_screened", {**tipton, "sex": "M"}),
        **cells("people_screened", *({**oldbury, "sex": s} for s in "FU")),
        **cells("people_screened", *({"exploitation_type": t} for t in ("LAB", "CRI"))),
        **cells("people_screened", {"exploitation_type": "UNK"}, value=2),
        **cells("people_screened", *({"exploitation_type": t, "sex": "M"} for t in ("LAB", "CRI"))),
        **cells("people_screened", *({"exploitation_type": "UNK", "sex": s} for s in "FU")),
        **cells("people_referred", {}, oldbury, {"sex": "F"}),
        **cells("duty_to_notify", {}, oldbury),
        **cells("arrests", {}, oldbury, value=3),
    }
    assert agree()


@pytest.mark.django_db
def test_three_agencies_that_met_one_man_made_one_visit_and_screened_one_person():
    case = make.incident("smethwick")
    three = ["housing", "police", "health"]
    visit = make.visit(case, by=three)
    man = make.person(case)
    make.met(man, visit, three)
    for agency in three:
        make.screening(man, by=agency, visit=visit, types=["LAB"])
    counts = shown()
    assert counts[figures.cell("multi_agency_visits", {})] == 1
    assert counts[figures.cell("people_screened", {})] == 1
    assert counts[figures.cell("people_screened", {"exploitation_type": "LAB"})] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("town", ["tipton", "outside_area", "not_recorded"])
def test_one_more_incident_moves_exactly_its_own_cells(town):
    make.incident("tipton")
    before = shown()
    make.incident(town, types=["SEX"])
    kind = {"exploitation_type": "SEX"}
    assert moved(before, shown()) == cells(
        "incidents", {}, {"town": town}, kind, {"town": town, **kind}
    )
    assert agree()


@pytest.mark.django_db
@pytest.mark.parametrize("town", ["wednesbury", "tipton"])
def test_taking_back_a_visit_moves_figures_of_visits_only(town):
    case = make.incident("tipton")
    place = make.location(town)
    visit = make.visit(case, place=place, is_safeguarding=True)
    make.screening(make.person(case), visit=visit)
    make.intervention(case, visit=visit)
    make.disruption(case, place)
    before = shown()
    make.mistaken(visit)
    gone = {"town": town}
    assert moved(before, shown()) == {
        **cells("multi_agency_visits", {}, gone, value=-1),
        **cells("safeguarding_visits", {}, gone, value=-1),
    }


@pytest.mark.django_db
def test_an_incident_recorded_by_mistake_takes_everything_under_it_out_of_the_counts():
    case = make.incident()
    make.visit(case, is_safeguarding=True)
    make.disruption(case)
    make.intervention(case)
    make.arrest(case)
    screened = make.screening(make.person(case))
    make.referral(screened)
    make.referral(screened, route="DTN")
    assert {measure for measure, _ in shown()} == {measure.id for measure in MEASURES}
    make.mistaken(case)
    assert shown() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("status", [IncidentStatus.NEW, IncidentStatus.NOT_MS])
def test_work_that_took_place_counts_though_its_incident_does_not(status):
    make.visit(make.incident(status=status))
    assert shown() == cells("multi_agency_visits", {}, {"town": "tipton"})


@pytest.mark.django_db
def test_a_merged_incident_does_not_count_twice():
    first = make.incident()
    make.incident(status=IncidentStatus.DUP, merged_into=first)
    assert shown()[figures.cell("incidents", {})] == 1


@pytest.mark.django_db
def test_visits_that_are_not_multi_agency():
    case = make.incident(status=IncidentStatus.NEW)
    make.visit(case, by=["housing"])
    make.visit(case, status=VisitStatus.PLANNED)
    make.visit(case, status=VisitStatus.CANCELLED)
    make.visit(case, status=VisitStatus.ABORTIVE, kind="ABORT")
    stayed_away = make.visit(case)
    stayed_away.parts.filter(agency__code="police").update(took_part=False)
    mistaken_part = make.visit(case)
    make.mistaken(mistaken_part.parts.get(agency__code="police"))
    assert shown() == {}


@pytest.mark.django_db
def test_a_place_that_was_not_disrupted_does_not_count():
    case = make.incident(status=IncidentStatus.NEW)
    for outcome in ("NO_CHANGE", "NFA", "PENDING"):
        make.disruption(case, outcome=outcome)
    make.mistaken(make.disruption(case))
    assert shown() == {}


@pytest.mark.django_db
def test_someone_who_declined_was_not_screened():
    person = make.person(make.incident("tipton", status=IncidentStatus.NEW))
    make.screening(person, outcome="DECLINED")
    make.screening(person, outcome="UNABLE")
    make.mistaken(make.screening(person))
    assert shown() == {}


@pytest.mark.django_db
def test_the_town_of_a_person_is_that_of_the_first_screening_in_the_year():
    case = make.incident("tipton", status=IncidentStatus.NEW)
    person = make.person(case)
    here, there = (
        make.visit(case, by=[], place=make.location(t)) for t in ("oldbury", "smethwick")
    )
    make.screening(person, at="2022-03-01", visit=here)
    later = make.screening(person, at="2022-08-01", visit=here)
    make.screening(person, at="2022-05-01", visit=there)
    make.screening(person, at="2022-04-02", outcome="DECLINED")
    make.referral(later)
    counts = shown()
    assert counts[figures.cell("people_screened", {"town": "smethwick"})] == 1
    assert counts[figures.cell("people_referred", {"town": "oldbury"})] == 1
    assert agree()


@pytest.mark.django_db
def test_a_referral_counts_once_it_was_sent_and_a_person_once():
    screened = make.screening(make.person(make.incident(status=IncidentStatus.NEW)))
    make.referral(screened, at=None)
    assert not any(measure == "people_referred" for measure, _ in shown())
    make.referral(screened)
    make.referral(screened, at="2023-01-05", status="WITHDRAWN")
    assert shown()[figures.cell("people_referred", {})] == 1


@pytest.mark.django_db
def test_a_referral_whose_only_screening_was_taken_back_keeps_its_town():
    screened = make.screening(make.person(make.incident("oldbury")))
    make.referral(screened)
    make.mistaken(screened)
    assert shown()[figures.cell("people_referred", {"town": "oldbury"})] == 1
    assert agree()


@pytest.mark.django_db
def test_the_year_ends_at_local_midnight():
    make.incident(received_at=make.moment("2022-03-31", time(23, 59)))
    make.incident(received_at=make.moment("2022-04-01", time(0, 0)))
    make.incident(received_at=make.moment("2023-03-31", time(23, 59)))
    make.incident(received_at=make.moment("2023-04-01", time(0, 0)))
    total = figures.cell("incidents", {})
    assert [shown(period=p)[total] for p in (YEAR.previous(), YEAR, YEAR.next())] == [1, 2, 1]


# Beside the totals


@pytest.mark.django_db
def test_agencies_that_sent_nothing_are_named_by_measure():
    make.agency("housing")
    make.agency("charity", is_first_responder=True)
    make.agency("police", kind="POLICE", has_duty_to_notify=True)
    make.agency("elsewhere", make.partnership("second"))
    case = make.incident(agency=make.agency("housing"))
    make.visit(case, by=["housing", "police"])
    with connection.cursor() as cursor:
        silent = figures.agencies_that_sent_nothing(cursor, make.partnership(), YEAR)
    everybody = ["Charity", "Housing", "Police"]
    assert silent == {
        "incidents": ["Charity", "Police"],
        "multi_agency_visits": ["Charity"],
        "safeguarding_visits": everybody,
        "places_disrupted": everybody,
        "interventions": everybody,
        "people_screened": everybody,
        "people_referred": ["Charity"],
        "duty_to_notify": ["Police"],
        "arrests": ["Police"],
    }


@pytest.mark.django_db
def test_wards_hold_every_incident_once():
    princes_end = make.ward("E1", "tipton")
    make.ward("E2", "tipton", valid_from="2026-05-07")
    make.ward("E3", "oldbury", valid_to="2023-01-31")
    make.incident("tipton", ward=princes_end)
    make.incident("tipton")
    make.incident("not_recorded")
    with connection.cursor() as cursor:
        rows = by_ward.of_wards(cursor, make.partnership(), YEAR)
    assert [(row["ward_code"], row["town"], row["value"]) for row in rows] == [
        ("E1", "tipton", 1),
        ("", "tipton", 1),
        ("E3", "oldbury", 0),
        ("", "outside_area", 0),
        ("", "not_recorded", 1),
    ]


@pytest.mark.django_db
def test_a_report_reads_records_by_five_statements_however_many_measures_and_years():
    """Towns; every cell of both years; who sent nothing; wards, and what is counted by them."""
    partnership = make.partnership()
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        editions.read(cursor, partnership, YEAR)
    # What people wrote for the report is read apart.
    asked = [one["sql"] for one in captured if 'FROM "reporting_' not in one["sql"]]
    assert sum("shop_" in sql for sql in asked) == 5, [sql[:90] for sql in asked]
