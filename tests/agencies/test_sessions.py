"""Signed-in browsers: how long their person counts as there, and how they end."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from agencies import sessions
from agencies.devices import device_of
from agencies.freshness import freshly_signed_in
from agencies.models import User
from agencies.session_models import Session
from agencies.session_store import SessionStore
from agencies.sessions import Standing
from tests import make
from tests.signing_in import is_as_if, sign_in

pytestmark = pytest.mark.django_db


def ago(**time: float):
    return timezone.now() - timedelta(**time)


def request_of(client: Client):
    request = RequestFactory().get("/")
    request.session = SessionStore(client.cookies["sessionid"].value)
    return request


@pytest.fixture
def bea() -> User:
    return make.member(make.agency("housing"), "practitioner", name="Bea").user


@pytest.mark.parametrize(
    ("seconds_ago", "shared", "standing"),
    [
        ({"active_at": 15 * 60}, False, Standing.OPEN),
        ({"active_at": 16 * 60 + 1}, False, Standing.LOCKED),
        ({"active_at": 15 * 60 + 1}, True, Standing.SIGN_IN_AGAIN),
        ({"active_at": 60 * 60 + 1}, False, Standing.SIGN_IN_AGAIN),
        ({"signed_in_at": 8 * 60 * 60 - 5}, False, Standing.OPEN),
        ({"signed_in_at": 8 * 60 * 60 + 1}, False, Standing.SIGN_IN_AGAIN),
        ({"locked_at": 0}, False, Standing.LOCKED),
        ({"locked_at": 0, "active_at": 60 * 60 + 1}, False, Standing.SIGN_IN_AGAIN),
    ],
    ids=str,
)
def test_what_a_browser_may_be_shown(
    seconds_ago: dict[str, int], shared: bool, standing: Standing, bea: User
) -> None:
    client = sign_in(bea)
    assert sessions.standing(request_of(client)) == Standing.OPEN
    times = {name: ago(seconds=seconds) for name, seconds in seconds_ago.items()}
    is_as_if(client, is_shared=shared, **times)
    assert sessions.standing(request_of(client)) == standing


def test_without_a_second_factor_nothing_is_shown(bea: User) -> None:
    client = sign_in(bea)
    is_as_if(client, factor_at=None)
    assert sessions.standing(request_of(client)) == Standing.NO_FACTOR


def test_a_factor_is_fresh_for_ten_minutes(bea: User) -> None:
    client = sign_in(bea)
    assert freshly_signed_in(request_of(client))
    is_as_if(client, factor_at=ago(minutes=10, seconds=1))
    assert not freshly_signed_in(request_of(client))
    is_as_if(client, factor_at=None)
    assert not freshly_signed_in(request_of(client))


def test_ended_sessions_are_dead_at_once_and_others_live_on(bea: User) -> None:
    one, other = sign_in(bea), sign_in(bea)
    dee = sign_in(make.user("Dee"))
    assert sessions.end_sessions(bea, except_key=one.session.session_key) == 1
    assert [client.get("/choose-agency/").status_code for client in (one, other, dee)] == [
        200,
        302,
        200,
    ]
    assert sessions.end_sessions(bea) == 1
    assert one.get("/choose-agency/").status_code == 302


def test_a_slow_request_does_not_write_a_lock_away(bea: User) -> None:
    client = sign_in(bea)
    slow = request_of(client)
    slow.session["draft"] = "begun before"
    is_as_if(client, locked_at=timezone.now())
    slow.session.save()
    assert sessions.standing(request_of(client)) == Standing.LOCKED
    assert client.session["draft"] == "begun before"


def test_being_active_is_written_once_a_minute(bea: User) -> None:
    client = sign_in(bea)
    before = Session.objects.get(user=bea).active_at
    sessions.active(request_of(client))
    assert Session.objects.get(user=bea).active_at == before
    is_as_if(client, active_at=ago(seconds=61))
    sessions.active(request_of(client))
    assert Session.objects.get(user=bea).active_at > before


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile", "Chrome on Android"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_is_named_in_words(user_agent: str, words: str) -> None:
    assert device_of(user_agent) == words
