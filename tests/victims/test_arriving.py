"""What is shared arrives in the other agency's work, and stays there until it is accepted."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from agencies import access, notices
from agencies.models import AuditEvent
from casework.sharing import share_record
from tests import make
from tests.victims.cast import Cast, actor, signed_in

pytestmark = pytest.mark.django_db
HEADING = "Shared with your agency"


@pytest.fixture
def health(people: Cast):
    return make.agency("health")


def given(record, agency, by) -> None:
    share_record(
        record, [agency], by=actor(by), at=timezone.now(), level="work",
        purpose="To find them a doctor", basis="Public task",
    )  # fmt: skip


def test_it_says_who_shared_why_and_when_and_is_accepted_once_for_all(people: Cast, health) -> None:
    man = people.met()
    nia, ned = (make.member(health, "practitioner", name=name) for name in ("Nia", "Ned"))
    lead = make.member(health, "agency_lead", name="Lee")
    for record in (people.incident, man):
        given(record, health, people.amal)
    for member in (nia, ned, lead):
        page = signed_in(member).get("/my-work/").content.decode()
        for words in (HEADING, "To find them a doctor", "By Amal", people.incident.reference):
            assert words in page, words
        assert man.reference in page
    for record, by in ((people.incident, nia), (man, lead)):
        path = f"/{'people' if record == man else 'incidents'}/{record.reference}/sharing/accept/"
        page = signed_in(by).get(path).content.decode()
        for words in ("Amal", "To find them a doctor", "Public task", "No end date"):
            assert words in page, words
        # A lead sees the reference and nothing of the person.
        assert man.working_label not in page
        assert signed_in(by).post(path).status_code == 302
    assert HEADING not in signed_in(ned).get("/my-work/").content.decode()
    accepted = AuditEvent.objects.filter(act="accept_share").values_list("user", "reference")
    assert set(accepted) == {
        (nia.user_id, people.incident.reference),
        (lead.user_id, man.reference),
    }
    # It is theirs as before, and the page of who can see it says who took note.
    page = signed_in(ned).get(f"/incidents/{people.incident.reference}/sharing/").content.decode()
    assert "Accepted by Nia" in page


def test_accepting_twice_is_as_once_and_nobody_accepts_for_another_agency(
    people: Cast, health
) -> None:
    nia = make.member(health, "practitioner", name="Nia")
    given(people.incident, health, people.amal)
    path = f"/incidents/{people.incident.reference}/sharing/accept/"
    for _ in range(2):
        assert signed_in(nia).post(path).status_code == 302
    assert AuditEvent.objects.filter(act="accept_share").count() == 1
    fire = make.member(make.agency("fire"), "practitioner", name="Fay")
    assert (signed_in(fire).get(path).status_code, signed_in(fire).post(path).status_code) == (
        404,
        404,
    )


def test_what_ended_or_was_ones_own_does_not_wait(people: Cast, health) -> None:
    nia = make.member(health, "practitioner", name="Nia")
    own = make.incident(granted_to=[health])
    given(people.incident, health, people.amal)
    assert people.incident.reference in signed_in(nia).get("/my-work/").content.decode()
    access.withdraw(actor(people.amal), people.incident, health)
    page = signed_in(nia).get("/my-work/").content.decode()
    assert HEADING not in page
    assert own.reference not in page


def test_an_agency_is_told_only_while_it_has_the_record(people: Cast, health) -> None:
    cache.clear()
    nia = make.member(health, "practitioner", name="Nia")
    about = ("incident", people.incident.pk)
    # Asked before, run now: it was never given, or that has ended since.
    assert notices.tell([health.pk], *about) == 0
    given(people.incident, health, people.amal)
    access.withdraw(actor(people.amal), people.incident, health)
    assert notices.tell([health.pk], *about) == 0
    given(people.incident, health, people.amal)
    assert notices.tell([health.pk], *about) == 1
    assert [message.to for message in mail.outbox] == [[nia.user.email]]
