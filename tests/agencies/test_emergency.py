"""What emergency access opens: one record, to read, for 60 minutes; and what it never opens."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies import access, fence, restriction
from agencies.acting import Actor, actor_by_membership
from agencies.emergency import LASTS, EmergencyAccess
from agencies.models import Capability
from agencies.policy import POLICY
from agencies.tokens import actor_of, new_token
from casework.record_types import every, shown_fields, type_of
from shop.models import Incident, Location
from tests import make
from tests.doors.world import Family, Visitor, cast, family, member
from tests.web_role import as_web_role
from victims.actions import PARTS
from victims.models import Identity, Person
from victims.names import named

pytestmark = pytest.mark.django_db

ABOUT_PEOPLE = {"people", "screenings", "referrals"}
# Kept like the parts of a person: emergency access opens none.
CLOSED = {"person-files"}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def case(people) -> Family:
    """Of Cyd's charity; nobody at the police was given anything of it."""
    return family("Zqfar", people.cyd)


@pytest.fixture
def lou(people) -> Visitor:
    """The police's duty officer."""
    police = make.agency("police", kind="POLICE")
    return member("Lou", police, "police_lead", capabilities=["duty_officer"])


def reading(visitor: Visitor) -> Actor:
    """As the middleware finds them for a page that is read."""
    return actor_by_membership(visitor.actor.membership_id, only_reads=True)


def opened(visitor: Visitor, record, **facts) -> Actor:
    make.emergency(visitor.actor, record, **facts)
    return reading(visitor)


def seen(actor: Actor) -> set[str]:
    """By plural, and the parts by their names."""
    found = {t.plural for t in every() if access.allowed(actor, "see", t.model).exists()}
    return found | {name for name, part in PARTS.items() if allowed_part(actor, part)}


def allowed_part(actor: Actor, part) -> bool:
    return access.allowed(actor, "see", part).exists()


def test_an_incident_opens_with_what_hangs_on_it_and_no_person(lou, case) -> None:
    assert seen(reading(lou)) == set()
    assert seen(opened(lou, case["incidents"])) == set(case.records) - ABOUT_PEOPLE - CLOSED


def test_a_person_opens_with_who_they_are_and_no_other_part(lou, case) -> None:
    """Where they are, what they told and what they need stay closed; so does the incident."""
    assert seen(opened(lou, case["people"])) == {*ABOUT_PEOPLE, "identity"}


def test_the_address_and_the_account_of_an_incident_are_read(lou, case) -> None:
    actor, incident = opened(lou, case["incidents"]), case["incidents"]
    incidents = type_of(incident)
    assert shown_fields(incidents, actor, [incident]) == {incident.pk: incidents.fields}
    assert set(access.allowed(actor, "see", Location)) == {case["locations"]}


def test_one_record_is_opened_and_no_other(lou, case, people) -> None:
    other = family("Zqother", people.cyd)
    actor = opened(lou, case["incidents"])
    for kind in ("incidents", "visits", "notes", "locations", "disruptions"):
        found = set(access.allowed(actor, "see", type(case[kind])).values_list("pk", flat=True))
        assert found == {case[kind].pk}, kind
        with pytest.raises(Http404):
            access.find(actor, "see", type(other[kind]), pk=other[kind].pk)


def test_what_was_given_stays_and_the_sets_are_joined_without_doubles(lou, case) -> None:
    mine = make.incident(location=case["locations"], granted_to=[lou.actor.agency])
    actor = opened(lou, case["incidents"])
    for model, right in (
        (Incident, [mine.pk, case["incidents"].pk]),
        (Location, [case["locations"].pk]),
    ):
        found = access.allowed(actor, "see", model).values_list("pk", flat=True)
        assert sorted(found) == sorted(right)


READ = {("incident", "see"), ("incident", "read"), ("person", "see"), ("identity", "see")}


def test_no_act_but_reading_is_opened(lou, case) -> None:
    """Of every act in the policy, by the gate itself."""
    models = {"incident": Incident, "person": Person, **PARTS}
    for record in (case["incidents"], case["people"]):
        actor = opened(lou, record)
        acts = {
            (rule.kind, rule.act)
            for rule in POLICY
            if rule.level
            and rule.kind in models
            and access.allowed(actor, rule.act, models[rule.kind]).exists()
        }
        of_kind = "incident" if record == case["incidents"] else "person"
        assert acts == {cell for cell in READ if (cell[0] == "incident") == (of_kind == "incident")}


def test_who_posts_who_calls_the_api_and_what_runs_later_act_without_it(lou, case) -> None:
    make.emergency(lou.actor, case["incidents"])
    membership = lou.user.memberships.get()
    for actor in (actor_by_membership(membership.pk), actor_of(new_token(membership))):
        assert actor.emergency is None
        assert seen(actor) == set()


@pytest.mark.parametrize("whole_agency", [False, True])
@pytest.mark.parametrize("kept_first", [False, True])
@pytest.mark.parametrize("plural", ["incidents", "people"])
def test_a_record_kept_from_someone_stays_kept(
    plural: str, kept_first: bool, whole_agency: bool, lou, case
) -> None:
    record, desk = case[plural], make.coordinator()
    whom = {"agencies": [lou.actor.agency.pk]} if whole_agency else {"users": [lou.user.pk]}

    def keep() -> None:
        restriction.keep_from(desk, record, reason="relative", **whom)

    def open_it() -> None:
        make.emergency(lou.actor, record)

    for do in (keep, open_it) if kept_first else (open_it, keep):
        do()
    assert seen(reading(lou)) == set()
    with as_web_role(), fence.acting(reading(lou)):
        assert not Identity.objects.exists()
        assert not named(reading(lou), "zqfar").exists()


def test_the_permission_may_end_while_it_is_open(lou, case) -> None:
    assert seen(opened(lou, case["people"])) != set()
    today = timezone.localdate()
    Capability.objects.update(valid_to=today)
    assert seen(reading(lou)) != set()
    Capability.objects.update(valid_from=today - timedelta(9), valid_to=today - timedelta(1))
    assert seen(reading(lou)) == set()


@pytest.mark.parametrize(
    ("kind", "roles", "opens"),
    [
        ("SUPPORT", ["practitioner"], True),
        ("HEALTH", ["support_worker"], True),
        ("SUPPORT", ["agency_lead"], False),
        ("SUPPORT", ["board_member"], False),
        ("SUPPORT", ["records_officer"], False),
        ("SUPPORT", ["administrator"], False),
        ("IMMIG", ["practitioner"], False),
    ],
)
def test_casework_is_its_condition_and_immigration_enforcement_is_out(
    kind: str, roles: list[str], opens: bool, case
) -> None:
    agency = make.agency(f"of-{kind}", kind=kind)
    duty = member("Duty", agency, *roles, capabilities=["duty_officer"])
    assert (seen(opened(duty, case["people"])) != set()) == opens


MINUTES = st.integers(min_value=-90, max_value=90)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(opened_ago=MINUTES, lasts=st.integers(min_value=0, max_value=60))
def test_it_is_open_from_its_first_to_its_last_moment_and_at_no_other(
    opened_ago: int, lasts: int, lou, case
) -> None:
    """For the gate, for row security and for the name search alike."""
    with transaction.atomic():
        at = timezone.now() - timedelta(minutes=opened_ago, seconds=-1)
        ends_at = at + timedelta(minutes=lasts)
        facts = {"asked_at": at, "opened_at": at, "ends_at": ends_at}
        make.emergency(lou.actor, case["people"], **facts)
        actor = reading(lou)
        is_open = at <= timezone.now() < ends_at
        assert (actor.emergency is not None) == is_open
        assert access.can(actor, "see", case["people"]) == is_open
        with as_web_role(), fence.acting(lou.actor):
            # Asked past the gate, by row security alone.
            assert Identity.objects.exists() == is_open
        with as_web_role(), fence.acting(actor):
            assert named(actor, "zqfar-identitygivennames").exists() == is_open
        transaction.set_rollback(True)


def test_row_security_lets_it_read_who_the_person_is_and_change_nothing(lou, case) -> None:
    make.emergency(lou.actor, case["people"])
    with as_web_role(), fence.acting(lou.actor):
        assert Identity.objects.update(version=9) == 0
        for name, part in PARTS.items():
            assert part.objects.exists() == (name == "identity"), name


def test_of_a_colleague_or_for_another_agency_it_is_not_open(lou, case) -> None:
    make.emergency(lou.actor, case["people"])
    police, charity = lou.actor.agency, make.agency("charity")
    colleague = member("Len", police, "police_lead", capabilities=["duty_officer"])
    elsewhere = member("Lou", charity, "practitioner", capabilities=["duty_officer"])
    assert elsewhere.user == lou.user
    for each in (colleague, elsewhere):
        assert reading(each).emergency is None
        with as_web_role(), fence.acting(each.actor):
            assert not Identity.objects.exists()


def fails(**facts) -> Callable[[Visitor, Family], None]:
    def check(lou: Visitor, case: Family) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            make.emergency(lou.actor, case["incidents"], **facts)

    return check


NOW = timezone.now()


@pytest.mark.parametrize(
    "check",
    [
        fails(why="Too short"),
        fails(opened_at=NOW, asked_at=NOW, ends_at=NOW + LASTS + timedelta(seconds=1)),
        fails(opened_at=NOW, asked_at=NOW + timedelta(seconds=1), ends_at=NOW),
        fails(opened_at=None),
        fails(record_id=None),
        fails(searches=0),
        fails(finding="justified"),
    ],
)
def test_the_database_itself_refuses_what_the_rule_forbids(check, lou, case) -> None:
    check(lou, case)


@pytest.mark.parametrize("who", ["the user", "their agency"])
def test_the_database_refuses_a_review_by_ones_own(who: str, lou, case, people) -> None:
    use = make.emergency(lou.actor, case["incidents"])
    by = {"reviewed_by": people.amal.user, "reviewed_for": people.amal.actor.agency}
    by |= {"reviewed_by": lou.user} if who == "the user" else {"reviewed_for": use.agency}
    rows = EmergencyAccess.objects.filter(pk=use.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(finding="justified", reviewed_at=NOW, **by)


def test_lists_are_asked_for_in_the_same_words_when_nothing_of_their_kind_is_open(
    lou, case
) -> None:
    """A list costs what it did; only the kind of record that is open is asked for otherwise."""
    actor = opened(lou, case["people"])
    closed = replace(actor, emergency=None)
    changed = {t.plural for t in every() if statement(actor, t.model) != statement(closed, t.model)}
    assert changed == ABOUT_PEOPLE


def statement(actor: Actor, model) -> str:
    """Without the moment, which differs; "" where the role alone gives nothing."""
    query = access.allowed(actor, "see", model).query
    try:
        sql, _ = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return ""
    return sql
