"""Looking for something: what is typed, what is found, and where the words never go."""

import pytest
from django.db import connection

from agencies.models import AuditEvent
from casework.references import new_reference
from casework.search import SHOWN, Words
from tests import make
from tests.doors.world import Cast, Knock, Visitor, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def answer(visitor: Visitor, words: str) -> str:
    found = visitor.knock(Knock("/search/", "post", {"words": words}))
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "farwether",
        "FARWETHER road",
        "road, Farwether",
        "b70 7re",
        "B707RE",
        "hand-car wash",
        "12 farwether b70",
    ],
)
def test_a_place_and_its_incident_are_found_by_words_of_the_address(
    typed: str, people: Cast
) -> None:
    place = make.location(address="Invented Hand Car Wash, 12 Farwether Road", postcode="B70 7RE")
    other = make.location(address="12 Otherwise Road", postcode="B71 1AA")
    housing = people.bea.actor.agency
    incident = make.incident(location=place, granted_to=[housing])
    beside = make.incident(location=other, granted_to=[housing])
    body = answer(people.bea, typed)
    assert place.reference in body
    assert incident.reference in body
    assert other.reference not in body
    assert beside.reference not in body


def test_an_incident_whose_address_one_may_not_read_is_not_found_by_it(people: Cast) -> None:
    """Also when another incident at the same place shows the address."""
    place, housing = make.location(address="12 Farwether Road"), people.bea.actor.agency
    working = make.incident(location=place, granted_to=[housing])
    seen = make.incident(location=place, granted_to=[housing], level="see")
    body = answer(people.bea, "farwether")
    assert working.reference in body
    assert seen.reference not in body
    assert seen.reference in answer(people.bea, seen.reference)


def test_a_reference_is_understood_however_it_is_typed() -> None:
    reference = new_reference("INC")
    plain = reference.replace("-", "")
    for typed in (reference, reference.lower(), plain, f" {plain[:5]} {plain[5:].lower()} "):
        assert Words(typed).reference == reference


def test_what_is_no_reference_is_words() -> None:
    reference = new_reference("INC")
    wrong = reference[:-1] + ("2" if reference[-1] != "2" else "3")
    assert (Words(reference).reference, Words(wrong).reference) == (reference, "")
    assert Words("12 Farwether Road!").keys == ("12", "farwether", "road")


@pytest.mark.parametrize("typed", ["", "ab", "a b", "!!!", "  -- "])
def test_too_little_to_look_for_is_said_on_the_form(typed: str, people: Cast) -> None:
    body = answer(people.bea, typed)
    assert "There is a problem" in body
    assert "Nothing that you can open" not in body


def test_more_than_is_shown_is_said(people: Cast) -> None:
    place = make.location(address="12 Farwether Road")
    for _ in range(SHOWN + 1):
        make.incident(location=place, granted_to=[people.bea.actor.agency])
    body = answer(people.bea, "farwether")
    assert f"These are the newest {SHOWN}. Add a word to find others." in body


def test_words_are_in_no_address_title_or_audit(people: Cast) -> None:
    words = "Farwether Road"
    body = answer(people.bea, words)
    assert "<title>Search - " in body
    event = AuditEvent.objects.filter(user=people.bea.user).latest("pk")
    assert (event.act, event.references) == ("search", [])
    assert set(event.detail) == {"words"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM agencies_auditevent e WHERE e::text ILIKE '%farwe%'")
        assert cursor.fetchone() == (0,)


def test_the_same_words_leave_the_same_hash_and_others_another(people: Cast) -> None:
    for words in ("Farwether Road", "road farwether", "another road"):
        answer(people.bea, words)
    events = AuditEvent.objects.filter(act="search").order_by("pk")
    first, second, third = (event.detail["words"] for event in events)
    assert first == second != third


def test_what_is_asked_for_in_an_address_is_not_looked_for(people: Cast) -> None:
    place = make.location(address="12 Farwether Road")
    make.incident(location=place, granted_to=[people.bea.actor.agency])
    body = people.bea.knock(Knock("/search/", data={"words": "farwether"})).content.decode()
    assert "farwether" not in body.lower()
