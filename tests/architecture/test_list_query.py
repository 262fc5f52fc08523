"""The list of incidents stays fast: one join to the grants, two ordered indexes, no sort."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agencies import access
from agencies.models import Agency
from casework.lists import PAGE, listed, page_of
from shop.models import Incident
from shop.record_types import INCIDENTS
from tests import make
from tests.make import moment
from victims.models import Person

CARRIERS = [(Incident, "received_at"), (Person, "met_at")]
ROWS = 4000


@pytest.mark.django_db
@pytest.mark.parametrize(("carrier", "sort_key"), CARRIERS, ids=["incident", "person"])
def test_what_a_grant_copies_is_held_to_its_record_by_the_database(carrier, sort_key) -> None:
    grant, record = access.grant_model(carrier)._meta.db_table, carrier._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_get_constraintdef(oid) from pg_constraint"
            " where conrelid = %s::regclass and contype = 'f' and cardinality(conkey) > 1"
            " order by conname",
            [grant],
        )
        found = cursor.fetchall()
        cursor.execute(
            "select is_nullable from information_schema.columns"
            " where table_name = %s and column_name in ('sort_key', 'partnership_id')",
            [grant],
        )
        assert cursor.fetchall() == [("NO",), ("NO",)]
    (to_agency,), (to_record,) = found
    assert to_agency == (
        "FOREIGN KEY (group_id, partnership_id)"
        " REFERENCES agencies_agency(group_id, partnership_id)"
    )
    assert to_record == (
        "FOREIGN KEY (content_object_id, sort_key, partnership_id)"
        f" REFERENCES {record}(id, {sort_key}, partnership_id)"
        " ON UPDATE CASCADE ON DELETE CASCADE"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("claimed", ["the record's", "the agency's"])
def test_no_grant_leads_out_of_a_partnership_however_it_is_written(claimed: str) -> None:
    incident = make.incident()
    far = make.agency("far", of=make.partnership("elsewhere"))
    place = incident.partnership if claimed == "the record's" else far.partnership
    grant = access.grant_model(Incident)(
        group_id=far.group_id, permission_id=access.permission_id(Incident, "see"),
        content_object=incident, sort_key=incident.received_at, partnership=place,
        cause="shared", granted_by=incident.made_by,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="violates foreign key"), transaction.atomic():
        grant.save()


@pytest.mark.django_db
def test_a_grant_follows_when_the_date_of_its_record_is_corrected() -> None:
    incident = make.incident(granted_to=[make.agency("housing")])
    Incident.objects.filter(pk=incident.pk).update(received_at=moment("2022-07-01"))
    assert set(incident.grants.values_list("sort_key", flat=True)) == {moment("2022-07-01")}


def queries_of_lists(actor) -> dict[str, str]:
    """The SQL of the list, filtered and turned, as text."""
    rows = listed(INCIDENTS, actor)
    at = rows.first()
    return {
        "plain": str(rows.query),
        "filtered": str(rows.filter(status="ACTIVE", town__code="tipton").query),
        "related": str(rows.select_related("town", "lead_agency").query),
        "counted": str(rows.order_by("-received_at")[:10].query),
        "bounded": str(rows.filter(granted_key__lte=at.received_at).query),
    }


@pytest.mark.django_db
def test_every_form_of_the_list_joins_the_grants_once() -> None:
    housing = make.agency("housing")
    make.incident(granted_to=[housing])
    actor = make.actor(housing, "practitioner")
    for name, sql in queries_of_lists(actor).items():
        assert sql.count('JOIN "shop_incidentgrant"') == 1, name
        assert sql.count('"shop_incidentgrant"') == sql.count('JOIN "shop_incidentgrant"') or (
            " given" in sql.lower()
        ), name


@pytest.fixture
def full_table(db) -> list[Agency]:
    """Thousands of incidents: one agency holds every one, the other each third."""
    pattern = make.incident()
    holders = [make.agency("desk"), make.agency("housing")]
    columns = [field.column for field in Incident._meta.concrete_fields if field.name != "id"]
    made = {
        "reference": "'INC-' || n",
        "received_at": "timestamptz '2020-01-01' + n * interval '11 minutes'",
    }
    chosen = ", ".join(made.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into shop_incident ({names}) select {chosen}"  # noqa: S608 (no words from outside)
            " from shop_incident, generate_series(1, %s) n where id = %s",
            [ROWS, pattern.pk],
        )
        for holder, every in zip(holders, (1, 3), strict=True):
            cursor.execute(
                "insert into shop_incidentgrant (group_id, permission_id, content_object_id,"
                " sort_key, cause, purpose, basis, granted_by_id, starts_at)"
                " select %s, %s, id, received_at, 'shared', '', '', made_by_id, %s"
                " from shop_incident where id > %s and id %% %s = 0",
                [
                    holder.group_id,
                    access.permission_id(Incident, "see"),
                    timezone.now(),
                    pattern.pk,
                    every,
                ],
            )
        cursor.execute("analyze shop_incident, shop_incidentgrant")
    return holders


def nodes(plan: dict) -> list[str]:
    inner = [name for child in plan.get("Plans", ()) for name in nodes(child)]
    return [plan["Node Type"], *inner]


def plan_of(rows) -> list[str]:
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"explain (format json) {sql}", parameters)
        (answer,) = cursor.fetchone()
    found = json.loads(answer) if isinstance(answer, str) else answer
    return nodes(found[0]["Plan"])


def test_the_first_page_walks_indexes_and_sorts_nothing(full_table: list[Agency]) -> None:
    roles = ("coordinator", "practitioner")
    for agency, role in zip(full_table, roles, strict=True):
        rows = listed(INCIDENTS, make.actor(agency, role)).select_related("town", "lead_agency")
        plan = plan_of(rows.order_by("-received_at", "-id")[: PAGE + 1])
        assert not {"Sort", "Incremental Sort", "Hash Join"} & set(plan), (agency, plan)


def test_a_page_far_down_costs_what_the_first_does(full_table: list[Agency]) -> None:
    actor = make.actor(full_table[1], "practitioner")
    page = page_of(listed(INCIDENTS, actor), "-received_at")
    for _ in range(20):
        page = page_of(listed(INCIDENTS, actor), "-received_at", after=page.next)
    assert len(page.rows) == PAGE
    anchor = page.rows[-1]
    rows = listed(INCIDENTS, actor).filter(
        received_at__lte=anchor.received_at, granted_key__lte=anchor.received_at
    )
    plan = plan_of(rows.order_by("-received_at", "-id")[: PAGE + 1])
    assert not {"Sort", "Incremental Sort", "Hash Join"} & set(plan), plan
