"""Telling someone outside: what is ticked and may be seen, kept as told; never how to reach."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from agencies import restriction
from agencies.models import AuditEvent
from casework.models import StatusChange
from casework.told_outside import digest_of
from shop.models import IncidentTold
from tests import make
from tests.doors.world import said
from tests.victims.cast import Cast, actor, signed_in
from tests.web_role import as_web_role
from victims.actions import PARTS, make_parts
from victims.models import Identity, Person, PersonTold

TOLD = {
    "whom": "Sandwell General Hospital, ward 4",
    "why": "He is brought in tonight",
    "how": "PHONE",
    "purpose": "To keep him safe",
    "basis": "Vital interests",
}


@pytest.fixture
def man(people: Cast) -> Person:
    """Met by housing; Bea is assigned. Every part has words of its own."""
    man = people.met()
    Person.objects.filter(pk=man.pk).update(contact_warning="Do not call his phone")
    make_parts(man)
    Identity.objects.filter(person=man).update(given_names="Zqgiven", family_name="Zqfamily")
    PARTS["contact"].objects.filter(person=man).update(phone="Zqphone", staying_area="Zqarea")
    PARTS["narrative"].objects.filter(person=man).update(account="Zqaccount")
    PARTS["needs"].objects.filter(person=man).update(health="Zqhealth")
    make.assignment(man, people.bea.pk)
    man.refresh_from_db()
    return man


def knock(client: Client, address: str, data: dict | None = None):
    with as_web_role():
        return client.post(address, data) if data is not None else client.get(address)


def tell(by, record, *parts: str, plural: str = "people"):
    address = f"/{plural}/{record.reference}/told-outside/add/"
    return knock(signed_in(by), address, TOLD | {"parts": parts})


def page(by, told) -> str:
    return knock(signed_in(by), f"/told-outside/{told.reference}/").content.decode()


def test_the_page_has_what_was_ticked_and_no_more(people: Cast, man: Person) -> None:
    assert tell(people.bea, man, "outline", "identity").status_code == 302
    told = PersonTold.objects.get()
    body = page(people.bea, told)
    for words in ("Zqgiven", "Zqfamily", man.working_label, *TOLD.values()):
        if words != "PHONE":
            assert words in body, words
    for words in ("Zqphone", "Zqarea", "Zqaccount", "Zqhealth"):
        assert words not in body, words
    assert body.index("Do not call his phone") < body.index("Zqgiven")
    assert body.index("Do not call his phone") < body.index(TOLD["whom"])


def test_only_what_the_teller_may_see_is_offered_and_how_to_reach_them_never(
    people: Cast, man: Person
) -> None:
    make.assignment(man, make.member(people.housing, "support_worker", name="Mia").pk)
    mia = make.member(people.housing, "support_worker", name="Mia")
    address = f"/people/{man.reference}/told-outside/add/"
    offered = {}
    for who in (people.bea, mia, people.amal):
        body = knock(signed_in(who), address).content.decode()
        offered[who.user.name] = {part for part in ("outline", *PARTS) if f'value="{part}"' in body}
    assert offered == {
        "Bea": {"outline", "identity", "narrative"},
        "Mia": {"outline", "identity", "narrative", "needs"},
        "Amal": {"outline"},
    }
    for part in ("needs", "contact", "nothing"):
        answer = tell(people.bea, man, "outline", part)
        assert "Select from the list what you tell" in answer.content.decode()
    assert not PersonTold.objects.exists()


def test_it_is_opened_by_those_who_may_see_every_part_on_it(people: Cast, man: Person) -> None:
    """For the others it is as if it had never been made."""
    tell(people.bea, man, "outline", "identity")
    whole = PersonTold.objects.get()
    tell(people.bea, man, "outline")
    little = PersonTold.objects.exclude(pk=whole.pk).get()
    mate = make.member(people.housing, "practitioner", name="Max")
    pages = {}
    for who in (people.bea, mate, people.amal, people.cyd):
        client = signed_in(who)
        pages[who.user.name] = [
            knock(client, f"/told-outside/{each.reference}/").status_code
            for each in (whole, little)
        ]
        listed = knock(client, f"/people/{man.reference}/told-outside/").content.decode()
        assert (whole.reference in listed, little.reference in listed) == tuple(
            status == 200 for status in pages[who.user.name]
        )
    assert pages == {
        "Bea": [200, 200], "Max": [404, 200], "Amal": [404, 200], "Cyd": [404, 404],
    }  # fmt: skip
    hidden = knock(signed_in(mate), f"/told-outside/{whole.reference}/")
    never = knock(signed_in(mate), "/told-outside/OUT-222222-2/")
    assert said(hidden) == said(never)


def test_after_a_reason_of_today_the_desk_may_read_and_tell_who_it_is(
    people: Cast, man: Person
) -> None:
    tell(people.bea, man, "identity")
    told = PersonTold.objects.get()
    knock(signed_in(people.amal), f"/people/{man.reference}/identity/reason/", {"reason": "danger"})
    assert "Zqgiven" in page(people.amal, told)
    assert tell(people.amal, man, "identity").status_code == 302


def test_it_ends_when_the_person_is_kept_from_who_made_it(people: Cast, man: Person) -> None:
    tell(people.bea, man, "outline")
    told = PersonTold.objects.get()
    assert man.working_label in page(people.bea, told)
    restriction.keep_from(actor(people.amal), man, users=[people.bea.user_id], reason="relative")
    assert "Page not found" in page(people.bea, told)
    assert tell(people.bea, man, "outline").status_code == 404


def test_the_page_stays_as_it_was_told(people: Cast, man: Person) -> None:
    tell(people.bea, man, "identity")
    told = PersonTold.objects.get()
    Identity.objects.filter(person=man).update(family_name="Zqafterwards")
    assert "Zqfamily" in page(people.bea, told)
    assert told.digest == digest_of(told.content)
    assert told.digest in page(people.bea, told)
    for change in (
        lambda: PersonTold.objects.update(whom="Somebody else"),
        lambda: PersonTold.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_timeline_tells_that_it_was_told_and_the_audit_what(people: Cast, man: Person) -> None:
    tell(people.bea, man, "outline", "identity")
    told = PersonTold.objects.get()
    body = knock(signed_in(people.amal), f"/people/{man.reference}/timeline/").content.decode()
    assert "Told someone outside" in body
    change = StatusChange.objects.get(reference=man.reference, step="tell_outside")
    assert change.note == told.reference
    event = AuditEvent.objects.get(act="tell_outside")
    assert (event.reference, event.parts) == (man.reference, ["outline", "identity"])
    assert event.detail == {"page": told.reference, "digest": told.digest}
    written = str(list(AuditEvent.objects.values()))
    for words in ("Zqgiven", *TOLD.values()):
        assert words == "PHONE" or words not in written, words


def test_an_agency_that_may_only_read_tells_nobody(people: Cast, man: Person) -> None:
    # The police took part in the visit, so they have the outline of whoever housing met.
    answer = tell(people.pol, people.met(), "outline")
    assert answer.status_code == 403
    assert "not tell others of it" in answer.content.decode()


def test_of_an_incident_the_place_is_told_by_those_who_work_on_it(people: Cast) -> None:
    incident = people.incident
    incident.location = make.location(address="Zqplace", hazards="Zqdog")
    incident.told_by, incident.narrative = "Zqneighbour", "Zqsuspected"
    incident.save()
    assert tell(people.bea, incident, "outline", "place", plural="incidents").status_code == 302
    told = IncidentTold.objects.get()
    body = page(people.bea, told)
    assert body.index("Zqdog") < body.index(TOLD["whom"]) < body.index("Zqplace")
    assert ("Zqsuspected" in body, "Zqneighbour" in body) == (False, False)
    reader = make.member(make.agency("fire"), "practitioner", name="Fay")
    make._share(incident, incident.partnership, [reader.agency], "see")
    assert "Page not found" in page(reader, told)
    assert tell(reader, incident, "outline", plural="incidents").status_code == 403


def test_what_was_typed_survives_a_refusal(people: Cast, man: Person) -> None:
    address = f"/people/{man.reference}/told-outside/add/"
    data = TOLD | {"basis": "", "whom": "Zqhospital"}
    body = knock(signed_in(people.bea), address, data).content.decode()
    for words in ("Zqhospital", "Enter the legal basis", "Select what you tell"):
        assert words in body
    fresh = knock(signed_in(people.bea), address).content.decode()
    assert people.incident.partnership.sharing_purpose in fresh
