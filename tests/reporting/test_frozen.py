"""A report is kept so that it can be written again, whatever becomes of the records."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reporting.counting.grouping import NONE, Grouping
from reporting.counting.measures import MEASURES
from reporting.document import editions
from reporting.kept.frozen import FactRecord, FrozenFact
from shop.models import Incident, Town
from tests import make
from tests.reporting.counting import YEAR
from tests.reporting.kept import figures_json, kept_report, published, rebuilt

pytestmark = pytest.mark.django_db
TOGETHER = Grouping("towns", {"town": ["tipton", "oldbury"], "exploitation_type": ["SEX", "CRI"]})


def everything_once(at: str = "2022-06-01", town: str = "tipton"):
    """A record for every measure, with a ward, two types and a figure counted elsewhere."""
    ward = make.ward(f"E{Town.objects.count()}{Incident.objects.count()}", town)
    case = make.incident(town, at=at, types=["LAB", "SEX"], ward=ward)
    visit = make.visit(case, at=at, is_safeguarding=True)
    screened = make.screening(make.person(case), at=at, visit=visit, types=["CRI"])
    make.referral(screened, at=at)
    make.referral(make.screening(make.person(case, gender="F"), at=at), at=at, route="DTN")
    make.intervention(case, at=at)
    make.disruption(case, visit.location, at=at)
    make.arrest(case, 3, at=at)
    return case


def by_sql(statement: str, *values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def change_everything() -> None:
    """Edited, merged, marked as mistakes, moved, renamed and deleted. The last by the owner of the
    tables: nobody disposes of a record through the application yet."""
    edited, merged, mistake, *_ = Incident.objects.order_by("pk")
    Incident.objects.filter(pk=edited.pk).update(types=["DOM"], main_type="DOM")
    Incident.objects.filter(pk=merged.pk).update(status="DUP", merged_into=edited)
    make.mistaken(mistake)
    for _ in range(4):
        make.incident("oldbury", at="2022-05-05")
    by_sql("update victims_person set gender = 'X'")
    by_sql("update shop_location set town_id = (select id from shop_town where code = 'oldbury')")
    by_sql("update shop_town set name = name || ' renamed', position = position + 100")
    by_sql("update shop_ward set code = code || 'x', name = 'Another name'")
    by_sql("update agencies_agency set name = name || ' renamed'")
    by_sql("delete from interventions_arrest")
    by_sql("delete from interventions_intervention")


@pytest.mark.parametrize(
    ("audience", "grouping"), [("internal", NONE), ("public", TOGETHER)], ids=["exact", "public"]
)
def test_the_same_bytes_come_back_after_records_were_edited_merged_and_deleted(audience, grouping):
    for town in ("tipton", "oldbury"):
        everything_once(town=town)
    for _ in range(6):
        make.incident("tipton", types=["LAB"])
    everything_once(at="2021-06-01")
    report = published(kept_report(audience, grouping))
    change_everything()
    assert rebuilt(report) == figures_json(report)
    live = editions.read(connection.cursor(), report.partnership, YEAR, grouping=grouping)
    assert live.reading.values() != json.loads(figures_json(report))["values"]


class WhateverWasRecorded(TestCase):
    """And whatever became of it since."""

    @settings(
        max_examples=5,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.data())
    def test_the_same_bytes_come_back(self, data):
        towns = st.sampled_from([*make.TOWNS, *make.BESIDE])
        types = st.lists(st.sampled_from(["LAB", "SEX", "CRI", "DOM"]), unique=True)
        days = st.sampled_from(["2021-05-01", "2022-04-01", "2023-03-31"])
        for _ in range(data.draw(st.integers(1, 6))):
            case = make.incident(data.draw(towns), at=data.draw(days), types=data.draw(types))
            visit = make.visit(case, place=make.location(data.draw(towns)), at=data.draw(days))
            person = make.person(case, gender=data.draw(st.sampled_from("FMXU")))
            make.screening(person, at=data.draw(days), types=data.draw(types), visit=visit)
        report = kept_report(grouping=data.draw(st.sampled_from([NONE, TOGETHER])))
        changes = st.sampled_from(
            [
                "update shop_incident set types = '{ORG}', main_type = 'ORG'",
                "update shop_incident set received_at = received_at - interval '1 year'",
                "update shop_visit set starts_at = starts_at + interval '1 year'",
                "update victims_person set gender = 'U'",
                "delete from victims_screening",
            ]
        )
        for change in data.draw(st.lists(changes, min_size=1, unique=True)):
            by_sql(f"{change} where mod(id, 2) = 0")
        assert rebuilt(report) == figures_json(report)


def test_what_is_kept_names_no_record_and_nothing_finer_than_a_year():
    case = everything_once()
    report = kept_report()
    facts = list(FrozenFact.objects.filter(edition=report.frozen).values())
    assert {one["measure"] for one in facts} == {measure.id for measure in MEASURES}
    assert {one["period"] for one in facts} == {"2022-23"}
    assert len({one["key"] for one in facts}) == len(facts)
    words = json.dumps(facts, default=str) + report.frozen.document
    for word in (case.reference, case.narrative, str(case.received_at.date()), "06-01"):
        assert word not in words


def test_the_map_loses_the_row_of_a_record_that_the_database_deletes():
    """By a statement typed by hand, with nothing of the application between."""
    everything_once()
    kept_report()
    for table in {measure.model._meta.db_table for measure in MEASURES}:
        rows = FactRecord.objects.filter(record_type=table)
        of_others = FactRecord.objects.exclude(record_type=table).count()
        assert rows.exists()
        with transaction.atomic():
            # What else hangs on such a record is not the question here.
            by_sql("set constraints all deferred")
            by_sql(f"delete from {table}")  # noqa: S608 a table of ours
            assert not rows.exists()
            assert FactRecord.objects.count() == of_others
            transaction.set_rollback(True)


def test_what_is_frozen_never_changes():
    make.incident()
    kept_report()
    for statement in (
        "update reporting_frozenfact set town = 'oldbury'",
        "delete from reporting_frozenfact",
        "update reporting_frozenedition set document = '{}'",
        "delete from reporting_frozenedition",
        "update reporting_factrecord set record_id = 1",
    ):
        with pytest.raises(DatabaseError, match=r"append-only|never changes"), transaction.atomic():
            by_sql(statement)
