"""Names are looked for through one function: it gives what row security gives, and no more."""

from collections.abc import Iterable
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies import fence, restriction
from agencies.acting import Actor
from agencies.models import Cover
from devtool.postgres import OWNER
from tests import make
from tests.victims.test_fence import told
from tests.web_role import as_web_role
from victims.models import Identity, Person
from victims.names import named

pytestmark = pytest.mark.django_db

NGUYEN = {"given_names": "Văn An", "family_name": "Nguyen", "aliases": "Andy"}


def called(given_to: str = "housing", **names: str) -> Person:
    person = make.person(make.incident(), granted_to=[make.agency(given_to)])
    Identity.objects.create(person=person, **(names or NGUYEN))
    return person


def found(actor: Actor, words: str) -> set[int]:
    """As the running application finds them."""
    with as_web_role(), fence.acting(actor):
        return set(named(actor, words).values_list("person", flat=True))


def bea(role: str = "practitioner") -> Actor:
    return make.actor(make.agency("housing"), role, name=f"Bea {role}")


@pytest.mark.parametrize(
    "words", ["nguyen", "Nguyen", "NGUYÊN an", "nguyen van an", "andy", "nguye"]
)
def test_an_assigned_worker_finds_a_person_by_name_however_it_is_spelled(words: str) -> None:
    person, other = called(), called(given_names="Maria", family_name="Popescu")
    for each in (person, other):
        make.assignment(each, bea().membership_id)
    assert found(bea(), words) == {person.pk}


@pytest.mark.parametrize("words", ["", " ", "%", "_____", "xyz", "'; select 1 --", "maria"])
def test_signs_and_other_names_find_nobody(words: str) -> None:
    make.assignment(called(), bea().membership_id)
    assert found(bea(), words) == set()


def test_who_is_not_assigned_finds_nobody() -> None:
    called()
    assert found(bea(), "nguyen") == set()
    assert found(make.coordinator(), "nguyen") == set()


def test_a_coordinator_finds_by_name_whom_they_gave_a_reason_for_today() -> None:
    person, desk = called(), make.coordinator()
    person.stated_reasons.create(membership_id=desk.membership_id, reason="danger")
    assert found(desk, "nguyen") == {person.pk}
    person.stated_reasons.update(on=timezone.localdate() - timedelta(days=1))
    assert found(desk, "nguyen") == set()


def test_a_record_kept_from_someone_is_not_found_by_name() -> None:
    person = called()
    make.assignment(person, bea().membership_id)
    assert found(bea(), "nguyen") == {person.pk}
    restriction.keep_from(make.coordinator(), person, reason="past", users=[bea().user.pk])
    assert found(bea(), "nguyen") == set()


def test_the_gate_has_the_last_word() -> None:
    """The function goes by ties alone; a role that may not see names finds none."""
    person, lead = called(), bea("agency_lead")
    make.assignment(person, lead.membership_id)
    with told(lead.group_id, lead.membership_id):
        assert by_function("nguyen") == {person.pk}
    assert found(lead, "nguyen") == set()


def by_function(words: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT victims_identity_by_name(%s)", [words])
        return {row[0] for row in cursor.fetchall()}


def by_row_security() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM victims_identity")
        return {row[0] for row in cursor.fetchall()}


TIES = ("assigned", "covered", "asked", "asked yesterday", "wrote", "kept", "ended")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ties=st.lists(st.sets(st.sampled_from(TIES)), min_size=1, max_size=3))
def test_the_function_and_row_security_give_the_same_people(ties: list[set[str]]) -> None:
    actor, away = bea(), make.member(make.agency("housing"), "practitioner", name="Away")
    today = timezone.localdate()
    cover = {"colleague": away, "by_id": actor.membership_id, "set_by": actor.user}
    Cover.objects.get_or_create(starts_on=today, ends_on=today, **cover)
    for each in ties:
        tie(called(), each, actor, away.pk)
    with told(actor.group_id, actor.membership_id):
        assert by_function("nguyen") == by_row_security()


def tie(person: Person, ties: Iterable[str], actor: Actor, away: int) -> None:
    if "assigned" in ties:
        make.assignment(person, actor.membership_id)
    if "covered" in ties:
        make.assignment(person, away)
    for word, days in (("asked", 0), ("asked yesterday", 1)):
        if word in ties:
            on = timezone.localdate() - timedelta(days=days)
            person.stated_reasons.create(membership_id=actor.membership_id, on=on, reason="danger")
    if "wrote" in ties:
        Identity.objects.filter(person=person).update(written_by=actor.membership_id)
    if "kept" in ties:
        restriction.keep_from(make.coordinator(), person, reason="past", users=[actor.user.pk])
    if "ended" in ties:
        person.grants.update(ends_at=timezone.now() - timedelta(seconds=1))


def test_who_connects_without_telling_finds_nobody() -> None:
    person = called()
    make.assignment(person, bea().membership_id)
    with told("", ""):
        assert by_function("nguyen") == set()
    with told(bea().group_id, ""):
        assert by_function("nguyen") == set()
    with told("", bea().membership_id):
        assert by_function("nguyen") == set()


def test_the_function_is_the_owners_pinned_and_called_by_the_application_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, pg_get_userbyid(proowner), proacl::text FROM pg_proc"
            " WHERE proname = 'victims_identity_by_name'"
        )
        definer, pinned, owner, rights = cursor.fetchone()
    assert (definer, pinned, owner) == (True, ["search_path=public, pg_temp"], OWNER)
    assert set(rights.strip("{}").split(",")) == {
        "shop_owner=X/shop_owner",
        "shop_app=X/shop_owner",
    }


@pytest.mark.django_db(transaction=True)
def test_a_table_of_the_callers_own_does_not_stand_in_for_ours(database_app_url: str) -> None:
    """What a caller makes in their own session is looked at last."""
    person = called()
    make.assignment(person, bea().membership_id)
    raw = psycopg2.connect(database_app_url, dbname=connection.settings_dict["NAME"])
    try:
        with raw.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE victims_assignment AS SELECT %s::bigint person_id,"
                " 1::bigint membership_id",
                [person.pk],
            )
            cursor.execute("SELECT set_config('casework.member', '1', true)")
            cursor.execute("SELECT set_config('casework.agency', '1', true)")
            cursor.execute("SELECT victims_identity_by_name('nguyen')")
            assert cursor.fetchall() == []
    finally:
        raw.close()
