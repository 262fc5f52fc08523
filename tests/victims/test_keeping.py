"""The pages on which a record is kept from someone, lifted again, and stepped back from."""

import re

import pytest

from agencies import access
from agencies.kept_from import KeptFrom
from agencies.models import AuditEvent
from casework.models import StatusChange
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make.agency("desk")


@pytest.fixture
def amal(desk):
    return make.actor(desk, "coordinator", name="Amal")


@pytest.fixture
def ana(desk):
    return make.actor(desk, "coordinator", name="Ana")


@pytest.fixture
def bea():
    return make.actor(make.agency("housing"), "practitioner", name="Bea")


@pytest.fixture
def incident(bea):
    return make.incident(granted_to=[bea.agency], location=make.location())


@pytest.fixture
def person(incident, bea):
    return make.person(incident, granted_to=[bea.agency])


def kept_page(record) -> str:
    kind = "people" if record.prefix == "PER" else "incidents"
    return f"/{kind}/{record.reference}/kept-from/"


def text(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_kept_from_a_person_along_with_the_people_of_the_incident(
    amal, bea, incident, person
) -> None:
    client = signed_in(amal)
    page = client.get(kept_page(incident)).content.decode()
    assert "Bea, Housing" in page
    assert "Everyone at Housing" in page
    assert ">Amal" not in page.partition("Who is it kept from")[2].partition("</main>")[0]
    assert "Everyone at The desk" not in page
    assert re.search(rf'value="{person.reference}"[^>]*checked', page)
    entry = {"whom": f"user-{bea.user.pk}", "reason": "landlord", "also": [person.reference]}
    answer = client.post(kept_page(incident), entry)
    assert answer.status_code == 302
    assert not access.can(bea, "see", incident)
    assert not access.can(bea, "see", person)
    told = text(client.get(kept_page(incident)))
    for words in ("Bea", "Landlord or tenant", "By Amal", "Ask to lift it"):
        assert words in told
    assert "Bea" in text(client.get(kept_page(person)))


def test_people_that_are_not_ticked_stay_open(amal, bea, incident, person) -> None:
    entry = {"whom": f"agency-{bea.agency.pk}", "reason": "past"}
    assert signed_in(amal).post(kept_page(incident), entry).status_code == 302
    assert not access.can(bea, "see", incident)
    assert access.can(bea, "see", person)


def test_nothing_chosen_says_what_is_missing_and_keeps_nothing(amal, incident) -> None:
    answer = signed_in(amal).post(kept_page(incident), {})
    assert "Select who it is kept from" in text(answer)
    assert "Select why" in text(answer)
    assert not KeptFrom.objects.exists()


@pytest.mark.parametrize("whose", ["desk", "somebody else's"])
def test_whom_one_is_not_offered_one_cannot_name(whose, amal, desk, incident) -> None:
    elsewhere = make.agency("housing", make.partnership("elsewhere", towns=("otherton",)))
    agency = desk if whose == "desk" else elsewhere
    answer = signed_in(amal).post(
        kept_page(incident), {"whom": f"agency-{agency.pk}", "reason": "past"}
    )
    assert answer.status_code == 200
    assert "Select who it is kept from" in text(answer)
    assert not KeptFrom.objects.exists()


def test_two_people_lift_it_and_the_history_stays(amal, ana, bea, incident) -> None:
    entry = {"whom": f"user-{bea.user.pk}", "reason": "neighbour"}
    first, second = signed_in(amal), signed_in(ana)
    first.post(kept_page(incident), entry)
    lift = f"{kept_page(incident)}{KeptFrom.objects.get().pk}/"
    assert "Two people lift it together" in text(first.get(lift))
    assert first.post(lift).status_code == 302
    assert "You asked. Another person confirms it." in text(first.get(kept_page(incident)))
    assert first.get(lift).status_code == 302
    assert "Another person must confirm it" in text(first.post(lift, {"answer": "lift"}))
    assert not access.can(bea, "see", incident)
    assert incident.reference in text(second.get("/my-work/"))
    assert "Amal asked to lift it" in text(second.get(lift))
    assert "Select what should happen" in text(second.post(lift, {}))
    assert second.post(lift, {"answer": "lift"}).status_code == 302
    assert access.can(bea, "see", incident)
    told = text(first.get(kept_page(incident)))
    assert "It is kept from nobody" in told
    assert "Amal asked, Ana confirmed" in told
    assert first.get(lift).status_code == 404


def test_the_second_says_no(amal, ana, bea, incident) -> None:
    entry = {"whom": f"user-{bea.user.pk}", "reason": "neighbour"}
    first, second = signed_in(amal), signed_in(ana)
    first.post(kept_page(incident), entry)
    lift = f"{kept_page(incident)}{KeptFrom.objects.get().pk}/"
    first.post(lift)
    assert second.post(lift, {"answer": "keep"}).status_code == 302
    assert not access.can(bea, "see", incident)
    assert "Ask to lift it" in text(first.get(kept_page(incident)))


def test_the_row_of_another_record_is_not_lifted_through_this_one(amal, bea, incident) -> None:
    other = make.incident()
    signed_in(amal).post(
        kept_page(incident), {"whom": f"user-{bea.user.pk}", "reason": "neighbour"}
    )
    pk = KeptFrom.objects.get().pk
    assert signed_in(amal).post(f"{kept_page(other)}{pk}/").status_code == 404
    assert KeptFrom.objects.get().lift_asked_by is None


def test_who_works_on_it_does_not_learn_from_whom_it_is_kept(amal, bea, incident) -> None:
    signed_in(amal).post(
        kept_page(incident),
        {"whom": f"user-{make.member(make.agency('fire'), 'practitioner', name='Flo').user_id}",
         "reason": "past"},
    )  # fmt: skip
    client = signed_in(bea)
    assert client.get(kept_page(incident)).status_code == 403
    for path in ("", "timeline/", "sharing/"):
        told = text(client.get(f"/incidents/{incident.reference}/{path}"))
        assert "Flo" not in told
        assert "Keep this record from someone" not in told
    assert not StatusChange.objects.filter(reference=incident.reference).exists()


def test_i_know_someone_ends_ones_own_access_and_that_to_its_people(
    amal, bea, incident, person
) -> None:
    client = signed_in(bea)
    page = f"/incidents/{incident.reference}/"
    assert f"{page}i-know-someone/" in client.get(page).content.decode()
    assert "ends at once" in text(client.get(f"{page}i-know-someone/"))
    answer = client.post(f"{page}i-know-someone/", {"reason": "self"}, follow=True)
    assert answer.status_code == 200
    assert "Your access has ended" in text(answer)
    assert incident.reference not in text(answer)
    for path in (page, f"{page}i-know-someone/", f"/people/{person.reference}/"):
        assert client.get(path).status_code == 404
    told = text(signed_in(amal).get("/my-work/"))
    assert "Someone knows somebody in this case and stepped back" in told
    assert incident.reference in told
    assert "Bea" not in told


def test_i_know_someone_is_offered_on_the_page_of_a_person(bea, person) -> None:
    client = signed_in(bea)
    page = f"/people/{person.reference}/"
    assert f"{page}i-know-someone/" in client.get(page).content.decode()
    assert client.post(f"{page}i-know-someone/", {"reason": "past"}).status_code == 302
    assert client.get(page).status_code == 404
    assert KeptFrom.objects.get().reason == "past"


def test_the_only_coordinator_can_step_back(amal, incident) -> None:
    client = signed_in(amal)
    page = f"/incidents/{incident.reference}/"
    assert client.post(f"{page}i-know-someone/", {"reason": "self"}).status_code == 302
    assert client.get(page).status_code == 404
    assert client.get(kept_page(incident)).status_code == 404
    event = AuditEvent.objects.filter(act="keep_from").latest("pk")
    assert event.detail == {"kept": KeptFrom.objects.get().pk}
