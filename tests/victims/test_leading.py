"""A lead puts colleagues on people and takes them off; cover; reading again what one wrote."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies import notices
from agencies.acting import actor_by_membership
from agencies.cover import why_not_cover
from agencies.models import AuditEvent, Cover
from tests import make
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import PARTS, assign, assign_colleague, take_off
from victims.models import Assignment, Narrative, Person

TODAY = timezone.localdate


@pytest.fixture
def hal(people: Cast):
    return make.member(people.housing, "agency_lead", name="Hal")


def opened(client, man: Person) -> set[str]:
    return {p for p in PARTS if client.get(f"/people/{man.reference}/{p}/").status_code == 200}


def on(member, man: Person) -> None:
    assign(man, by=actor(member), at=timezone.now(), reason="I visit weekly")


def test_a_lead_is_told_and_takes_someone_off_at_once(
    people: Cast, hal, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(
        notices.current_app, "send_task", lambda name, kwargs: sent.append((name, kwargs))
    )
    man, bea, lead = people.met(), signed_in(people.bea), signed_in(hal)
    with django_capture_on_commit_callbacks(execute=True):
        on(people.bea, man)
    about = {"record_type": "person", "record_id": man.pk}
    assert sent == [(notices.TELL_MEMBERS, {"membership_ids": [hal.pk], **about})]
    waiting = lead.get("/my-work/").content.decode()
    assert "Bea is assigned: is that right?" in waiting
    address = f"/people/{man.reference}/assigned/{people.bea.pk}/take-off/"
    assert address in waiting
    assert opened(bea, man) == {"identity", "contact", "narrative"}
    assert lead.get(address).status_code == 200
    assert lead.post(address).url == "/assignments/"
    assert opened(bea, man) == set()
    event = AuditEvent.objects.get(act="take_off")
    assert (event.reference, event.detail) == (man.reference, {"membership": people.bea.pk})


def test_the_mail_to_a_lead_says_only_that_something_waits(people: Cast, hal) -> None:
    cache.clear()
    assert notices.tell_members([hal.pk], "person", people.met().pk) == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.body, sent.to) == (notices.SUBJECT, notices.TEXT, [hal.user.email])


def test_a_lead_sees_references_and_colleagues_and_nothing_of_the_person(people: Cast, hal) -> None:
    man = people.met(people.housing, people.police)
    on(people.bea, man)
    on(people.pol, man)
    page = signed_in(hal).get("/assignments/").content.decode()
    assert man.reference in page
    assert "Bea" in page
    assert "Pol" not in page
    assert man.working_label not in page
    assert signed_in(hal).get(f"/people/{man.reference}/").status_code == 404


def test_a_lead_decides_for_their_own_agency_only(people: Cast, hal) -> None:
    man = people.met(people.housing, people.police)
    on(people.pol, man)
    on(people.bea, man)
    lead = signed_in(hal)
    other = f"/people/{man.reference}/assigned/{people.pol.pk}/take-off/"
    never = f"/people/{man.reference}/assigned/999999/take-off/"
    for address in (other, never):
        assert (lead.get(address).status_code, lead.post(address).status_code) == (404, 404)
    for member in (people.bea, people.pol):
        answer = signed_in(member).post(
            f"/people/{man.reference}/assigned/{people.bea.pk}/take-off/"
        )
        assert answer.status_code == 403
        assert "Only the lead of your agency does this" in answer.content.decode()
    assert Assignment.objects.filter(person=man).count() == 2


def test_a_lead_puts_a_support_worker_on_a_person(people: Cast, hal) -> None:
    man, mia = people.met(), make.member(people.housing, "support_worker", name="Mia")
    lead = signed_in(hal)
    entry = {"reference": man.reference, "colleague": mia.pk, "reason": "She speaks Slovak"}
    assert lead.post("/assignments/add/", entry).url == "/assignments/"
    assert opened(signed_in(mia), man) == set(PARTS)
    assert opened(lead, man) == set()
    assert signed_in(people.bea).get("/assignments/").status_code == 403


def test_the_lead_is_told_what_is_wrong_and_keeps_what_they_typed(people: Cast, hal) -> None:
    man, mia = people.met(), make.member(people.housing, "support_worker", name="Mia")
    elsewhere = make.person(make.incident())
    lead = signed_in(hal)
    for reference in (elsewhere.reference, "PER-AAAAAA-A", "<b>"):
        entry = {"reference": reference, "colleague": mia.pk, "reason": "She speaks Slovak"}
        page = lead.post("/assignments/add/", entry).content.decode()
        assert "Enter the reference of a person that your agency was given" in page
        assert "She speaks Slovak" in page
    entry = {"reference": man.reference, "colleague": people.pol.pk, "reason": "x"}
    page = lead.post("/assignments/add/", entry).content.decode()
    assert "Select who works with them from the list" in page
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("roles", [["support_worker"], ["police_lead"], ["agency_lead"]])
def test_only_agency_workers_put_themselves_on_a_person(people: Cast, roles) -> None:
    man = people.met()
    client = signed_in(make.member(people.housing, *roles, name="Max"))
    answer = client.post(f"/people/{man.reference}/assigned/add/", {"reason": "I must"})
    assert answer.status_code == (404 if roles == ["agency_lead"] else 403)
    assert not Assignment.objects.exists()


# What one wrote oneself


def test_what_one_wrote_oneself_one_may_read_again_and_no_longer_change(people: Cast, hal) -> None:
    man, bea = people.met(), signed_in(people.bea)
    on(people.bea, man)
    address = f"/people/{man.reference}/narrative/"
    bea.post(f"{address}change/", {"account": "They took his passport", "version": "1"})
    take_off(Assignment.objects.get(person=man), by=actor(hal))
    assert "They took his passport" in bea.get(address).content.decode()
    assert opened(bea, man) == {"narrative"}
    assert bea.get(f"{address}change/").status_code == 403
    # What somebody else wrote since is not hers to read.
    mia = make.member(people.housing, "support_worker", name="Mia")
    assign_colleague(man, mia, by=actor(hal), at=timezone.now(), reason="x")
    signed_in(mia).post(f"{address}change/", {"account": "He told more", "version": "2"})
    assert Narrative.objects.get(person=man).account == "He told more"
    assert opened(bea, man) == set()


def test_re_reading_ends_with_the_agencys_access(people: Cast, hal) -> None:
    man, bea = people.met(), signed_in(people.bea)
    on(people.bea, man)
    bea.post(f"/people/{man.reference}/narrative/change/", {"account": "x", "version": "1"})
    man.grants.filter(group=people.housing.group).delete()
    assert opened(bea, man) == set()


# Cover


def covering(people: Cast, hal, first: date, last: date):
    mia = make.member(people.housing, "support_worker", name="Mia")
    Cover.objects.create(
        colleague=people.bea, by=mia, starts_on=first, ends_on=last, set_by=hal.user
    )
    return mia


@pytest.mark.parametrize(
    ("first", "last", "opens"), [(0, 0, True), (-13, 0, True), (-13, -1, False), (1, 3, False)]
)
def test_cover_has_what_the_colleague_is_assigned_to_and_ends_by_itself(
    people: Cast, hal, first: int, last: int, opens: bool
) -> None:
    man, other = people.met(), people.met()
    on(people.bea, man)
    days = [TODAY() + timedelta(days=each) for each in (first, last)]
    mia = signed_in(covering(people, hal, *days))
    # With the parts of the one who covers: a support worker has the needs as well.
    assert opened(mia, man) == (set(PARTS) if opens else set())
    assert opened(mia, other) == set()


def test_cover_is_of_one_agency_and_of_those_who_still_work_there(people: Cast, hal) -> None:
    man = people.met()
    on(people.bea, man)
    mia = covering(people, hal, TODAY(), TODAY())
    assert actor(mia).covers_for == {people.bea.pk}
    mia.is_active = False
    mia.save()
    assert actor_by_membership(mia.pk) is None
    Cover.objects.create(
        colleague=people.bea, by=people.pol, starts_on=TODAY(), ends_on=TODAY(), set_by=hal.user
    )
    assert actor(people.pol).covers_for == frozenset()
    assert why_not_cover(people.bea, people.pol, TODAY(), TODAY()) == {
        "by": "Select someone of the same agency"
    }


@pytest.mark.parametrize(("days", "kept"), [(0, True), (13, True), (14, False), (-1, False)])
def test_the_database_keeps_cover_to_14_days(people: Cast, hal, days: int, kept: bool) -> None:
    last = TODAY() + timedelta(days=days)
    mia = make.member(people.housing, "support_worker", name="Mia")
    assert (why_not_cover(people.bea, mia, TODAY(), last) == {}) == kept
    if kept:
        covering(people, hal, TODAY(), last)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            covering(people, hal, TODAY(), last)
