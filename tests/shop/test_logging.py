"""Logging an incident: three pages, a draft that is kept, answers to check, the desk is told."""

import pytest

from agencies import access
from shop.models import Incident, Location, ReportDraft
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db

WHERE = {
    "received_at": "2022-06-01T12:00",
    "address": "14 Invented Row",
    "postcode": "B1 1AA",
    "kind": "",
    "town": "tipton",
}
WHAT = {"types": ["LAB", "CRI"], "main_type": "LAB", "narrative": "Men sleep above the shop"}
WHO = {"source": "POLICE", "told_by": "A neighbour", "immediate_danger": "NO"}


@pytest.fixture
def bea():
    return make.actor(make.agency("housing"), "practitioner", name="Bea")


@pytest.fixture
def client(bea):
    return signed_in(bea)


@pytest.fixture
def draft(client) -> str:
    """The address of a new draft."""
    return client.get("/incidents/log/").headers["Location"].removesuffix("where/")


def answer_all(client, draft: str, **changes) -> None:
    for page, entry in (("where", WHERE), ("what", WHAT), ("who", WHO)):
        answer = client.post(f"{draft}{page}/", {**entry, **changes.get(page, {})})
        assert answer.status_code == 302, answer.content.decode()


def test_three_pages_and_a_check_make_a_report_that_waits_at_the_desk(client, draft, bea) -> None:
    answer_all(client, draft)
    page = client.get(f"{draft}check/").content.decode()
    for words in ("14 Invented Row", "Men sleep above the shop", "A neighbour", "Tipton"):
        assert words in page
    assert client.post(f"{draft}check/").status_code == 302
    incident = Incident.objects.get()
    assert (incident.status, incident.agency, incident.made_by) == ("NEW", bea.agency, bea.user)
    assert (incident.types, incident.main_type) == (["LAB", "CRI"], "LAB")
    assert incident.location.address == "14 Invented Row"
    assert not ReportDraft.objects.exists()
    assert access.can(bea, "work", incident)
    assert not access.can(bea, "manage", incident)
    amal = signed_in(make.coordinator())
    assert "Triage the report from Housing" in amal.get("/my-work/").content.decode()
    assert incident.reference in client.get("/my-work/").content.decode()


def test_nothing_is_stored_by_looking(client, draft) -> None:
    assert client.get(f"{draft}where/").status_code == 200
    assert not ReportDraft.objects.exists()


def test_what_is_missing_is_asked_for_and_nothing_is_logged(client, draft) -> None:
    client.post(f"{draft}where/", {**WHERE, "leave": "1"})
    page = client.get(f"{draft}check/").content.decode()
    assert "Answer what is missing under “What is suspected”" in page
    assert "Log this incident" not in page
    client.post(f"{draft}check/")
    assert not Incident.objects.exists()


def test_the_desk_accepts_what_it_logs_itself() -> None:
    client = signed_in(make.coordinator())
    draft = client.get("/incidents/log/").headers["Location"].removesuffix("where/")
    answer_all(client, draft)
    client.post(f"{draft}check/")
    assert Incident.objects.get().status == "ACCEPTED"


@pytest.mark.parametrize(
    ("page", "entry", "sentence"),
    [
        ("where", {**WHERE, "town": ""}, "Select the town"),
        ("where", {**WHERE, "received_at": "2999-01-01T10:00"}, "must be"),
        ("where", {**WHERE, "address": "?!"}, "Enter the address in letters and numbers"),
        ("where", {**WHERE, "address": "x" * 301}, "300 characters or fewer"),
        ("what", {**WHAT, "narrative": ""}, "Enter what is suspected"),
        ("what", {**WHAT, "main_type": ""}, "Select which type of exploitation is the main one"),
        ("what", {**WHAT, "main_type": "SEX"}, "The main type must be one of the types"),
        ("what", {**WHAT, "types": ["UNK"], "main_type": ""}, "There is a problem"),
        ("who", {**WHO, "source": ""}, "Select who told us"),
        ("who", {**WHO, "immediate_danger": ""}, "Select whether someone is in danger now"),
    ],
)
def test_each_page_says_what_is_wrong(client, draft, page, entry, sentence) -> None:
    client.post(f"{draft}where/", WHERE)
    answer = client.post(f"{draft}{page}/", entry)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_one_type_alone_is_the_main_one(client, draft) -> None:
    answer_all(client, draft, what={"types": ["SEX"], "main_type": ""})
    client.post(f"{draft}check/")
    assert Incident.objects.get().main_type == "SEX"


def test_a_report_without_address_types_or_town_can_be_logged(client, draft) -> None:
    answer_all(
        client, draft,
        where={"address": "", "postcode": "", "town": "not_recorded"},
        what={"types": [], "main_type": ""},
    )  # fmt: skip
    client.post(f"{draft}check/")
    incident = Incident.objects.get()
    assert (incident.location, incident.types, incident.town.code) == (None, [], "not_recorded")


def test_two_reports_of_one_address_are_one_place(client) -> None:
    for address in ("14 Invented Row", "14, invented row"):
        draft = client.get("/incidents/log/").headers["Location"].removesuffix("where/")
        answer_all(client, draft, where={"address": address})
        client.post(f"{draft}check/")
    assert Incident.objects.count() == 2
    assert Location.objects.count() == 1


def test_a_draft_can_be_thrown_away(client, draft) -> None:
    client.post(f"{draft}where/", WHERE)
    assert client.get(f"{draft}delete/").status_code == 200
    assert ReportDraft.objects.count() == 1
    assert client.post(f"{draft}delete/").status_code == 302
    assert not ReportDraft.objects.exists()
