"""Declaring ties, what may be the same, and that nobody but the record's owners is told."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import access, notices, restriction
from agencies.kept_from import KeptFrom
from agencies.models import AuditEvent, Membership
from tests import make
from tests.doors.world import said_to_anyone
from tests.shop.test_asking import tables_with
from tests.victims.cast import Cast, actor, cast, signed_in
from tests.web_role import as_web_role
from ties.matching import match_new
from ties.models import Declaration, DeclaredPrint, Match, RecordedPrint
from ties.work import DECLARE, MAY_KNOW
from victims.actions import make_parts
from victims.models import Identity, Person

FIELDS = ("people", "businesses", "addresses", "others")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def declare(member, **ties: str):
    with as_web_role():
        return signed_in(member).post(
            "/ties/", {name: ties.get(name, "") for name in FIELDS} | ties
        )


def named(people: Cast, given: str = "Jan", family: str = "Kowalczyk") -> Person:
    """Someone met by housing, whose identity is written down as a page does it."""
    man = people.met()
    make_parts(man)
    identity = Identity.objects.get(person=man)
    identity.given_names, identity.family_name = given, family
    identity.save()
    return man


def as_told(answer: HttpResponse, member: Membership) -> bytes:
    """Without what differs between colleagues; a visit of Bea's is theirs by her name for both."""
    return said_to_anyone(answer, member.user).replace(b"By Bea", b"By who")


def matched() -> int:
    """What the worker does, with its own rights."""
    with as_web_role():
        return match_new()


def my_work(member) -> str:
    with as_web_role():
        return signed_in(member).get("/my-work/").content.decode()


def alerts(member) -> set[str]:
    rows = [row for row in my_work(member).split("<tr") if MAY_KNOW in row]
    return {re.search(r"[A-Z]{3}-\w{6}-\w", row)[0] for row in rows}


@pytest.mark.parametrize("declared_first", [True, False])
def test_a_relative_among_the_people_met_is_told_to_the_owner_alone(
    people: Cast, declared_first: bool
) -> None:
    if declared_first:
        declare(people.bea, people="Anna Nowak\nKOWALCZYK Jan")
        man = named(people)
    else:
        man = named(people)
        declare(people.bea, people="Anna Nowak\nKOWALCZYK Jan")
    assert matched() == 1
    assert alerts(people.amal) == {man.reference}
    assert [alerts(who) for who in (people.bea, people.pol, people.cyd)] == [set()] * 3
    assert matched() == 0


def test_a_place_and_a_business_are_found_for_every_incident_there(people: Cast) -> None:
    place = make.location(address="Golden Nails, 12 High St, Tipton")
    first = make.incident(location=place)
    declare(people.bea, addresses="12 High Street")
    declare(people.pol, businesses="Golden Nails Ltd")
    declare(people.cyd, others="13 High Street")
    assert matched() == 2
    second = make.incident(location=place)
    assert matched() == 2
    found = set(Match.objects.values_list("membership", "reference"))
    assert found == {
        (member.pk, incident.reference)
        for member in (people.bea, people.pol)
        for incident in (first, second)
    }


@pytest.mark.parametrize("answer", ["keep", "leave"])
def test_the_owner_decides_whether_to_keep_it_from_them(people: Cast, answer: str) -> None:
    man = named(people)
    make.assignment(man, people.bea.pk)
    declare(people.bea, people="Jan Kowalczyk")
    matched()
    address = f"/people/{man.reference}/declared-tie/{Match.objects.get().pk}/"
    with as_web_role():
        page = signed_in(people.amal).get(address).content.decode()
        assert "Bea" in page
        assert "Kowalczyk" not in page
        for member, status in ((people.bea, 403), (people.cyd, 404)):
            assert signed_in(member).get(address).status_code == status
        assert signed_in(people.amal).post(address, {"answer": answer}).url == "/my-work/"
    assert access.can(actor(people.bea), "see", man) == (answer == "leave")
    assert KeptFrom.objects.filter(user=people.bea.user).exists() == (answer == "keep")
    assert alerts(people.amal) == set()


def test_an_incident_is_kept_with_its_people(people: Cast) -> None:
    incident = people.incident
    incident.location = make.location(address="12 High Street")
    incident.save()
    man = people.met()
    declare(people.bea, addresses="12 high street")
    matched()
    match = Match.objects.get()
    with as_web_role():
        signed_in(people.amal).post(
            f"/incidents/{incident.reference}/declared-tie/{match.pk}/", {"answer": "keep"}
        )
    bea = actor(people.bea)
    assert (access.can(bea, "see", incident), access.can(bea, "see", man)) == (False, False)


def test_whoever_declares_is_told_the_same_whether_or_not_anything_meets(people: Cast) -> None:
    """The same bytes and statements; nothing is compared before the worker does it."""
    named(people)
    facts = {"name": "Max", "capabilities": ["first_responder"]}
    told, mate = [], make.member(people.housing, "practitioner", **facts)
    for member, name in ((people.bea, "Jan Kowalczyk"), (mate, "Jon Kowalowski")):
        client = signed_in(member)
        with CaptureQueriesContext(connection) as statements, as_web_role():
            data = dict.fromkeys(FIELDS, "") | {"people": name}
            answer = client.post("/ties/", data, follow=True)
        sql = [re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b", "?", each["sql"]) for each in statements]
        sql = [re.sub(r"ARRAY\[[^\]]*\]", "?", each) for each in sql]
        told.append((as_told(answer, member), sql))
    assert told[0] == told[1]
    assert matched() == 1
    with as_web_role():
        after = [as_told(signed_in(each).get("/my-work/"), each) for each in (people.bea, mate)]
    assert after[0] == after[1]


def test_a_coordinator_is_not_told_of_their_own_tie(
    people: Cast, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(
        notices.current_app, "send_task", lambda name, kwargs: sent.append((name, kwargs))
    )
    ana = make.member(make.agency("desk"), "coordinator", name="Ana")
    man = named(people)
    declare(people.amal, people="Jan Kowalczyk")
    with django_capture_on_commit_callbacks(execute=True):
        match_new()
    assert (alerts(people.amal), alerts(ana)) == (set(), {man.reference})
    about = {"record_type": "person", "record_id": man.pk}
    assert sent == [(notices.TELL_MEMBERS, {"membership_ids": [ana.pk], **about})]
    cache.clear()
    assert notices.tell_members([ana.pk], **about) == 1
    assert (mail.outbox[0].subject, mail.outbox[0].body) == (notices.SUBJECT, notices.TEXT)
    address = f"/people/{man.reference}/declared-tie/{Match.objects.get().pk}/"
    with as_web_role():
        assert signed_in(people.amal).get(address).status_code == 404


def test_declared_words_stand_in_the_declaration_alone(people: Cast) -> None:
    """In no other table; and the database gives them to no other member, nor to the worker."""
    declare(people.bea, people="Zqdeclared Zqfamily", addresses="12 Zqstreet")
    man = named(people, "Zqdeclared", "Zqfamily")
    matched()
    assert alerts(people.amal) == {man.reference}
    for word in ("Zqdeclared", "zqdeclared", "Zqstreet", "zqstreet"):
        # The past of who a person is: written by triggers, read by the owner of the tables alone.
        names = {"victims_identity", "victims_identitypast"}
        assert tables_with(word) <= {"ties_declaration", *names}
    assert "Zqdeclared" not in str(list(AuditEvent.objects.values()))
    assert DeclaredPrint.objects.exists()
    assert RecordedPrint.objects.exists()
    with as_web_role():
        assert Declaration.objects.count() == 0
        for member in (people.amal, people.pol):
            assert "Zqdeclared" not in signed_in(member).get("/ties/").content.decode()
        assert "Zqdeclared" in signed_in(people.bea).get("/ties/").content.decode()


def test_the_latest_declaration_is_the_one_compared(people: Cast) -> None:
    declare(people.bea, people="Jan Kowalczyk")
    assert declare(people.bea, has_none="on").url == "/my-work/"
    named(people)
    assert matched() == 0
    assert Declaration.objects.filter(membership=people.bea).count() == 2


def test_what_is_kept_from_them_already_is_no_news(people: Cast) -> None:
    man = named(people)
    restriction.keep_from(actor(people.amal), man, users=[people.bea.user_id], reason="past")
    declare(people.bea, people="Jan Kowalczyk")
    assert matched() == 0


def test_nothing_meets_across_partnerships(people: Cast) -> None:
    elsewhere = make.partnership("elsewhere", towns=("otherton",))
    eve = make.member(make.agency("housing", elsewhere), "practitioner", name="Eve")
    named(people)
    declare(eve, people="Jan Kowalczyk")
    assert matched() == 0


def reminder(member) -> bool:
    return DECLARE in my_work(member)


def test_everybody_is_asked_on_joining_and_again_when_a_year_is_nearly_over(people: Cast) -> None:
    assert reminder(people.bea)
    declare(people.bea, has_none="on")
    assert not reminder(people.bea)
    for days, due in ((300, False), (340, True), (400, True)):
        Declaration.objects.update(declared_at=timezone.now() - timedelta(days=days))
        assert reminder(people.bea) == due, days
    assert "Overdue" in my_work(people.bea)


def test_having_none_is_said_and_what_was_typed_survives(people: Cast) -> None:
    empty = declare(people.bea).content.decode()
    assert "Enter what you have, or select that you have none" in empty
    both = declare(people.bea, people="Anna Nowak", has_none="on").content.decode()
    assert "Take this off, or empty the boxes above" in both
    assert "Anna Nowak" in both
    assert not Declaration.objects.exists()
