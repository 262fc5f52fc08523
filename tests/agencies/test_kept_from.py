"""A record kept from someone: it beats every grant and role, and is lifted by two people."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import Http404

from agencies import access, notices, restriction
from agencies.acting import Actor
from agencies.kept_from import KeptFrom
from agencies.models import AuditEvent
from agencies.policy import LEVELS
from casework.record_types import every
from shop.models import Incident, Location
from tests import make
from tests.doors.world import Family, cast, family
from victims.actions import PARTS
from victims.models import Person, ScreeningDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def case(people) -> Family:
    """Made by Cyd's charity; shared with housing, and Bea is assigned to its person."""
    made = family("Zqkept", people.cyd)
    housing = people.bea.actor.agency
    for plural in ("incidents", "people"):
        access.share(people.amal.actor, made[plural], [housing], level="manage", cause="shared")
    make.assignment(made["people"], people.bea.actor.membership_id)
    return made


def keep(people, case: Family, **whom) -> None:
    for plural in ("incidents", "people"):
        restriction.keep_from(people.amal.actor, case[plural], reason="neighbour", **whom)


def seen(actor: Actor) -> set[str]:
    """The references of everything of the case that the actor may see, parts as well."""
    models = [record_type.model for record_type in every()] + [*PARTS.values(), ScreeningDraft]
    return {str(row.reference) for model in models for row in access.allowed(actor, "see", model)}


def test_a_record_kept_from_a_person_does_not_exist_for_them_by_any_act(people, case) -> None:
    bea = people.bea.actor
    assert case["incidents"].reference in seen(bea)
    keep(people, case, users=[bea.user.pk])
    assert seen(bea) == set()
    acts = {"see", "answer", "work", "change", "manage"}
    for plural, record in case.records.items():
        assert access.acts_open(bea, record, acts) == frozenset(), plural
        for act in acts:
            assert not access.can(bea, act, record), (plural, act)
            with pytest.raises(Http404):
                access.find(bea, act, type(record), pk=record.pk)
    for carrier in (case["incidents"], case["people"]):
        assert access.levels_held(bea, [carrier]) == {carrier.pk: set()}


def test_it_beats_authorship_assignment_and_the_desk(people, case) -> None:
    for each in (people.cyd, people.amal):
        assert case["incidents"].reference in seen(each.actor)
    restriction.keep_from(
        people.bea.actor, case["incidents"], reason="past", users=[people.amal.user.pk]
    )
    restriction.keep_from(
        people.bea.actor, case["people"], reason="past", users=[people.amal.user.pk]
    )
    keep_by_bea = {"users": [people.cyd.user.pk], "reason": "relative"}
    restriction.keep_from(people.bea.actor, case["incidents"], **keep_by_bea)
    restriction.keep_from(people.bea.actor, case["people"], **keep_by_bea)
    assert seen(people.cyd.actor) == set()
    assert seen(people.amal.actor) == set()
    assert case["people"].reference in seen(people.bea.actor)


def test_kept_from_an_agency_it_is_kept_from_all_its_people_and_from_no_other(people, case) -> None:
    colleague = make.actor(people.bea.actor.agency, "practitioner", name="Ben")
    keep(people, case, agencies=[people.bea.actor.agency.pk])
    assert seen(people.bea.actor) == seen(colleague) == set()
    assert case["incidents"].reference in seen(people.cyd.actor)


def test_kept_from_a_person_it_is_kept_whichever_agency_they_act_for(people, case) -> None:
    police = make.agency("police")
    other = make.actor(police, "practitioner", name="Bea")
    access.share(people.amal.actor, case["incidents"], [police], level="see", cause="shared")
    assert other.user == people.bea.user
    keep(people, case, users=[people.bea.user.pk])
    assert seen(other) == set()


def test_a_colleague_sees_what_they_saw_before(people, case) -> None:
    colleague = make.actor(people.bea.actor.agency, "practitioner", name="Ben")
    before = seen(colleague)
    keep(people, case, users=[people.bea.user.pk])
    assert seen(colleague) == before != set()


def test_a_new_share_or_assignment_opens_nothing_to_whom_it_is_kept_from(people, case) -> None:
    keep(people, case, users=[people.bea.user.pk])
    housing = people.bea.actor.agency
    for plural in ("incidents", "people"):
        access.share(people.amal.actor, case[plural], [housing], level="manage", cause="lead")
    again = make.member(housing, "support_worker", name="Bea")
    assert again.user == people.bea.user
    assert seen(people.bea.actor) == set()


def test_an_incident_kept_from_someone_says_nothing_about_another_at_the_same_place(
    people, case
) -> None:
    other = make.incident(location=case["locations"], granted_to=[people.bea.actor.agency])
    restriction.keep_from(
        people.amal.actor, case["incidents"], reason="past", users=[people.bea.user.pk]
    )
    assert set(access.allowed(people.bea.actor, "see", Incident)) == {other}
    assert set(access.allowed(people.bea.actor, "see", Location)) == {case["locations"]}


def test_only_who_manages_the_record_keeps_it_from_someone(people, case) -> None:
    access.share(
        people.amal.actor, case["incidents"], [make.agency("police")], level="work", cause="shared"
    )
    lou = make.actor(make.agency("police"), "practitioner", name="Lou")
    with pytest.raises(access.Refused):
        restriction.keep_from(lou, case["incidents"], reason="past", users=[people.bea.user.pk])
    with pytest.raises(Http404):
        restriction.keep_from(lou, case["people"], reason="past", users=[people.bea.user.pk])
    assert not KeptFrom.objects.exists()


@pytest.mark.parametrize("whose", ["desk", "charity"])
def test_the_desk_and_the_own_agency_are_not_shut_out_as_a_whole(whose, people, case) -> None:
    by = people.cyd.actor
    access.share(people.amal.actor, case["incidents"], [by.agency], level="manage", cause="lead")
    with pytest.raises(restriction.CannotBeKept):
        restriction.keep_from(
            by, case["incidents"], reason="past", agencies=[make.agency(whose).pk]
        )


def test_it_is_lifted_by_two_people_of_whom_neither_is_kept_out(people, case) -> None:
    amal, ana = people.amal.actor, make.actor(make.agency("desk"), "coordinator", name="Ana")
    incident = case["incidents"]
    restriction.keep_from(amal, incident, reason="landlord", users=[people.bea.user.pk])
    kept = KeptFrom.objects.get()
    with pytest.raises(restriction.CannotBeKept):
        restriction.lift(amal, kept, incident)
    restriction.ask_to_lift(amal, kept, incident)
    assert not access.can(people.bea.actor, "see", incident)
    for refused in (restriction.ask_to_lift, restriction.lift):
        with pytest.raises(restriction.CannotBeKept):
            refused(amal, kept, incident)
    with pytest.raises(Http404):
        restriction.lift(people.bea.actor, kept, incident)
    assert not access.can(people.bea.actor, "see", incident)
    restriction.lift(ana, kept, incident)
    assert access.can(people.bea.actor, "see", incident)
    kept.refresh_from_db()
    assert (kept.lift_asked_by, kept.lifted_by) == (amal.user, ana.user)
    with pytest.raises(restriction.CannotBeKept):
        restriction.lift(ana, kept, incident)


def test_the_second_may_say_no_and_then_it_is_asked_again(people, case) -> None:
    amal, ana = people.amal.actor, make.actor(make.agency("desk"), "coordinator", name="Ana")
    incident = case["incidents"]
    restriction.keep_from(amal, incident, reason="landlord", users=[people.bea.user.pk])
    kept = KeptFrom.objects.get()
    restriction.ask_to_lift(amal, kept, incident)
    restriction.keep_on(ana, kept, incident)
    assert not access.can(people.bea.actor, "see", incident)
    restriction.ask_to_lift(ana, kept, incident)
    restriction.lift(amal, kept, incident)
    assert access.can(people.bea.actor, "see", incident)


def test_kept_again_after_it_was_lifted_both_rows_stay(people, case) -> None:
    amal, ana = people.amal.actor, make.actor(make.agency("desk"), "coordinator", name="Ana")
    incident = case["incidents"]
    for _ in range(2):
        restriction.keep_from(amal, incident, reason="landlord", users=[people.bea.user.pk])
        restriction.keep_from(amal, incident, reason="landlord", users=[people.bea.user.pk])
        kept = KeptFrom.objects.in_force().get()
        restriction.ask_to_lift(amal, kept, incident)
        restriction.lift(ana, kept, incident)
    assert KeptFrom.objects.count() == 2


def test_who_steps_back_is_out_at_once_and_is_let_in_by_two_others(people, case) -> None:
    amal, ana = people.amal.actor, make.actor(make.agency("desk"), "coordinator", name="Ana")
    incident = case["incidents"]
    restriction.step_back(people.bea.actor, incident)
    kept = KeptFrom.objects.get()
    assert (kept.user, kept.placed_by, kept.reason) == (people.bea.user, people.bea.user, "self")
    for act in (restriction.ask_to_lift, restriction.lift):
        with pytest.raises(Http404):
            act(people.bea.actor, kept, incident)
    restriction.ask_to_lift(amal, kept, incident)
    restriction.lift(ana, kept, incident)
    assert access.can(people.bea.actor, "see", incident)


def test_the_database_itself_refuses_to_lift_with_one_person(people, case) -> None:
    restriction.keep_from(
        people.amal.actor, case["incidents"], reason="past", users=[people.bea.user.pk]
    )
    now = make.moment(make.DAY)
    alone = {"lifted_by": people.amal.user, "lifted_at": now}
    both = alone | {"lift_asked_by": people.amal.user, "lift_asked_at": now}
    for facts in (alone, both):
        with pytest.raises(IntegrityError), transaction.atomic():
            KeptFrom.objects.update(**facts)


def test_nobody_it_is_kept_from_is_told_that_something_waits(people, case) -> None:
    cache.clear()
    incident, housing = case["incidents"], people.bea.actor.agency
    colleague = make.member(housing, "practitioner", name="Ben")
    keep(people, case, users=[people.bea.user.pk], agencies=[make.agency("police").pk])
    make.member(make.agency("police"), "police_lead", name="Lou")
    told = [housing.pk, make.agency("police").pk]
    assert notices.tell(told, "incident", incident.pk) == 1
    assert [message.to for message in mail.outbox] == [[colleague.user.email]]


def test_events_say_which_row_and_never_whom(people, case) -> None:
    restriction.keep_from(
        people.amal.actor, case["incidents"], reason="employer", users=[people.bea.user.pk]
    )
    event = AuditEvent.objects.get(act="keep_from")
    assert event.reference == case["incidents"].reference
    assert event.detail == {"kept": KeptFrom.objects.get().pk}
    assert event.user == people.amal.user


def test_levels_stay_what_they_were_for_the_other_agencies(people, case) -> None:
    keep(people, case, users=[people.bea.user.pk])
    told = access.levels_held(people.amal.actor, [case["people"]])
    assert told == {case["people"].pk: set(LEVELS)}
    assert set(access.allowed(people.amal.actor, "see", Person)) == {case["people"]}
