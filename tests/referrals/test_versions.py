"""When the Home Office changes its form: open drafts come over, what is closed stays as asked."""

from datetime import date
from itertools import pairwise

import pytest
from django.test import Client

from referrals import questions
from referrals.models import Referral, ReferralAnswers
from referrals.questions import NRM_2026_04, moved_on
from referrals.terms import Status
from tests.referrals.answering import decided
from tests.referrals.asking import answer, text_of
from tests.referrals.next_version import (
    GONE,
    HEALTH,
    MOVE,
    NEXT,
    REGION,
    TOWN,
    TOWNS,
    WORK,
    WORK_SINCE,
)


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "VERSIONS", (NRM_2026_04, NEXT))
    monkeypatch.setattr(questions, "MOVES", (MOVE,))


def begun_before() -> dict[str, object]:
    return decided("no", "yes", education="Four years") | {
        WORK: "On a farm",
        TOWN: "Smethwick",
        REGION: GONE,
    }


def test_every_version_but_the_newest_has_one_way_on() -> None:
    pairs = [(old.version, new.version) for old, new in pairwise(questions.VERSIONS)]
    assert [(move.origin, move.to) for move in questions.MOVES] == pairs


def test_answers_are_renamed_listed_and_asked_again_and_the_rest_stays(changed: None) -> None:
    begun = begun_before()
    moved = moved_on(NRM_2026_04, begun)
    assert (moved.questions, moved.changes) == (NEXT, MOVE.changes)
    expected = {key: value for key, value in begun.items() if key not in (WORK, TOWN)}
    expected |= {WORK_SINCE: "On a farm", TOWNS: ["Smethwick"], REGION: ""}
    assert moved.answers == expected
    again = moved_on(NEXT, moved.answers)
    assert (again.answers, again.changes) == (expected, ())


def test_nothing_answered_moves_to_nothing_answered(changed: None) -> None:
    assert moved_on(NRM_2026_04, {}).answers == {}
    assert moved_on(NRM_2026_04, {TOWN: ""}).answers == {TOWNS: []}


def test_the_version_in_force_is_found_by_date(changed: None) -> None:
    assert questions.current(date(2027, 1, 1)) is NEXT
    assert questions.of_version("nrm-2026-04") is NRM_2026_04
    with pytest.raises(KeyError):
        questions.of_version("never-was")


def test_an_open_draft_goes_on_under_the_new_form_and_its_author_is_told_once(
    bea: Client, referral: Referral, changed: None
) -> None:
    Referral.objects.update(question_set="nrm-2026-04")
    ReferralAnswers.objects.update(values=begun_before())
    base = f"/referrals/{referral.reference}/"
    page = text_of(bea.get(base))
    assert all(sentence in page for sentence in MOVE.changes)
    assert HEALTH.title in page
    assert ReferralAnswers.objects.get().values == begun_before()
    answer(bea, referral, HEALTH.key, their_health_now="Well")
    row = ReferralAnswers.objects.select_related("referral").get()
    assert row.referral.question_set == NEXT.version
    assert (row.values[TOWNS], row.values[WORK_SINCE]) == (["Smethwick"], "On a farm")
    assert not {TOWN, WORK} & row.values.keys()
    assert MOVE.changes[0] not in text_of(bea.get(base))


@pytest.mark.parametrize("status", [Status.READY, Status.CLOSED])
def test_what_is_ready_or_closed_is_read_with_the_questions_it_was_asked(
    bea: Client, referral: Referral, changed: None, status: Status
) -> None:
    Referral.objects.update(question_set="nrm-2026-04", status=status)
    ReferralAnswers.objects.update(values=begun_before())
    page = text_of(bea.get(f"/referrals/{referral.reference}/check/"))
    assert "On a farm" in page
    assert HEALTH.title not in page
