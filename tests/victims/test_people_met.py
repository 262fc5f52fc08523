"""A visit's one list of people met: met once, however many agencies met them."""

import pytest

from agencies import access
from casework.workflow import CannotBeDone
from shop.models import Visit
from tests import make
from tests.victims.cast import Cast, actor, screen, signed_in
from victims.actions import add_person_met, met_too
from victims.models import Person, PersonMet, Screening


def listed(cast: Cast, membership) -> str:
    return signed_in(membership).get(f"/visits/{cast.visit.reference}/people/").content.decode()


def test_three_agencies_that_met_one_man_screen_him_once(people: Cast) -> None:
    make.agency("fire")
    fire = make.member(make.agency("fire"), "practitioner", name="Fay")
    make._share(people.incident, people.incident.partnership, [fire.agency], "work")
    visit = make.visit(people.incident, by=["housing", "police", "fire"])
    people.visit = visit
    man = people.met()
    for other in (people.pol, fire):
        page = signed_in(other).post(
            f"/visits/{visit.reference}/people/", {"person": man.reference}, follow=True
        )
        assert "We met this person too" not in page.content.decode()
    screen(fire, man, outcome="CONCERN")
    line = PersonMet.objects.get(visit=visit)
    assert {agency.code for agency in line.met_by.all()} == {"housing", "police", "fire"}
    assert Person.objects.filter(incident=people.incident).count() == 1
    assert Visit.objects.filter(people_met__person=man).count() == 1
    for member in (people.bea, people.pol, fire):
        assert access.can(actor(member), "work", man)
    assert Screening.objects.get().visit == visit


def test_an_agency_that_was_there_sees_the_outline_until_it_says_it_met_them(people: Cast) -> None:
    man = people.met(people.housing)
    pol = actor(people.pol)
    assert access.can(pol, "see", man)
    assert not access.can(pol, "work", man)
    met_too(PersonMet.objects.get(), by=pol, at=make.moment("2022-06-02"))
    assert access.can(pol, "work", man)


def test_an_agency_with_the_incident_that_was_not_there_learns_nothing(people: Cast) -> None:
    cyd = signed_in(people.cyd)
    address = f"/visits/{people.visit.reference}/people/"
    empty = cyd.get(address)
    man = people.met(people.housing, people.police)
    filled = cyd.get(address)
    assert (empty.status_code, filled.status_code) == (403, 403)
    assert same_but_for_tokens(empty.content.decode()) == same_but_for_tokens(
        filled.content.decode()
    )
    for page in (
        f"/people/{man.reference}/",
        f"/people/{man.reference}/assigned/",
        f"/people/{man.reference}/screenings/add/",
        f"/people/{man.reference}/identity/",
    ):
        assert cyd.get(page).status_code == 404, page
    everywhere = [
        "/people/",
        f"/incidents/{people.incident.reference}/",
        f"/incidents/{people.incident.reference}/people/",
        f"/incidents/{people.incident.reference}/timeline/",
        "/people/download/",
    ]
    for page in everywhere:
        text = cyd.get(page).content.decode()
        assert man.reference not in text, page
        assert "man in blue jacket" not in text, page
    assert cyd.post(address, {"person": man.reference}).status_code == 403


def same_but_for_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_agencies_that_were_there_and_the_desk_see_the_list(people: Cast) -> None:
    people.met(people.housing, people.police)
    for member in (people.bea, people.pol, people.amal):
        page = listed(people, member)
        assert "man in blue jacket" in page
        assert "Housing, Police" in page


def test_an_agency_whose_part_is_recorded_later_gets_the_list(people: Cast) -> None:
    man = people.met()
    assert not access.can(actor(people.cyd), "see", man)
    people.visit.parts.create(agency=people.charity, made_by=people.cyd.user)
    assert access.can(actor(people.cyd), "see", man)


def test_the_page_adds_a_person_who_counts_as_met_by_the_agency_that_adds(people: Cast) -> None:
    page = signed_in(people.bea).post(
        f"/visits/{people.visit.reference}/people/add/",
        {"working_label": "woman with a red bag", "age_band": "UNSURE", "gender": "F"},
        follow=True,
    )
    assert "woman with a red bag" in page.content.decode()
    line = PersonMet.objects.get()
    assert [agency.code for agency in line.met_by.all()] == ["housing"]
    assert line.person.incident == people.incident


def test_the_desk_says_which_agencies_met_them(people: Cast) -> None:
    amal = signed_in(people.amal)
    address = f"/visits/{people.visit.reference}/people/add/"
    facts = {"working_label": "woman with a red bag", "age_band": "18_24", "gender": "F"}
    refused = amal.post(address, facts)
    assert "Select at least one agency" in refused.content.decode()
    assert "woman with a red bag" in refused.content.decode()
    amal.post(address, {**facts, "met_by": ["police"]})
    assert [agency.code for agency in PersonMet.objects.get().met_by.all()] == ["police"]
    assert access.can(actor(people.pol), "work", PersonMet.objects.get().person)


def test_an_agency_that_was_not_there_met_nobody(people: Cast) -> None:
    with pytest.raises(CannotBeDone, match="Charity did not take part"):
        add_person_met(
            people.visit,
            by=actor(people.bea),
            at=make.moment("2022-06-02"),
            working_label="boy",
            age_band="UNDER_18",
            gender="M",
            met_by=[people.charity],
        )
    assert not Person.objects.exists()


def test_a_person_can_be_added_to_the_incident_without_a_visit(people: Cast) -> None:
    page = signed_in(people.cyd).post(
        f"/incidents/{people.incident.reference}/people/add/",
        {
            "working_label": "man at the gate",
            "age_band": "ADULT",
            "gender": "M",
            "nationality": "",
            "met_at": "2022-06-01 12:00",
            "contact_warning": "",
        },
        follow=True,
    )
    assert "man at the gate" in page.content.decode()
    man = Person.objects.get()
    assert access.can(actor(people.cyd), "work", man)
    assert not access.can(actor(people.bea), "see", man)
