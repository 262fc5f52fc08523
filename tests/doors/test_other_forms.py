"""Forms that belong to no description: whatever is typed into them, they answer."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import AuditEvent
from casework.record_types import every
from tests import make
from tests.doors.conftest import World
from tests.doors.entries import NASTY, WORST
from tests.doors.test_bad_input import PAGE_TEXT, tried
from tests.doors.world import Knock, Visitor, member
from victims.screening_views import PAGES

pytestmark = pytest.mark.django_db

NAMES = re.compile(rb'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')


def forms_of(world: World) -> Iterator[tuple[Visitor, str]]:
    """Who opens which page with a form on it."""
    cast, hidden = world.cast, world.hidden
    incident, visit, person = (hidden[each].reference for each in ("incidents", "visits", "people"))
    draft = cast.cyd.knock(Knock("/incidents/log/")).headers["Location"].removesuffix("where/")
    cast.cyd.knock(Knock(f"{draft}where/", "post", {"leave": "1"}))
    yield from ((cast.cyd, f"{draft}{page}/") for page in ("where", "what", "who", "check"))
    yield cast.amal, f"/incidents/{incident}/sharing/"
    yield cast.amal, f"/incidents/{incident}/sharing/charity/stop/"
    yield cast.amal, f"/incidents/{incident}/visits/record/"
    yield cast.cyd, f"/incidents/{incident}/visits/record/"
    yield cast.amal, f"/incidents/{incident}/interventions/add/"
    yield cast.cyd, f"/visits/{visit}/people/"
    yield cast.amal, f"/visits/{visit}/people/add/"
    yield cast.cyd, f"/people/{person}/assigned/add/"
    yield cast.amal, f"/people/{person}/identity/reason/"
    lead = member("Hal", cast.cyd.actor.agency, "agency_lead")
    yield lead, "/assignments/add/"
    yield lead, "/assignments/cover/add/"
    yield lead, f"/people/{person}/assigned/{cast.cyd.actor.membership_id}/take-off/"
    for part in ("identity", "contact", "narrative", "needs"):
        yield cast.cyd, f"/people/{person}/{part}/change/"
    for page in PAGES:
        yield cast.cyd, f"/people/{person}/screenings/add/{page}/"
    yield cast.cyd, f"/screenings/{hidden['screenings'].reference}/refer/"
    for record_type in every():
        own = f"/{record_type.plural}/{hidden.of(record_type).reference}"
        who = (
            cast.cyd if record_type.plural in ("notes", "referrals", "person-files") else cast.amal
        )
        yield who, f"{own}/mistake/"
        for step in record_type.workflow.steps if record_type.workflow else ():
            yield who, f"{own}/steps/{step.name}/"
    yield cast.cyd, "/search/"
    duty = member("Lou", make.agency("police"), "police_lead", capabilities=["duty_officer"])
    use = make.emergency(duty.actor, hidden["incidents"])
    yield duty, "/emergency/"
    yield duty, f"/emergency/{make.emergency(duty.actor).reference}/"
    yield cast.amal, f"/emergency/uses/{use.reference}/"
    yield cast.amal, "/emergency/phone/"
    yield cast.cyd, "/ask/"
    yield cast.cyd, "/ties/"
    yield cast.cyd, f"/incidents/{incident}/told-outside/add/"
    yield cast.cyd, f"/people/{person}/told-outside/add/"
    yield cast.amal, "/reports/new/"
    yield cast.cyd, "/choose-agency/"


def names_on(visitor: Visitor, path: str) -> list[str]:
    found = NAMES.findall(visitor.knock(Knock(path)).content)
    return sorted({name.decode() for name in found} - {"csrfmiddlewaretoken"})


def test_no_form_fails_whatever_is_typed_into_every_field(world: World) -> None:
    for visitor, path in forms_of(world):
        names = names_on(visitor, path)
        for value in (*WORST, NASTY[3]):
            with tried():
                answer = visitor.knock(Knock(path, "post", dict.fromkeys(names, value)))
                assert answer.status_code in {200, 302, 400, 403, 404, 405}, (path, value)


def test_no_form_fails_when_fields_are_missing_doubled_or_strange(world: World) -> None:
    for visitor, path in forms_of(world):
        names = names_on(visitor, path)
        for data in (
            {},
            {name: ["1", "charity", ""] for name in names},
            {"\x00": "1", "x" * 5000: "y", "__class__": "1", "version": "9" * 30},
            {f"{name}-day": "31" for name in names},
        ):
            with tried():
                answer = visitor.knock(Knock(path, "post", data))
                assert answer.status_code in {200, 302, 400, 403, 404, 405}, (path, data)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_form_fails_on_random_text(world: World, data: st.DataObject) -> None:
    for visitor, path in forms_of(world):
        typed = {name: data.draw(PAGE_TEXT) for name in names_on(visitor, path)[:6]}
        with tried():
            answer = visitor.knock(Knock(path, "post", typed))
            assert answer.status_code in {200, 302, 400, 403, 404, 405}, path


@pytest.mark.parametrize("value", NASTY)
def test_signing_in_answers_whatever_is_typed(value: str, world: World) -> None:
    before = AuditEvent.objects.filter(act="sign_in_failed").count()
    answer = Client().post("/sign-in/", {"username": value, "password": value})
    assert answer.status_code == 200
    assert b"There is a problem" in answer.content
    assert AuditEvent.objects.filter(act="sign_in_failed").count() == before + 1


@pytest.mark.parametrize(
    "header", ["Token", "Token ", "Token a b", "token \xff", "Bearer x", "Token " + "x" * 9000]
)
def test_a_token_that_is_none_opens_nothing(header: str, world: World) -> None:
    for path in ("/api/v1/", "/api/v1/incidents/"):
        answer = Client().get(path, headers={"Authorization": header})
        assert answer.status_code == 401, header


def test_a_draft_keeps_what_was_typed_right_or_wrong(world: World) -> None:
    cyd = world.cast.cyd
    path = cyd.knock(Knock("/incidents/log/")).headers["Location"]
    typed = {"address": "14 Invented Row <b>", "postcode": "far too long to be one", "leave": "1"}
    assert cyd.knock(Knock(path, "post", typed)).status_code == 302
    page = cyd.knock(Knock(path)).content.decode()
    assert "14 Invented Row &lt;b&gt;" in page
    assert "far too long to be one" in page
