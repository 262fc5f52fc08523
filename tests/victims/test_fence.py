"""The second fence: what PostgreSQL gives the web role of people's parts, whatever is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import access, fence, restriction
from agencies.acting import Actor, actor_by_membership
from agencies.models import Cover
from devtool.postgres import APP, OWNER
from tests import make
from tests.web_role import as_web_role
from victims.actions import PARTS, assign, state_reason
from victims.models import Assignment, Identity, Narrative, Person, PersonGrant

TABLES = sorted(part._meta.db_table for part in PARTS.values())


def person_with_parts(*, given_to: str) -> Person:
    person = make.person(make.incident(), granted_to=[make.agency(given_to)])
    for part in PARTS.values():
        part.objects.create(person=person)
    return person


@contextmanager
def told(agency: object, member: object) -> Iterator[None]:
    """As the web role, with the settings put there by hand: no gate and no code between."""
    with transaction.atomic(), as_web_role():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('casework.agency', %s, true)", [str(agency)])
            cursor.execute("SELECT set_config('casework.member', %s, true)", [str(member)])
        yield


def reached() -> dict[str, set[int]]:
    """The people whose parts the database gives, table by table, asked without the gate."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT person_id FROM {table}")
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


def all_tables(*people: Person) -> dict[str, set[int]]:
    return {table: {person.pk for person in people} for table in TABLES}


@pytest.mark.django_db
def test_every_table_of_parts_is_fenced_and_the_web_role_is_bound() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_get_userbyid(relowner) FROM pg_class"
            " WHERE relrowsecurity AND relkind = 'r'"
        )
        fenced = dict(cursor.fetchall())
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [APP])
        assert cursor.fetchone() == (False,)
    assert set(TABLES) <= set(fenced)
    assert set(fenced) == fence.fenced_tables()
    assert set(fenced.values()) == {OWNER}


@pytest.mark.django_db(transaction=True)
def test_who_connects_without_telling_has_no_rows(database_app_url: str) -> None:
    person = person_with_parts(given_to="housing")
    make.assignment(person, make.member(make.agency("housing"), "practitioner").pk)
    raw = psycopg2.connect(database_app_url, dbname=connection.settings_dict["NAME"])
    try:
        for table in TABLES:
            with raw.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,)
                cursor.execute(f"SELECT * FROM {table} WHERE person_id = %s", [person.pk])
                assert cursor.fetchall() == []
                cursor.execute(f"UPDATE {table} SET version = 99")
                assert cursor.rowcount == 0
                cursor.execute(f"DELETE FROM {table} WHERE person_id = %s", [person.pk])
                assert cursor.rowcount == 0
            with raw.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(f"INSERT INTO {table} (person_id) VALUES (%s)", [person.pk])
            raw.rollback()
    finally:
        raw.close()
    assert {part.objects.get(person=person).version for part in PARTS.values()} == {1}


@pytest.mark.django_db
def test_an_assigned_member_of_an_agency_that_has_the_person_reaches_the_parts() -> None:
    person, other = (person_with_parts(given_to="housing") for _ in range(2))
    housing, charity = make.agency("housing"), make.agency("charity")
    bea = make.member(housing, "practitioner", name="Bea")
    bob = make.member(housing, "practitioner", name="Bob")
    cyd = make.member(charity, "practitioner", name="Cyd")
    make.assignment(person, bea.pk)
    make.assignment(other, cyd.pk)
    with told(housing.group_id, bea.pk):
        assert reached() == all_tables(person)
    for agency, member in (
        (housing.group_id, bob.pk),
        (charity.group_id, bea.pk),
        (charity.group_id, cyd.pk),
        (housing.group_id, ""),
        ("", bea.pk),
        ("", ""),
    ):
        with told(agency, member):
            assert reached() == all_tables(), (agency, member)


@pytest.mark.django_db
def test_reach_ends_with_the_share() -> None:
    person = person_with_parts(given_to="housing")
    housing = make.agency("housing")
    bea = make.member(housing, "practitioner", name="Bea")
    make.assignment(person, bea.pk)
    grants = PersonGrant.objects.filter(group=housing.group_id, content_object=person)
    for ends_at, found in (
        (timezone.now() + timedelta(hours=1), all_tables(person)),
        (timezone.now() - timedelta(seconds=1), all_tables()),
    ):
        grants.update(ends_at=ends_at)
        with told(housing.group_id, bea.pk):
            assert reached() == found


@pytest.mark.django_db
@pytest.mark.parametrize("whom", ["user", "agency"])
def test_reach_ends_when_the_person_is_kept_from_the_reader(whom: str) -> None:
    person = person_with_parts(given_to="housing")
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    make.assignment(person, bea.membership_id)
    desk = make.coordinator()
    kept = {"user": {"users": [bea.user.pk]}, "agency": {"agencies": [bea.agency.pk]}}[whom]
    restriction.keep_from(desk, person, reason="relative", **kept)
    with told(bea.group_id, bea.membership_id):
        assert reached() == all_tables()


@pytest.mark.django_db
def test_the_fence_gives_all_that_the_gate_gives() -> None:
    """Otherwise a page would miss what its reader may see; both are asked as the web role."""
    person = person_with_parts(given_to="housing")
    person_with_parts(given_to="housing")
    bea = make.actor(make.agency("housing"), "support_worker", name="Bea")
    make.assignment(person, bea.membership_id)
    for part in PARTS.values():
        expected = set(access.allowed(bea, "see", part).values_list("person", flat=True))
        with as_web_role(), fence.acting(bea):
            found = set(access.allowed(bea, "see", part).values_list("person", flat=True))
        assert found == expected == {person.pk}


def asked_as(actor: Actor | None) -> list[str]:
    """The statements of reading one table twice as `actor`."""
    with CaptureQueriesContext(connection) as captured, fence.decided_by(lambda: actor):
        list(Identity.objects.all())
        list(Identity.objects.all())
    return [each["sql"] for each in captured if "set_config" in each["sql"]]


@pytest.mark.django_db
def test_who_acts_is_told_once_a_transaction_and_again_when_it_changes() -> None:
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    cyd = make.actor(make.agency("charity"), "practitioner", name="Cyd")
    assert [len(asked_as(actor)) for actor in (None, bea, bea, cyd, None, None)] == [
        *(0, 1, 0, 1, 1, 0)
    ]


@pytest.mark.django_db
def test_what_a_savepoint_took_back_is_told_again() -> None:
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    with transaction.atomic():
        assert len(asked_as(bea)) == 1
        transaction.set_rollback(True)
    assert len(asked_as(bea)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_part_is_not_read_outside_a_transaction() -> None:
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    with fence.decided_by(lambda: bea), pytest.raises(fence.NoTransaction):
        list(Identity.objects.all())
    with fence.acting(bea):
        assert list(Identity.objects.all()) == []


@pytest.mark.django_db
def test_self_assignment_makes_the_parts_as_the_web_role() -> None:
    person = make.person(make.incident(), granted_to=[make.agency("housing")])
    bea = make.actor(make.agency("housing"), "practitioner", name="Bea")
    with as_web_role(), fence.acting(bea):
        assign(person, by=bea, at=timezone.now(), reason="Invented.")
        assert reached() == all_tables(person)
    assert Assignment.objects.get().person == person


@pytest.mark.django_db
def test_nobody_makes_a_part_of_a_person_their_agency_was_not_given() -> None:
    person = make.person(make.incident(), granted_to=[make.agency("housing")])
    cyd = make.actor(make.agency("charity"), "practitioner", name="Cyd")
    make.assignment(person, cyd.membership_id)
    with as_web_role(), pytest.raises(ProgrammingError), fence.acting(cyd):
        Identity.objects.bulk_create([Identity(person=person)], ignore_conflicts=True)


@pytest.mark.django_db
def test_a_reason_of_today_reaches_who_the_person_is_and_no_other_part() -> None:
    person = make.person(make.incident(), granted_to=[make.agency("housing")])
    desk = make.coordinator()
    with as_web_role(), fence.acting(desk):
        state_reason(person, "danger", by=desk)
        assert reached() == all_tables() | {Identity._meta.db_table: {person.pk}}
    person.stated_reasons.update(on=timezone.localdate() - timedelta(days=1))
    with told(desk.group_id, desk.membership_id):
        assert reached() == all_tables()


@pytest.mark.django_db
def test_cover_reaches_what_the_colleague_is_assigned_to_until_it_ends() -> None:
    person, housing = person_with_parts(given_to="housing"), make.agency("housing")
    bea, mia = (make.member(housing, "practitioner", name=name) for name in ("Bea", "Mia"))
    make.assignment(person, bea.pk)
    today = timezone.localdate()
    cover = Cover.objects.create(
        colleague=bea, by=mia, starts_on=today, ends_on=today, set_by=bea.user
    )
    actor = actor_by_membership(mia.pk)
    with as_web_role(), fence.acting(actor):
        assert access.allowed(actor, "see", Identity).count() == 1
        assert reached() == all_tables(person)
    day = today - timedelta(days=1)
    Cover.objects.filter(pk=cover.pk).update(starts_on=day, ends_on=day)
    with told(housing.group_id, mia.pk):
        assert reached() == all_tables()


@pytest.mark.django_db
def test_what_one_wrote_is_read_again_and_not_changed() -> None:
    person, housing = person_with_parts(given_to="housing"), make.agency("housing")
    bea = make.member(housing, "practitioner", name="Bea")
    Narrative.objects.update(written_by=bea)
    with told(housing.group_id, bea.pk):
        assert reached() == all_tables() | {Narrative._meta.db_table: {person.pk}}
        assert Narrative.objects.update(account="x") == 0
