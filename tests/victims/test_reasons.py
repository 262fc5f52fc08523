"""Who a person is, for those who are not assigned: a reason first, once a person a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies import access
from agencies.models import AuditEvent
from tests import make
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import make_parts, state_reason
from victims.models import Identity, Person, StatedReason

FIVE = {"danger", "same_person", "pathway", "court", "information"}


@pytest.fixture
def man(people: Cast) -> Person:
    found = people.met()
    make_parts(found)
    Identity.objects.filter(person=found).update(given_names="Zdravko")
    return found


def identity(man: Person) -> str:
    return f"/people/{man.reference}/identity/"


def test_a_coordinator_says_why_and_then_sees_who_it_is(people: Cast, man: Person) -> None:
    amal = signed_in(people.amal)
    asked = amal.get(identity(man))
    assert asked.url == f"{identity(man)}reason/"
    page = amal.get(asked.url).content.decode()
    assert "Zdravko" not in page
    assert {code for code in FIVE if f'value="{code}"' in page} == FIVE
    assert "Select why you need to know who this is" in amal.post(asked.url).content.decode()
    assert not StatedReason.objects.exists()
    shown = amal.post(asked.url, {"reason": "court"}, follow=True)
    assert "Zdravko" in shown.content.decode()
    event = AuditEvent.objects.get(act="state_reason")
    assert (event.reference, event.detail, event.parts) == (
        man.reference, {"reason": "court"}, ["identity"],
    )  # fmt: skip


def test_the_reason_stands_for_one_person_until_the_day_ends(people: Cast, man: Person) -> None:
    other = people.met()
    make_parts(other)
    state_reason(man, "danger", by=actor(people.amal))
    amal = signed_in(people.amal)
    assert amal.get(identity(man)).status_code == 200
    assert amal.get(identity(other)).status_code == 302
    StatedReason.objects.update(on=timezone.localdate() - timedelta(days=1))
    assert amal.get(identity(man)).status_code == 302


def test_the_reason_opens_nothing_else_and_writes_nothing(people: Cast, man: Person) -> None:
    state_reason(man, "danger", by=actor(people.amal))
    amal = signed_in(people.amal)
    base = f"/people/{man.reference}/"
    assert amal.get(f"{base}identity/change/").status_code == 403
    assert {part: amal.get(f"{base}{part}/").status_code for part in (
        "contact", "narrative", "needs",
    )} == {"contact": 404, "narrative": 404, "needs": 404}  # fmt: skip


def test_a_police_lead_is_asked_where_the_police_were_given_the_person(people: Cast) -> None:
    lead = make.member(people.police, "police_lead", name="Lou")
    theirs, others = people.met(people.police), people.met()
    others.grants.filter(group=people.police.group).delete()
    lou = signed_in(lead)
    assert lou.get(identity(theirs)).status_code == 302
    for address in (identity(others), f"{identity(others)}reason/"):
        assert lou.get(address).status_code == 404
        assert lou.post(address, {"reason": "danger"}).status_code in (404, 405)
    lou.post(f"{identity(theirs)}reason/", {"reason": "court"})
    assert lou.get(identity(theirs)).status_code == 200


def test_whoever_has_to_be_assigned_is_not_asked_for_a_reason(people: Cast, man: Person) -> None:
    pol = signed_in(people.bea)
    answer = pol.post(f"{identity(man)}reason/", {"reason": "danger"})
    assert answer.status_code == 403
    assert "stays with those assigned" in answer.content.decode()
    with pytest.raises(access.Refused):
        state_reason(man, "danger", by=actor(people.bea))
    assert not StatedReason.objects.exists()
