"""Correcting a record: nobody's text is lost, nobody's record is quietly overwritten."""

import pytest

from casework import actions
from casework.forms import CHANGED_MEANWHILE, record_form
from casework.models import StatusChange
from interventions.models import Intervention
from interventions.record_types import INTERVENTIONS
from shop.models import Incident
from shop.record_types import INCIDENTS
from tests import make
from tests.casework.visitors import Program, signed_in
from tests.make import moment

pytestmark = pytest.mark.django_db

ENTRY = {
    "received_at": "2022-06-01T12:00",
    "town": "tipton",
    "types": ["LAB", "CRI"],
    "main_type": "CRI",
    "narrative": "Men sleep above the shop",
    "immediate_danger": "NO",
    "source": "POLICE",
}


@pytest.fixture
def amal():
    return make.coordinator()


@pytest.fixture
def incident() -> Incident:
    return make.incident()


def path_of(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/change/"


def test_a_correction_is_saved_told_and_counted(amal, incident) -> None:
    answer = signed_in(amal).post(path_of(incident), {**ENTRY, "version": "1"})
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert (incident.types, incident.main_type, incident.version) == (["LAB", "CRI"], "CRI", 2)
    change = StatusChange.objects.get(reference=incident.reference, step="change")
    assert "main type" in change.note
    assert "Men sleep" not in change.note


def test_who_saves_second_keeps_the_text_and_is_told(amal, incident) -> None:
    client = signed_in(amal)
    assert client.post(path_of(incident), {**ENTRY, "version": "1"}).status_code == 302
    late = {**ENTRY, "narrative": "Written by another", "version": "1"}
    answer = client.post(path_of(incident), late)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert CHANGED_MEANWHILE in page
    assert "Written by another" in page
    assert 'name="version"' in page
    incident.refresh_from_db()
    assert incident.narrative == "Men sleep above the shop"
    again = client.post(path_of(incident), {**late, "version": "2"})
    assert again.status_code == 302
    incident.refresh_from_db()
    assert (incident.narrative, incident.version) == ("Written by another", 3)


def test_the_api_tells_the_same_conflict(amal, incident) -> None:
    program = Program(amal)
    path = f"/api/v1/incidents/{incident.reference}/"
    assert program("patch", path, {"narrative": "First", "version": 1}).status_code == 200
    late = program("patch", path, {"narrative": "Second", "version": 1})
    assert (late.status_code, late.json()) == (409, {"__all__": [CHANGED_MEANWHILE]})
    incident.refresh_from_db()
    assert incident.narrative == "First"


def test_a_correction_through_the_api_changes_what_was_sent_and_nothing_else(amal) -> None:
    incident = make.incident(types=["LAB", "SEX"], flags=[], told_by="A neighbour")
    before = Incident.objects.values().get(pk=incident.pk)
    program = Program(amal)
    path = f"/api/v1/incidents/{incident.reference}/"
    assert program("patch", path, {"narrative": "New words"}).status_code == 200
    after = Incident.objects.values().get(pk=incident.pk)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"narrative", "version"}


def test_the_desk_says_for_whom_and_who_told_it_and_an_agency_is_not_asked(amal, incident) -> None:
    make.agency("housing")
    desk = record_form(INTERVENTIONS)(actor=amal, parent=incident)
    other = make.actor(make.agency("housing"), "practitioner")
    agency = record_form(INTERVENTIONS)(actor=other, parent=incident)
    asked = {"on_behalf_of", "said_by", "said_how"}
    assert asked <= set(desk.fields)
    assert not asked & set(agency.fields)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on_behalf_of": "housing", "said_how": "by phone"}, "said_by"),
        ({"on_behalf_of": "housing", "said_by": "Someone"}, "said_how"),
        ({"said_by": "Someone", "said_how": "by phone"}, "on_behalf_of"),
        ({"on_behalf_of": "elsewhere", "said_by": "A", "said_how": "by phone"}, "on_behalf_of"),
    ],
    ids=str,
)
def test_what_is_recorded_for_an_agency_says_who_told_and_how(told, field, amal, incident) -> None:
    make.agency("housing")
    make.agency("elsewhere", make.partnership("elsewhere", towns=()))
    path = f"/incidents/{incident.reference}/interventions/add/"
    entry = {"kind": "LEAFLET", "objective": "PREVENT", "acted_on": "2022-06-01", "target": "PLACE"}
    answer = signed_in(amal).post(path, {**entry, **told})
    assert answer.status_code == 200
    assert f"{field}-error" in answer.content.decode()
    assert not Intervention.objects.exists()


def test_what_is_recorded_for_an_agency_is_that_agencys_and_waits(amal, incident) -> None:
    make.agency("housing")
    path = f"/incidents/{incident.reference}/interventions/add/"
    entry = {
        "kind": "LEAFLET", "objective": "PREVENT", "acted_on": "2022-06-01", "target": "PLACE",
        "on_behalf_of": "housing", "said_by": "Someone", "said_how": "by phone",
    }  # fmt: skip
    assert signed_in(amal).post(path, entry).status_code == 302
    act = Intervention.objects.get()
    assert (act.agency.code, act.made_by, act.awaits_confirmation) == ("housing", amal.user, True)


def test_a_mistake_leaves_the_counts_and_comes_back(amal, incident) -> None:
    client, path = signed_in(amal), f"/incidents/{incident.reference}/mistake/"
    refused = client.post(path, {"reason": ""})
    assert "Enter why it was recorded by mistake" in refused.content.decode()
    assert client.post(path, {"reason": "Entered twice"}).status_code == 302
    assert not Incident.objects.standing().filter(pk=incident.pk).exists()
    page = client.get(f"/incidents/{incident.reference}/").content.decode()
    assert "Recorded by mistake: Entered twice" in page
    assert client.post(path).status_code == 302
    assert Incident.objects.standing().filter(pk=incident.pk).exists()
    steps = StatusChange.objects.filter(reference=incident.reference).order_by("id")
    assert list(steps.values_list("step", flat=True)) == ["mistake", "undo_mistake"]


def test_the_api_takes_back_with_a_reason_and_says_the_pages_sentences(amal, incident) -> None:
    program, path = Program(amal), f"/api/v1/incidents/{incident.reference}/"
    for wrong in ({}, {"reason": ""}, {"reason": "   "}):
        answer = program("delete", path, wrong)
        assert (answer.status_code, answer.json()) == (
            400,
            {"reason": ["Enter why it was recorded by mistake"]},
        )
    assert program("delete", path, {"reason": "Entered twice"}).status_code == 204
    again = program("delete", path, {"reason": "Entered twice"})
    assert again.json() == {"status": ["This is already marked as recorded by mistake."]}
    assert program("get", path).json()["recorded_by_mistake"] is True


def test_another_part_in_place_keeps_a_mistake_from_coming_back(amal, incident) -> None:
    visit = make.visit(incident, by=["housing"])
    first = make.mistaken(visit.parts.get())
    type(first).objects.create(visit=visit, agency=first.agency, made_by=amal.user)
    answer = signed_in(amal).post(f"/parts/{first.reference}/mistake/", follow=True)
    assert "Another record has taken its place" in answer.content.decode()
    first.refresh_from_db()
    assert first.is_mistake


def test_choices_offer_only_what_may_be_seen(amal) -> None:
    housing = make.agency("housing")
    seen = make.incident(granted_to=[housing], location=make.location())
    hidden = make.incident(location=make.location())
    elsewhere = make.partnership("elsewhere", towns=("otherton",))
    make.agency("council", elsewhere)
    form = record_form(INCIDENTS)(instance=seen, actor=make.actor(housing, "practitioner"))
    assert list(form["location"].field.queryset) == [seen.location]
    assert hidden.location not in form["location"].field.queryset
    desk = record_form(INCIDENTS)(instance=seen, actor=amal)
    assert {each.partnership.code for each in desk["lead_agency"].field.queryset} == {"sandwell"}
    assert {each.partnership.code for each in desk["town"].field.queryset} == {"sandwell"}


def test_a_hidden_place_and_one_that_never_was_get_the_same_sentence(amal) -> None:
    housing = make.agency("housing")
    incident = make.incident(granted_to=[housing])
    hidden = make.incident(location=make.location()).location
    program = Program(make.actor(housing, "practitioner"))
    told = [
        program(
            "post",
            "/api/v1/disruptions/",
            {"incident": incident.reference, "location": reference, "outcome": "CEASED",
             "disrupted_on": "2022-06-01", "no_check_reason": "Shut"},
        )
        for reference in (hidden.reference, "PLA-222222-2")
    ]  # fmt: skip
    assert [answer.status_code for answer in told] == [400, 400]
    assert told[0].content == told[1].content


def test_a_record_that_would_leave_the_writers_sight_is_not_saved(amal, incident) -> None:
    """After a save the row must still be one that its writer may see."""
    form = record_form(INCIDENTS)({**ENTRY, "version": "1"}, instance=incident, actor=amal)
    assert form.is_valid(), form.errors
    stranger = make.actor(make.agency("housing"), "practitioner")
    with pytest.raises(Exception, match="nothing here"):
        actions.change(INCIDENTS, form, by=stranger, at=moment("2022-06-02"))
    incident.refresh_from_db()
    assert incident.version == 1
