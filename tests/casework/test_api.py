"""The API: the same description, gate, steps and sentences as the pages."""

from datetime import date

import pytest
from django.test import Client

from agencies import access
from agencies.models import Capability, Membership
from casework.record_types import every
from shop.models import Incident
from tests import make
from tests.casework.visitors import Program
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

NAMES = {
    "incidents", "visits", "locations", "people", "screenings", "interventions", "disruptions",
    "referrals", "incident-files",
}  # fmt: skip


@pytest.fixture
def amal():
    return make.coordinator()


def test_the_first_page_maps_names_to_lists(amal) -> None:
    program = Program(amal)
    found = program("get", "/api/v1/").json()
    assert set(found) == NAMES == {each.plural for each in every() if each.in_api}
    for address in found.values():
        assert program("get", address).json() == {"results": [], "next": None}


def test_a_list_is_walked_by_its_own_addresses(amal) -> None:
    made = {make.incident(at=f"2022-06-{day:02d}").reference for day in range(1, 31)}
    made |= {make.incident().reference for _ in range(75)}
    program, address, found, pages = Program(amal), "/api/v1/incidents/?town=tipton", [], 0
    while address:
        answer = program("get", address).json()
        assert len(answer["results"]) <= 50
        found += answer["results"]
        address, pages = answer["next"], pages + 1
    assert pages == 3
    assert [row["reference"] for row in found] != sorted(made)
    assert {row["reference"] for row in found} == made
    assert len(found) == len(made)
    assert program("get", found[0]["url"]).json() == found[0]


@pytest.mark.parametrize("query", ["colour=red", "page=2", "town=nowhere", "since=nonsense"])
def test_a_filter_that_makes_no_sense_is_refused_by_its_name(query: str, amal) -> None:
    answer = Program(amal)("get", f"/api/v1/incidents/?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) == {query.partition("=")[0]}


def test_an_incident_is_logged_triaged_and_closed_through_the_api(amal) -> None:
    housing = make.agency("housing")
    bea = Program(make.actor(housing, "practitioner"))
    sent = {
        "received_at": "2022-06-01T12:00:00+01:00",
        "town": "not_recorded",
        "narrative": "Men sleep above the shop",
        "immediate_danger": "NO",
        "source": "POLICE",
        "address": "14 Invented Row",
    }
    made = bea("post", "/api/v1/incidents/", sent)
    assert made.status_code == 201
    one = made.json()
    assert (one["status"], one["types"], one["main_type"]) == ("NEW", [], "")
    assert Incident.objects.get().location.address == "14 Invented Row"
    desk, steps = Program(amal), f"{one['url']}steps/"
    refused = bea("post", f"{steps}accept/", {"lead_agency": "housing", "risk": "R3"})
    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("Only the partnership's desk does this.")
    wrong = desk("post", f"{steps}accept/", {"lead_agency": "nobody"})
    assert (wrong.status_code, set(wrong.json())) == (400, {"lead_agency", "risk"})
    accepted = desk("post", f"{steps}accept/", {"lead_agency": "housing", "risk": "R3"})
    assert (accepted.status_code, accepted.json()["status"]) == (200, "ACCEPTED")
    assert accepted.json()["lead_agency"] == "housing"
    again = desk("post", f"{steps}accept/", {"lead_agency": "housing", "risk": "R3"})
    assert again.status_code == 400
    assert again.json()["status"][0].startswith("This is now “Accepted”")
    assert bea("post", f"{steps}start/", {}).json()["status"] == "ACTIVE"
    closed = bea("post", f"{steps}close/", {"outcome": "NOT_FOUND", "note": "Nobody there"})
    assert (closed.json()["status"], closed.json()["outcome"]) == ("CLOSED", "NOT_FOUND")


def test_unknown_fields_of_a_step_are_refused(amal) -> None:
    path = f"/api/v1/incidents/{make.incident().reference}/steps/monitor/"
    answer = Program(amal)("post", path, {"colour": "red"})
    assert (answer.status_code, set(answer.json())) == (400, {"colour"})


def test_a_step_that_there_is_not_is_not_found(amal) -> None:
    program, reference = Program(amal), make.incident().reference
    for path in (f"incidents/{reference}/steps/fly/", "people/PER-222222-2/steps/accept/"):
        assert program("post", f"/api/v1/{path}", {}).status_code == 404


def test_a_token_belongs_to_one_membership_and_ends_with_it(amal) -> None:
    make.incident()
    program = Program(amal)
    assert program("get", "/api/v1/incidents/").status_code == 200
    Membership.objects.filter(pk=amal.membership_id).update(is_active=False)
    assert program("get", "/api/v1/incidents/").status_code == 401


def test_an_ended_capability_opens_nothing() -> None:
    housing = make.agency("housing")
    bea = make.actor(housing, "practitioner", capabilities=["first_responder"])
    person = make.person(make.incident(), granted_to=[housing])
    screening = make.screening(person)
    sent = {"person": person.reference, "screening": screening.reference}
    Capability.objects.update(valid_to=date(2020, 6, 1))
    answer = Program(bea)("post", "/api/v1/referrals/", sent)
    assert answer.status_code == 403
    assert "first responder" in answer.json()["detail"]


def test_without_a_token_nothing_is_told() -> None:
    for path in ("", "incidents/", "incidents/INC-222222-2/"):
        answer = Client().get(f"/api/v1/{path}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Token"


def test_a_session_of_a_browser_is_no_token(amal) -> None:
    client = sign_in(amal.user)
    assert client.get("/api/v1/incidents/").status_code == 401


def test_what_is_hidden_and_what_never_was_answer_alike(amal) -> None:
    hidden = make.incident()
    program = Program(make.actor(make.agency("housing"), "practitioner"))
    told = [
        program("get", f"/api/v1/incidents/{reference}/")
        for reference in (hidden.reference, "INC-222222-2")
    ]
    assert told[0].content == told[1].content
    assert told[0].json() == {"detail": access.NOTHING_HERE}


def test_the_schema_describes_every_list_and_opens_without_a_token() -> None:
    answer = Client().get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    for name in NAMES:
        assert {"get", "post"} <= set(paths[f"/api/v1/{name}/"])
        assert {"get", "patch", "delete"} <= set(paths[f"/api/v1/{name}/{{reference}}/"])


def test_nothing_is_told_of_who_a_person_is(amal) -> None:
    person = make.person(make.incident())
    row = Program(amal)("get", f"/api/v1/people/{person.reference}/").json()
    assert set(row) == {
        "reference", "url", "incident", "working_label", "age_band", "gender", "nationality",
        "met_at", "contact_warning", "recorded_by_mistake",
    }  # fmt: skip
