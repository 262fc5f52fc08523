"""What waits after sending: in My work, on the list of late decisions, on the list of numbers."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from referrals import contact_views
from referrals.after_work import sent_referrals
from referrals.models import Referral
from referrals.terms import Route, Status
from tests import make
from tests.victims.cast import Cast, actor, cast, signed_in

pytestmark = pytest.mark.django_db

# A Monday; five working days later is 9 November.
SENT_ON = date(2026, 11, 2)
TODAY = date(2026, 11, 12)


@pytest.fixture
def people() -> Cast:
    return cast()


def sent(people: Cast, at: date = SENT_ON, age: str = "25_39", **facts) -> Referral:
    person = people.met(people.housing, people.police, age_band=age)
    return make.referral(make.screening(person), at=at, author=people.bea, **facts)


def waiting(people: Cast, today: date = TODAY, member=None) -> list[tuple]:
    found = sent_referrals(actor(member or people.bea), today)
    return [(each.reference, each.text, each.hint, each.due) for each in found]


def test_a_decision_later_than_the_aim_is_told_and_is_not_overdue(people: Cast) -> None:
    referral = sent(people)
    assert waiting(people, date(2026, 11, 9)) == []
    assert waiting(people) == [
        (
            referral.reference,
            "Late decision: ask the Home Office how far it is",
            "The aim was 9 November 2026, 3 working days ago",
            None,
        )
    ]
    make.decision(referral, at=date(2026, 11, 11))
    assert waiting(people) == []


def test_each_clock_is_told_when_it_comes_near(people: Cast) -> None:
    referral = sent(people, at=date(2026, 3, 2), status=Status.RG_MADE)
    make.decision(referral, "RG_NEG", at=date(2026, 3, 9), reason="INSUFF")
    assert waiting(people, date(2026, 3, 20)) == []
    due = date(2026, 4, 8)
    expected = (referral.reference, "Ask for a reconsideration, or record why not", "", due)
    assert waiting(people, date(2026, 3, 25)) == [expected]
    assert waiting(people, due) == [expected]
    assert waiting(people, due + timedelta(days=1)) == []
    other = sent(people, at=date(2026, 3, 2), status=Status.RECOVERY)
    make.decision(other, at=date(2026, 3, 9))
    make.follow_up(other, "support-wanted", at=date(2026, 3, 2))
    assert [row[1:] for row in waiting(people, date(2026, 4, 5)) if row[0] == other.reference] == [
        ("The recovery period may end soon", "", date(2026, 4, 7)),
        (
            "The support provider was not in touch: call them",
            "Expected by 4 March 2026",
            None,
        ),
    ]


def test_a_child_without_a_guardian_is_told_until_that_is_settled(people: Cast) -> None:
    child = sent(people, at=TODAY, age="UNDER_18")
    lacks = "No guardian has accepted: refer the child, chase, or record why not"
    assert [row[1] for row in waiting(people)] == [lacks]
    make.follow_up(child, "guardian-asked", at=TODAY)
    assert lacks in [row[1] for row in waiting(people)]
    make.follow_up(child, "guardian-accepted", at=TODAY)
    assert lacks not in [row[1] for row in waiting(people)]


def test_nothing_waits_for_a_notice_a_closed_one_or_another_agencys(people: Cast) -> None:
    for facts in (
        {"route": Route.DUTY_TO_NOTIFY},
        {"status": Status.WITHDRAWN},
        {"status": Status.CLOSED},
    ):
        sent(people, at=date(2026, 1, 5), **facts)
    sent(people, at=date(2026, 1, 5), agency=people.police)
    assert waiting(people) == []
    assert waiting(people, member=people.pol) == []
    colleague = make.member(
        people.housing, "practitioner", name="Bel", capabilities=["first_responder"]
    )
    sent(people)
    assert len(waiting(people, member=colleague)) == 1


def test_my_work_says_no_date_where_there_is_only_an_aim(people: Cast) -> None:
    referral = sent(people, at=date(2026, 1, 5))
    page = unescape(signed_in(people.bea).get("/my-work/").content.decode())
    row = page[page.index(f"/referrals/{referral.reference}/") :].split("</tr>")[0]
    assert "Late decision" in row
    assert "No date" in row
    assert "Overdue" not in row


def test_my_work_asks_as_often_for_many(people: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            waiting(people)
        return len(captured)

    sent(people, age="UNDER_18")
    few = asked()
    for _ in range(4):
        make.follow_up(sent(people, age="UNDER_18"), "guardian-asked", at=TODAY)
    assert asked() == few


# Late decisions


def test_late_decisions_are_listed_longest_first_to_who_may_see_them(people: Cast) -> None:
    old = sent(people, at=date(2022, 6, 1), status=Status.AWAIT_RG)
    older = sent(people, at=date(2022, 3, 1), status=Status.RETURNED)
    others = [
        sent(people, at=date(2022, 1, 3), status=Status.RECOVERY),
        sent(people, at=date(2022, 1, 3), route=Route.DUTY_TO_NOTIFY),
        sent(people, at=timezone.localdate(), status=Status.SUBMITTED),
    ]
    pages = {
        name: unescape(signed_in(member).get("/late-decisions/").content.decode())
        for name, member in (("bea", people.bea), ("amal", people.amal), ("cyd", people.cyd))
    }
    assert pages["bea"].index(older.reference) < pages["bea"].index(old.reference)
    assert old.reference in pages["amal"]
    for reference in (old.reference, older.reference):
        assert reference not in pages["cyd"]
    assert "No decision that you can see is later than the aim" in pages["cyd"]
    assert "overdue" not in pages["bea"].lower()
    assert [each for each in others if each.reference in pages["bea"]] == []
    assert "/late-decisions/" in signed_in(people.bea).get("/referrals/").content.decode()


# Whom to call


def test_whom_to_call_is_open_to_all_and_old_numbers_come_with_a_warning(
    people: Cast, monkeypatch
) -> None:
    lead = make.member(people.charity, "agency_lead", name="Lou")
    page = unescape(signed_in(lead).get("/whom-to-call/").content.decode())
    for number in ("999", "101", "0800 808 3733", "08000 121 700", "0800 043 4303"):
        assert number in page
    assert "/whom-to-call/" in signed_in(people.bea).get("/help/").content.decode()
    monkeypatch.setattr(contact_views.timezone, "localdate", lambda: date(2027, 12, 1))
    warned = unescape(signed_in(lead).get("/whom-to-call/").content.decode())
    assert "have not been compared with their source for half a year" in warned
    assert warned.count("Check this number before you rely on it") == page.count("Checked ")
