"""Figures counted from records, against tables worked by hand."""

import json
from datetime import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import AuditEvent
from reporting import figures
from reporting.checks import open_margins
from reporting.measures import MEASURES
from reporting.periods import Period
from shop.terms import IncidentStatus, VisitStatus
from tests import make

YEAR = Period.parse("2022-23")
FURTHER = {"people_screened": [("exploitation_type", "sex")]}


def reading(of=None, period=YEAR):
    with connection.cursor() as cursor:
        return figures.read(cursor, of or make.partnership(), period, further=FURTHER)


def shown(of=None, period=YEAR):
    """Every printed cell that is not nought."""
    found = reading(of, period)
    return {
        figures.cell(one["measure"], one["dimensions"]): one["value"]
        for one in [*found.values(), *found.further_values()]
        if one["value"]
    }


def cells(measure, *cuts, value=1):
    return {figures.cell(measure, cut): value for cut in cuts}


def moved(before, after):
    return {
        key: after.get(key, 0) - before.get(key, 0)
        for key in before.keys() | after.keys()
        if before.get(key, 0) != after.get(key, 0)
    }


def agree(of=None):
    return open_margins(reading(of).checks()) == []


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


# Margins


@pytest.mark.django_db
def test_every_cell_of_a_cut_is_printed_though_it_is_nought():
    printed = reading(make.partnership("second")).printed()
    by_town = [
        one["dimensions"]["town"]
        for one in printed["values"]
        if one["measure"] == "arrests" and one["dimensions"]
    ]
    assert by_town == [*make.TOWNS, "outside_area", "not_recorded"]
    assert {one["value"] for one in printed["values"]} == {0}
    assert {one["state"] for one in printed["values"]} == {"shown"}
    # totals 9; towns 9 x 8; sexes 2 x 4; types 2 x 6; town x sex 32; town x type 48
    assert len(printed["values"]) == 9 + 72 + 8 + 12 + 32 + 48
    assert all(check["ok"] for check in printed["checks"])


@pytest.mark.django_db
def test_nothing_of_one_partnership_is_in_the_figures_of_another():
    make.visit(make.incident())
    assert shown(make.partnership("second")) == {}


BREAKS = {
    "a town of another partnership": "update shop_incident set town_id = ("
    "select t.id from shop_town t join agencies_partnership p on p.id = t.partnership_id"
    " where p.code = 'second' and t.code = 'tipton')",
    "a type named twice": "update shop_incident set types = '{LAB,LAB}'",
    "a type nobody knows": "update shop_incident set types = '{ZZZ}', main_type = 'ZZZ'",
    "a sex nobody knows": "update victims_person set gender = ''",
    "a place in another partnership's town": "update shop_location set town_id = ("
    "select t.id from shop_town t join agencies_partnership p on p.id = t.partnership_id"
    " where p.code = 'second' and t.code = 'tipton')",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", BREAKS.values(), ids=BREAKS.keys())
def test_a_row_broken_behind_the_application_opens_a_margin(statement):
    make.partnership("second")
    case = make.incident()
    visit = make.visit(case)
    make.screening(make.person(case), visit=visit)
    assert agree()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    opened = open_margins(reading().checks())
    assert opened
    assert all(check["difference"] == check["left"] - check["right"] != 0 for check in opened)


class PartsEqualTheWhole(TestCase):
    """Whatever is recorded, every margin closes."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_whatever_is_recorded_every_margin_closes(self, data):
        towns = st.sampled_from([*make.TOWNS, *make.BESIDE])
        types = st.lists(st.sampled_from(["LAB", "SEX", "CRI", "DOM", "ORG"]), unique=True)
        days = st.sampled_from(["2022-03-31", "2022-04-01", "2022-11-30", "2023-03-31"])
        for _ in range(data.draw(st.integers(1, 5))):
            case = make.incident(data.draw(towns), at=data.draw(days), types=data.draw(types))
            visit = make.visit(case, place=make.location(data.draw(towns)), at=data.draw(days))
            make.intervention(case, at=data.draw(days))
            make.disruption(case, visit.location, at=data.draw(days))
            person = make.person(case, gender=data.draw(st.sampled_from("FMXU")))
            for _ in range(data.draw(st.integers(0, 3))):
                screened = make.screening(
                    person,
                    at=data.draw(days),
                    types=data.draw(types),
                    visit=data.draw(st.sampled_from([None, visit])),
                )
                if data.draw(st.booleans()):
                    make.referral(screened, at=data.draw(days))
            if data.draw(st.booleans()):
                make.mistaken(data.draw(st.sampled_from([case, visit, person])))
        assert agree()


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
        rows = figures.wards(cursor, make.partnership(), YEAR)
    assert [(row["ward_code"], row["town"], row["value"]) for row in rows] == [
        ("E1", "tipton", 1),
        ("", "tipton", 1),
        ("E3", "oldbury", 0),
        ("", "outside_area", 0),
        ("", "not_recorded", 1),
    ]


# The command


def command(**options):
    out = StringIO()
    call_command(
        "figures", **{"partnership": "sandwell", "period": "2022-23", **options}, stdout=out
    )
    return json.loads(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_what_was_counted_and_leaves_an_audit_event():
    make.incident()
    printed = command()
    assert list(printed) == ["measures", "values", "checks"]
    assert [list(one) for one in printed["measures"]] == [
        ["id", "name", "unit", "definition", "version"]
    ] * 9
    assert printed["values"][0] == {
        "measure": "incidents",
        "dimensions": {},
        "value": 1,
        "state": "shown",
    }
    assert AuditEvent.objects.filter(act="figures", detail__period="2022-23").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_ends_with_1_when_a_margin_is_open_and_prints_all_the_same():
    make.partnership("second")
    make.incident()
    with connection.cursor() as cursor:
        cursor.execute(BREAKS["a town of another partnership"])
    out = StringIO()
    with pytest.raises(CommandError, match="Incidents: rows by town equal the total") as ended:
        call_command("figures", partnership="sandwell", period="2022-23", stdout=out)
    assert ended.value.returncode == 1
    open_ones = [check for check in json.loads(out.getvalue())["checks"] if not check["ok"]]
    assert {check["id"] for check in open_ones} == {
        "incidents.by_town",
        "incidents.exploitation_type=LAB.by_town",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"partnership": "nowhere"}, "no partnership with the code"),
        ({"period": "2022-24"}, "such as 2022-23"),
        ({"audience": "public"}, "Only --audience internal"),
        ({"audience": "partner"}, "Only --audience internal"),
    ],
)
def test_a_wrong_argument_ends_with_2_and_a_sentence(options, sentence):
    make.partnership()
    with pytest.raises(CommandError, match=sentence) as ended:
        command(**options)
    assert ended.value.returncode == 2
