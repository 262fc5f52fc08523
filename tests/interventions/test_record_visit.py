"""Three agencies, one visit, one man: recorded the same evening, counted once."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from agencies import access
from agencies.models import Membership
from interventions.actions import record_visit
from interventions.models import Intervention
from reporting.counting import figures
from reporting.counting.periods import Period
from shop.models import Incident, Location, Visit, VisitPart
from tests import make
from tests.make import moment
from tests.signing_in import sign_in
from victims.models import Person, PersonMet

pytestmark = pytest.mark.django_db

THREE = ["charity", "housing", "police"]


def signed_in(membership: Membership) -> Client:
    return sign_in(membership.user, membership.pk)


@pytest.fixture
def incident() -> Incident:
    for code in THREE:
        make.agency(code)
    return make.incident(location=make.location())


@pytest.fixture
def amal(incident) -> Client:
    return signed_in(make.member(make.agency("desk"), "coordinator", name="Amal"))


def evening(**changes) -> dict:
    """What the page posts: three agencies, one man, one act of each of two."""
    return {
        "starts_at": "2022-06-01T10:00",
        "address": "14 Invented Row",
        "is_safeguarding": "yes",
        "took_part": THREE,
        "said_by": "Officer of the day",
        "said_how": "by phone",
        "found": "Eight men in two rooms",
        "people-TOTAL_FORMS": "5",
        "people-INITIAL_FORMS": "0",
        "people-0-working_label": "man in red cap",
        "people-0-age_band": "25_39",
        "people-0-gender": "M",
        "acts-TOTAL_FORMS": "5",
        "acts-INITIAL_FORMS": "0",
        "acts-0-agency": "housing",
        "acts-0-kind": "LEAFLET",
        "acts-0-objective": "PREVENT",
        "acts-0-target": "PLACE",
        "acts-1-agency": "police",
        "acts-1-kind": "LEAFLET",
        "acts-1-objective": "PURSUE",
        "acts-1-target": "EXPLOITER",
        **changes,
    }


def path_of(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/visits/record/"


def test_it_is_one_visit_one_man_and_a_part_for_each(amal: Client, incident: Incident) -> None:
    answer = amal.post(path_of(incident), evening())
    assert answer.status_code == 302, answer.content.decode()
    visit = Visit.objects.get()
    assert (visit.status, visit.is_safeguarding) == ("COMPLETED", True)
    assert visit.location.address == "14 Invented Row"
    parts = VisitPart.objects.filter(took_part=True)
    assert sorted(parts.values_list("agency__code", flat=True)) == THREE
    man = Person.objects.get()
    met = PersonMet.objects.get()
    assert sorted(met.met_by.values_list("code", flat=True)) == THREE
    acts = Intervention.objects.values_list("agency__code", "objective", "visit")
    assert sorted(acts) == [("housing", "PREVENT", visit.pk), ("police", "PURSUE", visit.pk)]
    for code in THREE:
        actor = make.actor(make.agency(code), "practitioner")
        assert access.can(actor, "work", incident)
        assert access.can(actor, "work", man)


def test_the_figures_count_one_visit_and_one_person_screened(
    amal: Client, incident: Incident
) -> None:
    amal.post(path_of(incident), evening())
    man, visit = Person.objects.get(), Visit.objects.get()
    for code in THREE:
        make.screening(man, by=code, visit=visit, at="2022-06-01")
    counted = {
        measure: figures_total(measure)
        for measure in ("multi_agency_visits", "safeguarding_visits", "people_screened")
    }
    assert counted == {"multi_agency_visits": 1, "safeguarding_visits": 1, "people_screened": 1}


def figures_total(measure: str) -> int:
    with connection.cursor() as cursor:
        reading = figures.read(cursor, make.partnership(), Period.parse("2022-23"))
    return reading.counts[measure, ()]


def test_what_the_desk_recorded_waits_for_the_agency_to_confirm(
    amal: Client, incident: Incident
) -> None:
    amal.post(path_of(incident), evening())
    part = VisitPart.objects.get(agency__code="housing")
    assert part.awaits_confirmation
    bea = signed_in(make.member(make.agency("housing"), "practitioner", name="Bea"))
    cyd = signed_in(make.member(make.agency("charity"), "practitioner", name="Cyd"))
    page = f"/parts/{part.reference}/"
    assert "Not yet confirmed by Housing" in bea.get(page).content.decode()
    assert "Confirm your agency" in bea.get("/my-work/").content.decode()
    assert cyd.post(f"{page}confirm/").status_code == 403
    assert bea.post(f"{page}confirm/").status_code == 302
    part.refresh_from_db()
    assert not part.awaits_confirmation
    assert part.confirmed_by.name == "Bea"
    assert "Not yet confirmed" not in bea.get(page).content.decode()
    once = part.confirmed_at
    bea.post(f"{page}confirm/")
    part.refresh_from_db()
    assert part.confirmed_at == once


def test_an_agency_brings_only_those_that_work_on_the_incident(incident: Incident) -> None:
    housing, charity, police = (make.agency(code) for code in ("housing", "charity", "police"))
    make_holder(incident, housing, "work")
    make_holder(incident, charity, "see")
    make_holder(incident, police, "work", ends_at=moment("2022-06-01"))
    bea = signed_in(make.member(housing, "practitioner", name="Bea"))
    for others in (["housing", "charity"], ["housing", "police"]):
        answer = bea.post(path_of(incident), evening(took_part=others))
        assert answer.status_code == 200
        assert "Select agencies from the list" in answer.content.decode()
    assert not Visit.objects.exists()
    assert not access.can(make.actor(police, "practitioner"), "see", incident)


def make_holder(incident: Incident, agency, level: str, **more) -> None:
    access.share(
        None, incident, [agency], level=level, cause="shared", granted_by=make.user("Amal"), **more
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": ""}, "Select the place, or enter the address of another"),
        ({"address": "?!"}, "Select the place, or enter the address of another"),
        ({"said_by": ""}, "Enter who told you what the other agencies did"),
        ({"said_how": ""}, "Select how they told you"),
        ({"took_part": []}, "Select at least one agency"),
        ({"took_part": ["housing"]}, "Select an agency that took part"),
        ({"is_safeguarding": ""}, "Select yes if it was a safeguarding visit"),
        ({"starts_at": "2099-01-01T10:00"}, "must be in the past"),
        ({"people-0-gender": ""}, "Select gender"),
        ({"people-TOTAL_FORMS": "nonsense"}, "There is a problem"),
        ({"people-TOTAL_FORMS": "100000"}, "There is a problem"),
        ({"acts-0-kind": "NONE"}, "There is a problem"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    changes: dict, sentence: str, amal: Client, incident: Incident
) -> None:
    answer = amal.post(path_of(incident), evening(**changes))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Eight men in two rooms" in page
    if "people-TOTAL_FORMS" not in changes:
        assert "man in red cap" in page
    assert (Visit.objects.count(), Person.objects.count()) == (0, 0)


def test_a_place_known_by_its_address_is_not_made_twice(amal: Client, incident: Incident) -> None:
    amal.post(path_of(incident), evening())
    amal.post(path_of(incident), evening(address="14 invented row"))
    assert Visit.objects.count() == 2
    assert Location.objects.filter(address_key="14inventedrow").count() == 1


def test_recording_is_all_or_nothing(incident: Incident) -> None:
    coordinator = make.coordinator()
    facts = {
        "location": incident.location,
        "starts_at": moment("2022-06-01"),
        "is_safeguarding": False,
        "found": "",
        "took_part": [make.agency("housing")],
        "said_by": "Someone",
        "said_how": "by phone",
    }
    with pytest.raises(KeyError):
        record_visit(incident, by=coordinator, at=timezone.now(), visit=facts, people=[], acts=[{}])
    assert (Visit.objects.count(), VisitPart.objects.count()) == (0, 0)
