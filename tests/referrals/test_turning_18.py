"""A child whose referral was sent turns 18: what they then say stands once, and everything reads it
from there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.workflow import CannotBeDone
from referrals import rules, since
from referrals.coming_of_age import young_people_choose
from referrals.follow_up import FollowUp
from referrals.models import Referral, ReferralAnswers
from referrals.terms import Route, Status
from referrals.workflow import REFERRAL
from tests import make
from tests.referrals.asking import elsewhere, text_of, told
from tests.victims.cast import Cast, actor, signed_in
from victims.models import Consent, Identity
from victims.terms import AGREED, NOT_DECIDED, WITHDREW

ASK, SOON = "Ask whether they stay in the referral", "Turns 18 soon"
ALONE = {
    "language": "Polish", "interpreting": "PROFESSIONAL", "presence": "ALONE", "capacity": "NONE",
}  # fmt: skip


def born(days: int) -> date:
    """Of somebody who turns 18 in so many days."""
    today = timezone.localdate()
    first = today.replace(year=today.year - 18, day=min(today.day, 28))
    return first + (today - today.replace(day=min(today.day, 28))) + timedelta(days=days)


def childs(people: Cast, *, turns_18_in: int, status: str = Status.AWAIT_RG) -> Referral:
    """Bea's, sent two months ago: who the child is, she sees because she is assigned."""
    person = people.met(people.housing, people.police, age_band="UNDER_18")
    Identity.objects.update_or_create(person=person, defaults={"born_on": born(turns_18_in)})
    make.assignment(person, people.bea.pk)
    made = make.referral(
        make.screening(person), at=timezone.localdate() - timedelta(days=60), route=Route.NRM,
        author=people.bea, status=status,
    )  # fmt: skip
    ReferralAnswers.objects.create(referral=made, values={"pv-under-age": "yes"})
    return made


def take(people: Cast, referral: Referral, name: str, **facts: object) -> Referral:
    return REFERRAL.take(
        name, referral, by=actor(people.bea), at=timezone.now(), note="x", facts=facts
    )


def offered(people: Cast, referral: Referral) -> set[str]:
    row = Referral.objects.select_related("person").get(pk=referral.pk)
    return {step.name for step in REFERRAL.open_to(actor(people.bea), row)}


def waits(people: Cast, member=None) -> list[str]:
    found = young_people_choose(actor(member or people.bea), timezone.localdate())
    return [waiting.text for waiting in found]


@pytest.mark.parametrize(("days", "texts"), [(0, [ASK]), (80, [SOON]), (100, [])])
def test_the_birthday_waits_for_those_who_may_see_it(
    people: Cast, days: int, texts: list[str]
) -> None:
    referral = childs(people, turns_18_in=days)
    assert waits(people) == texts
    assert waits(people, people.pol) == []
    due = [one.due for one in young_people_choose(actor(people.bea), timezone.localdate())]
    assert due == [rules.comes_of_age_on(born(days))] * len(texts)
    assert referral.person.age_band == "UNDER_18"


def test_they_stay_in_and_say_so_on_the_page_of_the_step(bea: Client, people: Cast) -> None:
    referral = childs(people, turns_18_in=0)
    base = f"/referrals/{referral.reference}/"
    assert f"{base}steps/turned_18/" in text_of(bea.get("/my-work/"))
    bea.post(f"{base}steps/turned_18/", {"note": "I explain it on Monday"})
    assert Referral.objects.get().status == Status.TRANSITION
    assert waits(people) == [ASK]
    today = timezone.localdate()
    sent = {"said_on": today.isoformat()}
    page = text_of(bea.post(f"{base}steps/stays_await_rg/", sent | ALONE))
    assert "Select whether they want support as an adult" in page
    gone = bea.post(f"{base}steps/stays_await_rg/", sent | ALONE | {"wants_support": "yes"})
    assert gone.status_code == 302
    row = Referral.objects.get()
    assert (row.status, row.consent_said, row.consent_said_on) == (Status.AWAIT_RG, AGREED, today)
    assert told() == [("NRM", AGREED), ("SUPPORT", AGREED)]
    assert set(Consent.objects.values_list("language", flat=True)) == {"Polish"}
    assert since.of(row).is_child is False
    assert since.of(row).last_on("support").what == "support-wanted"
    assert waits(people) == []
    assert not {"turned_18", "combined_positive"} & offered(people, row)
    page = text_of(bea.get(base))
    assert "The person stays in, as an adult" in page
    assert str(born(0).year) not in page


def test_what_they_said_to_somebody_else_is_not_asked_again(people: Cast) -> None:
    referral = childs(people, turns_18_in=-3)
    elsewhere(people, referral, AGREED, days_ago=2)
    assert waits(people) == ["Record that they turned 18"]
    referral = take(people, referral, "turned_18")
    assert waits(people) == ["Record that the referral goes on"]
    assert "stayed_await_rg" in offered(people, referral)
    assert "stays_await_rg" not in offered(people, referral)
    referral = take(people, referral, "stayed_await_rg")
    assert (referral.status, told()) == (Status.AWAIT_RG, [("NRM", AGREED)])
    assert waits(people) == []


def test_what_a_child_was_asked_before_the_birthday_does_not_count(people: Cast) -> None:
    referral = childs(people, turns_18_in=-3)
    elsewhere(people, referral, AGREED, days_ago=10)
    assert waits(people) == [ASK]
    referral = take(people, referral, "turned_18")
    for name, facts in (
        ("stayed_await_rg", {}),
        ("stays_await_rg", {"said_on": timezone.localdate() - timedelta(days=9)}),
    ):
        with pytest.raises(CannotBeDone):
            take(people, referral, name, **facts)
    referral.refresh_from_db()
    assert (referral.status, len(told())) == (Status.TRANSITION, 1)


def test_who_has_not_decided_is_asked_again_and_who_leaves_withdraws(people: Cast) -> None:
    referral = take(people, childs(people, turns_18_in=0), "turned_18")
    elsewhere(people, referral, NOT_DECIDED)
    assert (waits(people), "stayed_await_rg" in offered(people, referral)) == ([ASK], False)
    elsewhere(people, referral, WITHDREW)
    assert waits(people) == []
    assert "withdraw" in offered(people, referral)
    assert "Tell the Home Office, and record it here" in text_of(
        signed_in(people.bea).get("/my-work/")
    )


def test_who_was_not_18_after_all_is_a_child_again(people: Cast) -> None:
    referral = take(people, childs(people, turns_18_in=30), "turned_18")
    assert since.of(Referral.objects.get()).lacks_guardian is False
    referral = take(people, referral, "not_18_await_rg")
    assert referral.status == Status.AWAIT_RG
    assert since.of(Referral.objects.get()).lacks_guardian is True
    assert FollowUp.objects.count() == 2
    assert (waits(people), "turned_18" in offered(people, referral)) == ([SOON], True)


def test_an_adult_never_turns_18(people: Cast) -> None:
    person = people.met(people.housing, people.police)
    made = make.referral(make.screening(person), author=people.bea, status=Status.AWAIT_RG)
    ReferralAnswers.objects.create(referral=made)
    assert not {"turned_18", "stays_await_rg", "not_18_await_rg"} & offered(people, made)


def test_my_work_asks_once_however_many_there_are(people: Cast) -> None:
    counts = []
    for _ in range(2):
        childs(people, turns_18_in=5)
        who, today = actor(people.bea), timezone.localdate()
        with CaptureQueriesContext(connection) as asked:
            young_people_choose(who, today)
        counts.append(len(asked))
    assert counts[0] == counts[1]
