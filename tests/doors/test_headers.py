"""Every answer of every route carries the same headers: pages, files, API, errors, redirects."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from agencies.middleware import open_to_all
from config.urls import urlpatterns as addresses
from tests.doors.conftest import World
from tests.doors.routes import Route, routes
from tests.doors.test_routes import address, kind_of
from tests.doors.world import Knock

pytestmark = pytest.mark.django_db

# Written out, and not made from the settings: what is sent is what was meant.
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self'; object-src 'none'; "
    "script-src 'self'; style-src 'self'"
)
NOT_ASKED_OF_THE_DEVICE = (
    "accelerometer, autoplay, browsing-topics, camera, display-capture, encrypted-media, "
    "geolocation, gyroscope, hid, identity-credentials-get, idle-detection, local-fonts, "
    "magnetometer, microphone, midi, otp-credentials, payment, picture-in-picture, serial, usb, "
    "xr-spatial-tracking"
)
PASSKEYS = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")
EXPECTED = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(
        sorted([*PASSKEYS, *(f"{feature}=()" for feature in NOT_ASKED_OF_THE_DEVICE.split(", "))])
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Bytes that somebody added may do less still, should a browser open them all the same.
OF_BYTES = EXPECTED | {"Content-Security-Policy": "default-src 'none'; sandbox"}
# What each meets on the way, so that the walk cannot pass by being turned away everywhere.
STATUSES = {
    "amal": {200, 302, 403, 404, 405},
    "bea": {200, 302, 403, 404, 405},
    "dee": {200, 302, 401},
    "nobody": {200, 302, 401},
}
# What an answer may say of itself besides. Nothing else is sent.
OF_ITSELF = {
    "Allow",
    "Content-Disposition",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "Expires",
    "Location",
    "Vary",
    "WWW-Authenticate",
    "X-Live-Done",
}


def said_by(answer: HttpResponse) -> dict[str, str]:
    """The headers of an answer without what it says of itself; the policy in one order."""
    found = {name: value for name, value in answer.headers.items() if name not in OF_ITSELF}
    if policy := found.get("Content-Security-Policy"):
        found["Content-Security-Policy"] = "; ".join(sorted(policy.split("; ")))
    return found


def where(route: Route, world: World) -> str | None:
    """An address of the route; None where it names what this world has none of."""
    if route.subject or kind_of(route) in {"list", "plain"} or not route.places:
        return address(route, world)
    return None


@pytest.mark.parametrize(
    ("who", "method"),
    [("amal", "get"), ("amal", "post"), ("bea", "get"), ("dee", "get"), ("nobody", "post")],
)
def test_every_route_answers_with_the_same_headers(who: str, method: str, world: World) -> None:
    seen = set()
    for route in routes():
        at = where(route, world)
        if at is None or route.name in {"sign_out", "lock_now"}:
            continue
        if who == "nobody":
            answer = getattr(Client(), method)(at)
        else:
            answer = getattr(world.cast, who).knock(Knock(at, method))
        is_a_file = route.name.endswith("_content") and answer.status_code == 200
        right = OF_BYTES if is_a_file else EXPECTED
        assert said_by(answer) == right, (route, answer.status_code)
        seen.add(answer.status_code)
    assert seen >= STATUSES[who]


def test_a_file_that_is_downloaded_and_the_api_say_the_same(world: World) -> None:
    for at in ("/incidents/download/", "/incidents/open/download/", "/api/v1/incidents/"):
        answer = world.cast.bea.knock(Knock(at))
        assert answer.status_code == 200
        assert said_by(answer) == EXPECTED


def test_what_is_no_address_says_the_same(world: World) -> None:
    for at in ("/nothing/here/", "/incidents", "/api/v1/nothing/"):
        assert said_by(world.cast.bea.knock(Knock(at))) == EXPECTED
        assert said_by(Client().get(at)) == EXPECTED
    assert said_by(Client().get("/", headers={"host": "elsewhere.example"})) == EXPECTED


@open_to_all
def broken(request):
    raise RuntimeError


urlpatterns = [*addresses, path("broken/", broken, name="broken")]


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_says_the_same() -> None:
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert said_by(answer) == EXPECTED


def test_files_of_the_application_may_be_kept_and_say_the_rest() -> None:
    answer = Client().get(f"{settings.STATIC_URL}casework/css/application.css")
    assert b"".join(answer)
    assert answer.status_code == 200
    without = {"Cache-Control", "Last-Modified", "ETag", "Access-Control-Allow-Origin"}
    told = {name: value for name, value in said_by(answer).items() if name not in without}
    assert told == {name: value for name, value in EXPECTED.items() if name not in without}
    assert "no-store" not in answer.headers["Cache-Control"]


def test_signing_out_has_the_browser_forget_what_it_kept(world: World) -> None:
    answer = world.cast.bea.knock(Knock("/sign-out/", "post"))
    assert said_by(answer) == {**EXPECTED, "Clear-Site-Data": '"cache", "storage"'}


@override_settings(
    SECURE_SSL_REDIRECT=True,
    SECURE_HSTS_SECONDS=31_536_000,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
    SECURE_HSTS_PRELOAD=True,
)
def test_in_production_browsers_are_told_to_come_by_tls_alone() -> None:
    plain, secure = Client().get("/sign-in/"), Client().get("/sign-in/", secure=True)
    assert plain.status_code == 301
    assert said_by(plain) == EXPECTED
    hsts = "max-age=31536000; includeSubDomains; preload"
    assert said_by(secure) == {**EXPECTED, "Strict-Transport-Security": hsts}
