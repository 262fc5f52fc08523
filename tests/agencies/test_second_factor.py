"""After the password a second factor, or nothing: given, set up, asked for again, taken away."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agencies import factors
from agencies.factors import code_now, factors_of
from agencies.models import AuditEvent, User
from agencies.session_models import Session
from tests import make
from tests.signing_in import is_as_if, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "three violet kettles sing"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE_PAGE = "/sign-in/code/"


@pytest.fixture
def bea() -> User:
    """Signs in with a password, an app and recovery codes that she keeps."""
    user = make.member(make.agency("housing"), "practitioner", name="Bea").user
    user.set_password(PASSWORD)
    user.save()
    factors.add_app(user, SECRET)
    factors.codes_are_kept(user)
    return user


@pytest.fixture
def new() -> User:
    """Has a password and no second factor yet."""
    user = make.member(make.agency("housing"), "practitioner", name="Nia").user
    user.set_password(PASSWORD)
    user.save()
    return user


def with_password(user: User, path: str = "/sign-in/") -> Client:
    client = Client()
    answer = client.post(path, {"username": user.email, "password": PASSWORD})
    assert answer.headers["Location"] == CODE_PAGE
    return client


def give(client: Client, code: str) -> HttpResponse:
    return client.post(CODE_PAGE, {"code": code})


def acts_of(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(user=user).order_by("pk").values_list("act", flat=True))


def secret_on(page: HttpResponse) -> str:
    return re.search(r"<strong>([A-Z2-7 ]+)</strong>", page.content.decode())[1].replace(" ", "")


def codes_on(page: HttpResponse) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4})</li>", page.content.decode())


# Signing in


def test_password_and_code_sign_in_and_go_where_one_wanted(bea: User) -> None:
    client = with_password(bea, "/sign-in/?next=/my-work/")
    assert give(client, code_now(SECRET)).headers["Location"] == "/my-work/"
    assert client.get("/my-work/").status_code == 200
    assert {"sign_in", "factor_given"} <= set(acts_of(bea))


@pytest.mark.parametrize("path", ["/my-work/", "/incidents/", "/account/", "/choose-agency/"])
def test_the_password_alone_opens_nothing(bea: User, path: str) -> None:
    client = with_password(bea)
    assert client.get(path).headers["Location"] == CODE_PAGE
    assert client.get(CODE_PAGE).status_code == 200
    assert b"Bea" not in client.get("/help/").content


def test_half_signed_in_lasts_half_an_hour(bea: User) -> None:
    client = with_password(bea)
    is_as_if(client, signed_in_at=timezone.now() - timedelta(minutes=31))
    assert client.get(CODE_PAGE).headers["Location"].startswith("/sign-in/?next=")
    assert not Session.objects.filter(user=bea).exists()


def test_the_second_factor_gives_the_session_a_new_key(bea: User) -> None:
    client = with_password(bea)
    before = client.session.session_key
    give(client, code_now(SECRET))
    assert client.session.session_key != before
    assert list(Session.objects.filter(user=bea).values_list("session_key", flat=True)) == [
        client.session.session_key
    ]


@pytest.mark.parametrize("wrong", ["", "000000", "12", "ٱ٢٣٤٥٦", "x" * 500, "\x00", "123456'--"])
def test_a_wrong_code_is_refused_and_written_down_without_it(bea: User, wrong: str) -> None:
    client = with_password(bea)
    answer = give(client, wrong)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert client.get("/my-work/").headers["Location"] == CODE_PAGE
    last = AuditEvent.objects.filter(user=bea).latest("pk")
    assert (last.act, last.detail) == ("factor_failed", {"by": "code"})


def test_a_code_is_taken_once(bea: User) -> None:
    code = code_now(SECRET)
    assert give(with_password(bea), code).status_code == 302
    again = f"{code[:3]} {code[3:]}"
    assert "not right" in give(with_password(bea), again).content.decode()
    # The library forgets it after half a minute, while its neighbours would still be taken.
    assert cache.delete(f"allauth.mfa.totp.used?user={bea.pk}&code={code}")
    assert "used already" in give(with_password(bea), again).content.decode()
    assert give(with_password(bea), code_now(SECRET, step=1)).status_code == 302


def test_a_code_of_two_minutes_ago_is_not_taken(bea: User) -> None:
    assert "not right" in give(with_password(bea), code_now(SECRET, step=-4)).content.decode()


def test_guessing_codes_ends_after_five(bea: User) -> None:
    client = with_password(bea)
    wrong = str((int(code_now(SECRET)) + 500_000) % 1_000_000).zfill(6)
    for _ in range(5):
        assert "not right" in give(client, wrong).content.decode()
    assert "tried too often" in give(client, code_now(SECRET)).content.decode()


def test_a_recovery_code_signs_in_once_and_tells_what_is_left(bea: User) -> None:
    codes = factors.Authenticator.objects.get(user=bea, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    client = with_password(bea)
    assert give(client, code).status_code == 302
    assert "9 left" in client.get("/my-work/").content.decode()
    assert "not right" in give(with_password(bea), code).content.decode()
    assert factors_of(bea).codes_left == 9


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "7", '{"id": 1}', '{"response": []}', "{", "\x00", '{"rawId": "x"}'],
)
def test_what_is_no_passkey_signs_nobody_in(bea: User, credential: str) -> None:
    client = with_password(bea)
    assert client.post(f"{CODE_PAGE}challenge/").json()["publicKey"]["challenge"]
    answer = client.post(f"{CODE_PAGE}passkey/", {"credential": credential})
    assert "passkey was not accepted" in answer.content.decode()
    stranger = Client()
    assert stranger.post("/sign-in/passkey/challenge/").json()["publicKey"]["challenge"]
    answer = stranger.post("/sign-in/passkey/", {"credential": credential})
    assert answer.headers["Location"] == "/sign-in/"
    for half in (client, stranger):
        assert half.get("/my-work/").status_code == 302


# Setting up


def test_who_has_none_sets_one_up_and_keeps_codes_before_anything_else(new: User) -> None:
    client = with_password(new)
    assert client.get(CODE_PAGE).headers["Location"] == "/account/set-up/"
    assert "An app for codes" in client.get("/account/set-up/").content.decode()
    page = client.get("/account/app/")
    assert "<svg" in page.content.decode()
    secret = secret_on(page)
    assert secret_on(client.get("/account/app/")) == secret
    answer = client.post("/account/app/", {"code": code_now(secret)})
    assert answer.headers["Location"] == "/account/recovery-codes/"
    assert client.get("/my-work/").headers["Location"] == CODE_PAGE
    codes = codes_on(client.get("/account/recovery-codes/"))
    assert len(set(codes)) == 10
    assert client.post("/account/recovery-codes/").status_code == 302
    assert client.get("/my-work/").status_code == 200
    assert codes_on(client.get("/account/recovery-codes/", follow=True)) == []
    assert give(with_password(new), codes[3]).status_code == 302


def test_codes_that_were_never_confirmed_are_shown_at_the_next_sign_in(new: User) -> None:
    factors.add_app(new, SECRET)
    client = with_password(new)
    assert give(client, code_now(SECRET)).headers["Location"] == "/account/recovery-codes/"
    assert client.get("/my-work/").headers["Location"] == CODE_PAGE
    assert len(codes_on(client.get("/account/recovery-codes/"))) == 10


def test_a_password_alone_adds_no_factor_to_those_that_are_set_up(bea: User) -> None:
    client = with_password(bea)
    before = factors_of(bea)
    for path in (
        "app/",
        "passkeys/add/",
        "passkeys/options/",
        "recovery-codes/renew/",
        "password/",
    ):
        for method in (client.get, client.post):
            assert method(f"/account/{path}").status_code == 302
    assert client.get("/account/recovery-codes/").headers["Location"] == CODE_PAGE
    assert factors_of(bea) == before


def test_the_secret_is_not_in_the_database_as_it_is(bea: User) -> None:
    kept = str(factors.Authenticator.objects.filter(user=bea).values())
    assert SECRET not in kept
    assert factors_of(bea).app is not None


# How one signs in


def test_new_factors_ask_for_a_fresh_one(bea: User) -> None:
    client = sign_in(bea, bea.memberships.get().pk)
    assert client.get("/account/app/").status_code == 200
    is_as_if(client, factor_at=timezone.now() - timedelta(minutes=11))
    assert client.get("/account/app/").headers["Location"] == CODE_PAGE
    assert "again" in client.get(CODE_PAGE).content.decode()
    assert give(client, code_now(SECRET)).headers["Location"] == "/account/app/"
    assert client.get("/account/app/").status_code == 200


def test_recovery_codes_are_renewed_and_the_old_ones_die(bea: User) -> None:
    old = factors.Authenticator.objects.get(user=bea, type="recovery_codes").wrap()
    old = old.get_unused_codes()
    client = sign_in(bea, bea.memberships.get().pk)
    assert client.get("/account/recovery-codes/renew/").status_code == 200
    client.post("/account/recovery-codes/renew/")
    new = codes_on(client.get("/account/recovery-codes/"))
    client.post("/account/recovery-codes/")
    assert codes_on(client.get("/account/recovery-codes/", follow=True)) == []
    assert "not right" in give(with_password(bea), old[0]).content.decode()
    assert give(with_password(bea), new[0]).status_code == 302


def a_passkey(of: User):
    return factors.Authenticator.objects.create(
        user=of, type="webauthn", data={"name": "my phone", "credential": {}}
    )


def test_the_last_factor_stays(bea: User) -> None:
    client = sign_in(bea, bea.memberships.get().pk)
    path = f"/account/factors/{factors.handle_of(factors_of(bea).app)}/remove/"
    assert path not in client.get("/account/").content.decode()
    assert "Add another one first" in client.post(path).content.decode()
    assert factors_of(bea).app
    passkey = a_passkey(bea)
    assert path in client.get("/account/").content.decode()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302
    assert factors_of(bea).app is None
    path = f"/account/factors/{factors.handle_of(passkey)}/remove/"
    assert "Add another one first" in client.post(path).content.decode()


def test_a_factor_of_somebody_else_does_not_exist(bea: User, new: User) -> None:
    other = sign_in(new, new.memberships.get().pk)
    path = f"/account/factors/{factors.handle_of(factors_of(bea).app)}/remove/"
    assert other.get(path).status_code == other.post(path).status_code == 404
    assert factors_of(bea).app


def test_a_new_password_signs_other_browsers_out(bea: User) -> None:
    here, there = (sign_in(bea, bea.memberships.get().pk) for _ in range(2))
    new = "five amber ladders hum"
    wrong = {"old_password": "not it", "new_password1": new, "new_password2": new}
    assert "password that you have now" in here.post("/account/password/", wrong).content.decode()
    assert here.post("/account/password/", wrong | {"old_password": PASSWORD}).status_code == 302
    assert here.get("/my-work/").status_code == 200
    assert there.get("/my-work/").headers["Location"].startswith("/sign-in/")
    bea.refresh_from_db()
    assert bea.check_password(new)
