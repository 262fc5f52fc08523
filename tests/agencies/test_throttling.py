"""Guessing is slowed down; a stranger who tries locks nobody else out."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.test import Client
from django.utils import timezone

from agencies import factors, throttling
from agencies.factors import code_now
from agencies.models import AuditEvent, User
from agencies.session_models import Session
from tests import make

pytestmark = pytest.mark.django_db

PASSWORD = "three violet kettles sing"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OFFICE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def bea() -> User:
    user = make.member(make.agency("housing"), "practitioner", name="Bea").user
    user.set_password(PASSWORD)
    user.save()
    factors.add_app(user, SECRET)
    factors.codes_are_kept(user)
    return user


def tries(client: Client, email: str, password: str, address: str):
    return client.post("/sign-in/", {"username": email, "password": password}, REMOTE_ADDR=address)


def hammers(email: str, address: str, times: int = throttling.TRIES) -> list[int]:
    """A stranger with a new browser each time. Returns how they were answered."""
    return [tries(Client(), email, f"wrong {n}", address).status_code for n in range(times)]


def gets_in(client: Client, user: User, address: str) -> bool:
    answer = tries(client, user.email, PASSWORD, address)
    return answer.status_code == 302 and Session.objects.filter(user=user).exists()


def test_a_stranger_elsewhere_holds_up_nobody(bea: User) -> None:
    answers = hammers(bea.email, ELSEWHERE, 12)
    assert answers[:4] == [200] * 4
    assert set(answers[5:]) == {429}
    assert not gets_in(Client(), bea, ELSEWHERE)
    assert gets_in(Client(), bea, OFFICE)


def test_a_stranger_at_the_same_address_holds_up_no_browser_that_is_known(bea: User) -> None:
    known = Client()
    assert gets_in(known, bea, OFFICE)
    known.post("/sign-in/code/", {"code": code_now(SECRET)}, REMOTE_ADDR=OFFICE)
    known.post("/sign-out/")
    assert hammers(bea.email, OFFICE, 8)[-1] == 429
    assert not gets_in(Client(), bea, OFFICE)
    assert gets_in(known, bea, OFFICE)


def test_a_known_browser_counts_by_itself_and_only_for_its_person(bea: User) -> None:
    cyd = make.member(make.agency("charity"), "practitioner", name="Cyd").user
    known = Client()
    gets_in(known, bea, OFFICE)
    known.post("/sign-in/code/", {"code": code_now(SECRET)}, REMOTE_ADDR=OFFICE)
    known.post("/sign-out/")
    for email in (bea.email, cyd.email):
        answers = [tries(known, email, f"no {n}", OFFICE).status_code for n in range(7)]
        assert answers[-1] == 429, email
    counted = set(AccessAttempt.objects.values_list("username", flat=True))
    assert sorted(":" in name for name in counted) == [False, True]


def test_a_cookie_made_up_by_a_stranger_is_nothing(bea: User) -> None:
    hammers(bea.email, ELSEWHERE)
    client = Client()
    client.cookies[throttling.COOKIE] = "made-up"
    assert not gets_in(client, bea, ELSEWHERE)


def test_it_ends_after_ten_minutes_however_often_one_tries_meanwhile(bea: User) -> None:
    hammers(bea.email, ELSEWHERE, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=9))
    before = AccessAttempt.objects.get().attempt_time
    assert hammers(bea.email, ELSEWHERE, 6) == [429] * 6
    assert AccessAttempt.objects.get().attempt_time == before
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=11))
    assert gets_in(Client(), bea, ELSEWHERE)


def test_tried_from_many_addresses_each_new_browser_has_fewer_tries(bea: User) -> None:
    for number in range(4):
        hammers(bea.email, f"203.0.113.{number}", 5)
    assert hammers(bea.email, "203.0.113.99", 4) == [200, 429, 429, 429]
    assert gets_in(Client(), bea, OFFICE)


def test_many_accounts_tried_from_one_address_have_fewer_tries_there(bea: User) -> None:
    for number in range(10):
        hammers(f"nobody{number}@example.org", ELSEWHERE, 2)
    assert hammers(bea.email, ELSEWHERE, 3) == [200, 429, 429]


def test_an_account_that_is_not_there_answers_the_same(bea: User) -> None:
    real, made_up = hammers(bea.email, ELSEWHERE, 7), hammers("no@example.org", OFFICE, 7)
    assert real == made_up
    assert 429 in real


def test_what_was_typed_is_kept_nowhere(bea: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(headers={"user-agent": "Zqagent", "accept": "Zqaccept"})
    data = {"username": "zqname@example.org", "password": "Zqpassword", "other": "Zqother"}
    for _ in range(7):
        client.post("/sign-in/?next=/incidents/?q=Zqnext", data, REMOTE_ADDR=ELSEWHERE)
    kept = [str(rows) for model in (AccessAttempt, AccessLog, AccessFailureLog, AuditEvent)
            for rows in model.objects.values()]  # fmt: skip
    assert AccessAttempt.objects.get().failures_since_start == 5
    assert "zq" not in " ".join(kept).lower()
    lines = [record.getMessage() for record in caplog.records if record.name != "django.request"]
    ours = [line for line in lines if "AXES" in line]
    assert ours
    assert "zq" not in " ".join(ours).lower()
    assert ELSEWHERE not in " ".join(ours)
    assert AuditEvent.objects.filter(act="sign_in_failed", user=None, detail={}).count() == 7


def test_signing_in_begins_the_count_anew(bea: User) -> None:
    client = Client()
    for n in range(4):
        tries(client, bea.email, f"wrong {n}", OFFICE)
    assert gets_in(client, bea, OFFICE)
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    ("told", "header", "address"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ("", "", None),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "made up", None),
    ],
)
def test_from_where_it_was_asked(rf, settings, told: str, header: str, address: str) -> None:
    """What a stranger writes into the header stands before what the proxy adds."""
    request = rf.get("/", REMOTE_ADDR=told, headers={"X-Forwarded-For": header} if header else {})
    assert throttling.address_of(request) == (told if header else address)
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert throttling.address_of(request) == address
