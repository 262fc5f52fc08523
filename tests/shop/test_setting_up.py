"""The one page of an empty system: it sets up a partnership, or says what is wrong."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from agencies.models import Agency, Membership, Partnership, User
from members import letters
from members.models import Invitation
from shop.geography import Town
from tests.signing_in import is_as_if

pytestmark = pytest.mark.django_db

GOOD = {
    "partnership": "Northern partnership",
    "towns": "Otherton\nElseby\n",
    "agencies": "Council\nPolice",
    "name": "Ann Other",
    "email": "ann@example.org",
    "password": "a long password of nobody",
    "second_name": "Sec Onder",
    "second_email": "Sec@example.org",
}


def test_it_makes_towns_agencies_a_desk_and_signs_the_coordinator_in() -> None:
    client = Client()
    answer = client.post("/set-up/", GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/code/")
    assert client.get("/my-work/").headers["Location"] == "/sign-in/code/"
    is_as_if(client, factor_at=timezone.now())
    assert client.get("/my-work/").status_code == 200
    towns = Town.objects.values_list("code", flat=True)
    assert set(towns) == {"otherton", "elseby", "outside_area", "not_recorded"}
    assert set(Agency.objects.values_list("code", flat=True)) == {"desk", "council", "police"}
    member = Membership.objects.get()
    assert (member.roles, member.agency.is_desk) == (["coordinator"], True)


def test_a_second_coordinator_is_invited_because_nobody_approves_alone() -> None:
    Client().post("/set-up/", GOOD)
    second = Invitation.objects.get()
    assert (second.email, second.roles, second.status) == (
        "sec@example.org",
        ["coordinator"],
        "sent",
    )
    assert letters.write_to(second.pk)
    assert mail.outbox[-1].to == ["sec@example.org"]


def test_it_is_there_once() -> None:
    Client().post("/set-up/", GOOD)
    assert Client().get("/set-up/").status_code == 404
    assert Client().post("/set-up/", GOOD).status_code == 404
    assert Partnership.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"towns": "Outside area"},
        {"towns": "Not recorded\nOtherton"},
        {"towns": "Otherton\notherton"},
        {"towns": f"{'a' * 40}b\n{'a' * 40}c"},
        {"towns": "West End\nWest_End"},
        {"towns": "!!!"},
        {"towns": "Oth\x00erton"},
        {"agencies": f"{'a' * 40}b\n{'a' * 40}c"},
        {"agencies": "Desk\nDesk agency"},
        {"agencies": "x" * 90},
        {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"},
        {"email": "nobody"},
        {"password": "short"},
        {"name": "", "partnership": ""},
        {"second_email": "Ann@example.org"},
        {"second_email": ""},
    ],
    ids=str,
)
def test_what_will_not_do_is_said_and_nothing_is_made(wrong: dict[str, str]) -> None:
    answer = Client().post("/set-up/", {**GOOD, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page
    assert not User.objects.exists()
    assert not Partnership.objects.exists()
    if "towns" not in wrong:
        assert "Elseby" in page


def test_a_name_in_any_script_makes_a_partnership() -> None:
    answer = Client().post("/set-up/", {**GOOD, "partnership": "\u6771\u4eac"})
    assert answer.status_code == 302
    assert Partnership.objects.get().name == "\u6771\u4eac"
