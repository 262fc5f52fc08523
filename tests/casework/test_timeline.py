"""The timeline tells what happened to a record and to what hangs on it, through the gate."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies import access
from casework import timeline
from casework.models import StatusChange, note_change
from shop.terms import NoteScope
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db


def told(record, actor, step: str = "add", note: str = "", minutes: int = 0) -> None:
    at = timezone.now() + timedelta(minutes=minutes)
    note_change(record, actor, step, "", "", note, at)


@pytest.fixture
def amal():
    return make.coordinator()


@pytest.fixture
def bea():
    return make.actor(make.agency("housing"), "practitioner", name="Bea")


@pytest.fixture
def incident(bea):
    return make.incident(granted_to=[bea.agency])


def titles(actor, record) -> list[str]:
    return [entry["title"] for entry in timeline.entries(actor, record)]


def test_the_newest_stands_first_and_says_who_for_which_agency(incident, amal, bea) -> None:
    told(incident, amal, "add", minutes=0)
    told(make.note(incident), bea, minutes=1)
    told(incident, amal, "monitor", "Quiet now", minutes=2)
    entries = timeline.entries(bea, incident)
    assert [entry["title"] for entry in entries] == [
        "Moved to monitoring",
        "Note recorded",
        "Incident recorded",
    ]
    assert entries[0]["by"] == "sandwell desk coordinator, The desk"
    assert entries[0]["text"] == "Quiet now"
    assert entries[1]["text"] == "Invented."
    assert [bool(entry["href"]) for entry in entries] == [False, True, False]


def test_what_the_reader_may_not_see_leaves_no_line(incident, amal, bea) -> None:
    person = make.person(incident)
    own = make.note(incident, by="police", scope=NoteScope.AGENCY)
    for record in (person, own, make.screening(person)):
        told(record, amal)
    told(make.note(incident, by="police"), amal)
    assert titles(bea, incident) == ["Note recorded"]
    assert sorted(titles(amal, incident)) == sorted(
        ["Person recorded", "Screening recorded", "Note recorded"]
    )
    access.share(None, person, [bea.agency], level="see", cause="visit", granted_by=amal.user)
    assert len(titles(bea, incident)) == 3


def test_what_hangs_on_another_incident_is_not_told(incident, amal, bea) -> None:
    other = make.incident(granted_to=[bea.agency])
    told(make.note(other), bea)
    assert titles(bea, incident) == []


def test_a_note_taken_back_keeps_its_line_and_says_so(incident, bea, amal) -> None:
    note = make.note(incident)
    told(note, bea)
    told(note, bea, "mistake", "Wrong incident", minutes=1)
    assert titles(bea, incident) == ["Note marked as recorded by mistake", "Note recorded"]


def test_it_asks_one_question_whatever_hangs_on_the_record(
    incident, amal, django_assert_num_queries
) -> None:
    for _ in range(20):
        told(make.visit(incident, by=[]), amal)
    with django_assert_num_queries(1):
        assert len(timeline.entries(amal, incident)) == 20


def test_a_long_one_shows_the_latest(incident, amal) -> None:
    for minute in range(timeline.LENGTH + 5):
        told(incident, amal, "change", f"line {minute}", minutes=minute)
    entries = timeline.entries(amal, incident)
    assert len(entries) == timeline.LENGTH
    assert entries[0]["text"] == f"Changed: line {timeline.LENGTH + 4}"


def test_the_page_shows_it_and_offers_a_note(incident, bea) -> None:
    told(make.note(incident, text="The shop <b>is</b> shut"), bea)
    page = signed_in(bea).get(f"/incidents/{incident.reference}/timeline/").content.decode()
    assert "The shop &lt;b&gt;is&lt;/b&gt; shut" in page
    assert f"/incidents/{incident.reference}/notes/add/" in page


def test_the_trail_can_only_be_added_to(incident, amal) -> None:
    told(incident, amal)
    for act in (
        lambda: StatusChange.objects.update(note="another"),
        lambda: StatusChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
