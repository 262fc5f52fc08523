"""After it was sent: the person withdraws, agrees after all, or turns 18."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from referrals import rules
from referrals.actions import begin
from referrals.models import Referral, ReferralAnswers
from referrals.terms import AgeNow, Route, Status
from tests.referrals.asking import answer, elsewhere, how, text_of, told
from tests.victims.cast import Cast, actor, signed_in
from victims.actions import assign
from victims.models import Consent, Identity, Screening
from victims.terms import AGREED, WITHDREW

SENT = {
    "pv-under-age": "no",
    "pv-want-to-submit-nrm": "no",
    "asked-on": "2026-01-04",
    "asked-language": "Zqlanguage",
    "refuse-nrm": "Zqreason",
    "how-did-the-exploitation-start": "Zqstart",
    "authorities-cooperation": "yes",
    "named-in-notice": "no",
    "pv-nationality": "Bulgarian",
    "when-last-contact": "within-the-last-week",
}


def sent(people: Cast, screening: Screening, route: str, **answers: object) -> Referral:
    """Sent by Bea nine days ago."""
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    ReferralAnswers.objects.filter(referral=referral).update(values=answers)
    Referral.objects.filter(pk=referral.pk).update(
        status=Status.SUBMITTED, route=route, submitted_on=timezone.localdate() - timedelta(days=9),
        home_office_reference="HO-1", question_set="nrm-2026-04",
    )  # fmt: skip
    referral.refresh_from_db()
    return referral


@pytest.fixture
def notice(people: Cast, screening: Screening) -> Referral:
    return sent(people, screening, Route.DUTY_TO_NOTIFY, **SENT)


def rows_of(referral: Referral) -> list[tuple]:
    """Everything the database has of it, its trail included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r::text FROM referrals_referral r WHERE id = %(id)s"
            " UNION ALL SELECT a::text FROM referrals_referralanswers a WHERE referral_id = %(id)s"
            " UNION ALL SELECT c::text FROM casework_statuschange c WHERE reference = %(called)s",
            {"id": referral.pk, "called": referral.reference},
        )
        return cursor.fetchall()


# They agree now

FROM_NOTICE = "Filled in from the notice that was sent"


def test_they_agree_now_begins_a_linked_referral_and_the_notice_stays_byte_for_byte(
    bea, people, notice
) -> None:
    before = rows_of(notice)
    page = text_of(bea.get(f"/referrals/{notice.reference}/"))
    assert "They agree now" in page
    path = f"/referrals/{notice.reference}/agrees-now/"
    assert "The notice stays as it was sent" in text_of(bea.get(path))
    gone = bea.post(path)
    referral = Referral.objects.exclude(pk=notice.pk).get()
    assert gone.url == f"/referrals/{referral.reference}/questions/safe-tonight/"
    assert (referral.follows, referral.author) == (notice, notice.author)
    assert (referral.person, referral.screening) == (notice.person, notice.screening)
    assert referral.answers.values == {}
    answer(bea, referral, "age-now", pv_under_age="no")
    answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    how(bea, referral)
    assert told() == [("NRM", AGREED)]
    referral.refresh_from_db()
    assert referral.route == Route.NRM
    assert rows_of(notice) == before
    assert f"follows the notice {notice.reference}" in text_of(
        bea.get(f"/referrals/{referral.reference}/")
    )


def test_what_the_notice_said_is_suggested_and_counts_once_its_page_is_saved(
    bea, people, notice
) -> None:
    bea.post(f"/referrals/{notice.reference}/agrees-now/")
    referral = Referral.objects.exclude(pk=notice.pk).get()
    base = f"/referrals/{referral.reference}/questions/"
    answer(bea, referral, "age-now", pv_under_age="no")
    page = text_of(bea.get(f"{base}consent/"))
    assert " checked" not in page
    answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    assert "Zqlanguage" not in text_of(bea.get(f"{base}how-asked/"))
    how(bea, referral)
    page = text_of(bea.get(f"{base}how-it-started/"))
    assert "Zqstart" in page
    assert FROM_NOTICE in page
    assert (
        "how-did-the-exploitation-start"
        not in ReferralAnswers.objects.get(referral=referral).values
    )
    assert FROM_NOTICE not in text_of(bea.get(f"{base}support/"))
    assert " checked" not in text_of(bea.get(f"{base}cooperation/"))
    answer(bea, referral, "how-it-started", how_did_the_exploitation_start="Zqagain")
    assert FROM_NOTICE not in text_of(bea.get(f"{base}how-it-started/"))


def test_only_a_notice_that_was_sent_is_followed_and_only_once(bea, people, notice) -> None:
    path = f"/referrals/{notice.reference}/agrees-now/"
    bea.post(path)
    again = bea.post(path, follow=True)
    assert "A referral was begun from this notice already" in text_of(again)
    assert Referral.objects.count() == 2
    first = Referral.objects.get(follows=notice)
    first.status = Status.CLOSED
    first.save()
    bea.post(path)
    assert Referral.objects.filter(follows=notice).count() == 2
    other = Referral.objects.filter(follows=notice).exclude(pk=first.pk).get()
    assert bea.get(f"/referrals/{other.reference}/agrees-now/").status_code == 404
    nrm = f"/referrals/{other.reference}/"
    assert "They agree now" not in text_of(bea.get(nrm))


def test_who_may_not_refer_or_not_see_it_begins_nothing(people, notice) -> None:
    path = f"/referrals/{notice.reference}/agrees-now/"
    assert signed_in(people.pol).get(path).status_code == 403
    assert signed_in(people.cyd).post(path).status_code == 404
    assert Referral.objects.count() == 1


# Withdrawing what was sent


def withdrawal(**more: object) -> dict:
    day = timezone.localdate()
    return {
        "said_on-day": day.day, "said_on-month": day.month, "said_on-year": day.year,
        "language": "Polish", "interpreting": "NOT_NEEDED", "presence": "ALONE",
        "capacity": "NONE", "told_how": "form", "note": "I told them today.", **more,
    }  # fmt: skip


def test_withdrawing_asks_how_and_when_and_writes_the_ledger(bea, people, screening) -> None:
    referral = sent(people, screening, Route.NRM, **{**SENT, "pv-want-to-submit-nrm": "yes"})
    path = f"/referrals/{referral.reference}/steps/withdraw/"
    assert "need give no reason" in text_of(bea.get(path))
    assert "Select how they withdrew" in text_of(bea.post(path, withdrawal(told_how="")))
    assert not Consent.objects.exists()
    assert bea.post(path, withdrawal()).status_code == 302
    (event,) = Consent.objects.all()
    assert (event.kind, event.answer, event.language) == ("NRM", WITHDREW, "Polish")
    assert event.note == "They signed a form to withdraw"
    referral.refresh_from_db()
    assert (referral.status, referral.consent_said) == (Status.WITHDRAWN, WITHDREW)
    assert "Tell the Home Office, and record it here" not in text_of(bea.get("/my-work/"))


def test_a_withdrawal_told_to_somebody_else_waits_for_the_author(bea, people, screening) -> None:
    referral = sent(people, screening, Route.NRM, **{**SENT, "pv-want-to-submit-nrm": "yes"})
    elsewhere(people, referral, WITHDREW)
    page = text_of(bea.get("/my-work/"))
    assert "Tell the Home Office, and record it here" in page
    assert f"/referrals/{referral.reference}/steps/withdraw/" in page


# Turning 18

BIRTHDAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2026, 1, 1))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BIRTHDAYS)
def test_one_is_a_child_until_the_18th_birthday_and_no_longer(born: date) -> None:
    day = rules.comes_of_age_on(born)
    eve = day - timedelta(days=1)
    assert rules.birth_date_fits_age(AgeNow.CHILD, born, eve) == ""
    assert rules.birth_date_fits_age(AgeNow.CHILD, born, day) != ""
    assert rules.age_is_asked_again(AgeNow.CHILD, born, eve) == ""
    assert "asked whether they agree" in rules.age_is_asked_again(AgeNow.CHILD, born, day)
    for age in (AgeNow.ADULT, AgeNow.NOT_SURE):
        assert rules.age_is_asked_again(age, born, day) == ""


def born(years: int, days: int = 0) -> date:
    today = timezone.localdate()
    year = today.year - years
    first = today.replace(year=year) if (today.month, today.day) != (2, 29) else date(year, 3, 1)
    return first + timedelta(days=days)


def test_a_child_who_turned_18_in_the_draft_is_asked_their_age_again(
    bea, people, screening
) -> None:
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    answer(bea, referral, "age-now", pv_under_age="yes")
    base = f"/referrals/{referral.reference}/"
    assert "turned 18" not in text_of(bea.get(base))
    row = ReferralAnswers.objects.get()
    row.values["pv-dob"] = born(18).isoformat()
    row.save()
    assert "turned 18 on" in text_of(bea.get(base))
    assert "Answer the question about age again" in text_of(bea.get(f"{base}check/"))
    refused = bea.post(f"{base}steps/ready/")
    assert "Answer the question about age again" in text_of(refused)
    gone = answer(bea, referral, "age-now", pv_under_age="no")
    assert gone.url.endswith("/consent/")
    assert "turned 18 on" not in text_of(bea.get(base))


def test_the_date_of_birth_on_the_record_says_so_to_those_who_may_see_it(
    bea, people, screening
) -> None:
    person = screening.person
    Identity.objects.get_or_create(person=person, defaults={"born_on": born(18)})
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    answer(bea, referral, "age-now", pv_under_age="yes")
    base = f"/referrals/{referral.reference}/"
    assert "turned 18" not in text_of(bea.get(base))
    assign(person, by=actor(people.bea), at=timezone.now(), reason="First responder")
    assert "turned 18" in text_of(bea.get(base))


def test_who_has_not_decided_is_asked_again_on_the_day_chosen(bea, people, screening) -> None:
    referral = begin(screening, by=actor(people.bea), at=timezone.now())
    answer(bea, referral, "age-now", pv_under_age="no")
    answer(bea, referral, "consent", pv_want_to_submit_nrm="not-decided")
    day = timezone.localdate() + timedelta(days=9)
    answer(bea, referral, "ask-again", consent_review_on_day=day.day,
           consent_review_on_month=day.month, consent_review_on_year=day.year)  # fmt: skip
    page = text_of(bea.get("/my-work/"))
    assert "Ask again about the referral" in page
    answer(bea, referral, "consent", pv_want_to_submit_nrm="yes")
    assert "Ask again about the referral" not in text_of(bea.get("/my-work/"))
    referral.refresh_from_db()
    assert referral.review_on is None
