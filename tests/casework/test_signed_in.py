""" "Where you are signed in": one's own browsers and nobody else's, and ending them."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.middleware import SESSION_KEY
from agencies.models import AuditEvent, Membership
from agencies.session_models import Session
from tests import make
from tests.signing_in import is_as_if, sign_in

pytestmark = pytest.mark.django_db

FIREFOX, SAFARI, EDGE = "Firefox on Windows", "Safari on iPhone", "Edge on Windows"


@pytest.fixture
def bea() -> Membership:
    return make.member(make.agency("housing"), "practitioner", name="Bea")


def browser(of: Membership, device: str, **facts) -> Client:
    client = sign_in(of.user, of.pk)
    is_as_if(client, device=device, **facts)
    return client


def page(client: Client) -> str:
    return client.get("/account/browsers/").content.decode()


def handles(text: str) -> list[str]:
    return re.findall(r'name="sessions"[^>]* value="(\w+)"', text)


def devices(of: Membership) -> set[str]:
    return set(Session.objects.filter(user=of.user).values_list("device", flat=True))


def test_each_browser_is_told_with_since_when_and_last_active(bea: Membership) -> None:
    here = browser(bea, FIREFOX)
    at = make.moment("2026-06-04", time(14, 5))
    browser(bea, SAFARI, signed_in_at=at, active_at=at + timedelta(hours=1), is_shared=True)
    text = page(here)
    assert FIREFOX in text
    assert SAFARI in text
    told = "Since 4 June 2026 at 2:05pm, last active 4 June 2026 at 3:05pm, on a shared computer"
    assert told in text


def test_nobody_else_is_told_and_no_key_stands_on_the_page(bea: Membership) -> None:
    here = browser(bea, FIREFOX)
    there = browser(bea, EDGE)
    browser(make.member(bea.agency, "practitioner", name="Other"), SAFARI)
    text = page(here)
    assert EDGE in text
    assert SAFARI not in text
    for client in (here, there):
        assert client.session.session_key not in text


def test_one_is_ended_at_once_and_the_rest_stay(bea: Membership) -> None:
    here = browser(bea, FIREFOX)
    lost = browser(bea, SAFARI)
    browser(bea, EDGE, active_at=timezone.now() - timedelta(minutes=3))
    first = handles(page(here))[0]
    answer = here.post("/account/browsers/", {"sessions": [first]}, follow=True)
    assert "You are signed out of one browser, at once." in answer.content.decode()
    assert devices(bea) == {FIREFOX, EDGE}
    assert lost.get("/my-work/").headers["Location"] == "/sign-in/?next=/my-work/"
    assert AuditEvent.objects.filter(act="end_sessions", user=bea.user).count() == 1


def test_all_others_are_ended_at_once(bea: Membership) -> None:
    here = browser(bea, FIREFOX)
    browser(bea, SAFARI)
    browser(bea, EDGE)
    answer = here.post("/account/browsers/", {"all_others": "1"}, follow=True)
    assert "You are signed out of 2 browsers, at once." in answer.content.decode()
    assert "You are signed in nowhere else." in answer.content.decode()
    assert devices(bea) == {FIREFOX}


def test_a_browser_of_someone_else_cannot_be_ended(bea: Membership) -> None:
    other = make.member(bea.agency, "practitioner", name="Other")
    browser(other, SAFARI)
    theirs = handles(page(browser(other, EDGE)))
    here = browser(bea, FIREFOX)
    browser(bea, EDGE)
    answer = here.post("/account/browsers/", {"sessions": theirs})
    assert "That browser is signed out already" in answer.content.decode()
    answer = here.post("/account/browsers/", {})
    assert "Select the browsers to sign out of" in answer.content.decode()
    assert devices(other) == {SAFARI, EDGE}
    assert devices(bea) == {FIREFOX, EDGE}


def test_someone_without_an_agency_sees_theirs_too() -> None:
    client = sign_in(make.user("Dee"))
    assert SESSION_KEY not in client.session
    assert client.get("/account/browsers/").status_code == 200
