"""The page on which anybody's published figures are checked."""

import pytest
from django.urls import reverse

from agencies.models import AuditEvent
from tests import make
from tests.signing_in import sign_in

PAGE = reverse("published_figures")
WRONG = "measure,row,value\nIncidents,Tipton,13\nIncidents,total,175"

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair():
    member = make.member(make.agency("board"), "board_member")
    return sign_in(member.user, member.pk)


def test_pasted_figures_are_checked_and_stay_in_their_box(chair) -> None:
    page = chair.post(PAGE, {"figures": WRONG}).content.decode()
    assert "1 thing does not add up" in page
    assert "1 row adds up to 13, the total says 175." in page
    assert "Incidents,total,175</textarea>" in page


def test_what_adds_up_is_told_as_well(chair) -> None:
    page = chair.post(PAGE, {"figures": WRONG.replace("175", "13")}).content.decode()
    assert "Everything adds up" in page
    assert "2 figures checked" in page


@pytest.mark.parametrize("typed", ["", "no table at all", "measure,row,value\nIncidents"])
def test_a_refusal_says_what_to_do_and_loses_nothing(chair, typed: str) -> None:
    answer = chair.post(PAGE, {"figures": typed})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page
    assert f"{typed}</textarea>" in page


def test_the_audit_keeps_that_figures_were_checked_and_none_of_them(chair) -> None:
    chair.post(PAGE, {"figures": WRONG})
    event = AuditEvent.objects.get(act="check_totals")
    assert event.detail == {"figures": 2}


def test_reports_lead_to_it(chair) -> None:
    assert PAGE in chair.get(reverse("reports")).content.decode()
