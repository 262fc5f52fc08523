"""Parts and totals agree, and a row broken by SQL is found; the command says so."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import AuditEvent
from reporting.counting.checks import open_margins
from tests import make
from tests.reporting.counting import agree, reading, shown


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
    ],
)
def test_a_wrong_argument_ends_with_2_and_a_sentence(options, sentence):
    make.partnership()
    with pytest.raises(CommandError, match=sentence) as ended:
        command(**options)
    assert ended.value.returncode == 2
