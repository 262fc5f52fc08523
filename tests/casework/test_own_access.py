""" "What can I see, and why": one's roles, what those do, and each record with its cause."""

import pytest
from django.utils import timezone

from agencies import access
from agencies.models import AuditEvent, Cover
from tests import make
from tests.victims.cast import Cast, actor, signed_in
from tests.victims.cast import cast as people_of_it
from victims.actions import assign, state_reason

pytestmark = pytest.mark.django_db
PATH = "/what-can-i-see/"


@pytest.fixture
def people() -> Cast:
    return people_of_it()


def test_it_tells_roles_capabilities_records_and_why(people: Cast) -> None:
    man, hidden = people.met(), make.incident()
    assign(man, by=actor(people.bea), at=timezone.now(), reason="I visit weekly")
    page = signed_in(people.bea).get(PATH).content.decode()
    for words in (
        *("Housing", "Does an agency&#x27;s casework", "First responder", "Since 1 January 2020"),
        *("Log an incident", "In your role", "Write who the person is", "assigned to the person"),
        *(people.incident.reference, man.reference, "Recorded it", "Took part in a visit"),
        *("Assigned since", "I visit weekly"),
    ):
        assert words in page, words
    assert hidden.reference not in page
    (event,) = AuditEvent.objects.filter(record_type="my_access")
    assert set(event.references) == {people.incident.reference, man.reference}


def test_cover_and_a_reason_of_today_are_told(people: Cast) -> None:
    man, today = people.met(), timezone.localdate()
    assign(man, by=actor(people.bea), at=timezone.now(), reason="I visit weekly")
    mia = make.member(people.housing, "support_worker", name="Mia")
    Cover.objects.create(
        colleague=people.bea, by=mia, starts_on=today, ends_on=today, set_by=people.amal.user
    )
    assert "You cover for Bea until" in signed_in(mia).get(PATH).content.decode()
    state_reason(man, "court", by=actor(people.amal))
    page = signed_in(people.amal).get(PATH).content.decode()
    assert "For a warrant, a court or a prosecution" in page
    assert "You cover for" not in page


def test_what_ended_is_gone_and_other_roles_see_no_case(people: Cast) -> None:
    reference = people.incident.reference
    cyd = signed_in(people.cyd)
    assert reference in cyd.get(PATH).content.decode()
    access.withdraw(actor(people.amal), people.incident, people.charity)
    assert reference not in cyd.get(PATH).content.decode()
    board = signed_in(make.member(make.agency("board"), "board_member"))
    page = board.get(PATH).content.decode()
    assert "Read figures" in page
    assert reference not in page
