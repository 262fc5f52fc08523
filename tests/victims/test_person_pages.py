"""A person's pages: the outline, the parts behind an assignment, and what is told first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import AuditEvent
from tests.victims.cast import Cast, actor, screen, signed_in
from victims.actions import PARTS, assign
from victims.models import Contact, Identity

WARNING = "Do not call before you speak to the support worker."


def assigned(member, person, reason: str = "I support this person") -> None:
    assign(person, by=actor(member), at=timezone.now(), reason=reason)


def test_the_contact_warning_stands_first_on_every_page_about_a_person(people: Cast) -> None:
    man = people.met()
    man.contact_warning = WARNING
    man.save()
    assigned(people.bea, man)
    address = screen(people.bea, man, outcome="CONCERN")
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/"
    pages = [base, f"{base}screenings/", f"{base}referrals/", f"{base}assigned/", address]
    pages += [f"{base}identity/", f"{base}contact/", f"{base}contact/change/"]
    pages += [
        f"{base}timeline/",
        f"{base}screenings/add/",
        f"/visits/{people.visit.reference}/people/",
    ]
    for page in pages:
        text = bea.get(page).content.decode()
        assert WARNING in text, page


def test_parts_do_not_exist_for_those_who_are_not_assigned(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    for member in (people.pol, people.cyd, people.amal):
        client = signed_in(member)
        # The coordinator is asked for a reason instead; see test_reasons.py.
        for part in PARTS if member != people.amal else set(PARTS) - {"identity"}:
            for page in (part, f"{part}/change"):
                address = f"/people/{man.reference}/{page}/"
                assert client.get(address).status_code == 404, (member, page)
                assert client.post(address, {}).status_code in (404, 405), (member, page)


def test_assigning_oneself_opens_the_parts_of_ones_role(people: Cast) -> None:
    man = people.met()
    bea = signed_in(people.bea)
    base = f"/people/{man.reference}/"
    assert bea.get(f"{base}identity/").status_code == 404
    assert "Safe contact" not in bea.get(base).content.decode()
    page = bea.post(f"{base}assigned/add/", {"reason": ""}).content.decode()
    assert "Enter why you need to work with this person" in page
    opened = bea.post(f"{base}assigned/add/", {"reason": "I visit weekly"}, follow=True)
    text = opened.content.decode()
    assert "Safe contact" in text
    assert "Assign to me" not in text
    for part, status in {"identity": 200, "contact": 200, "narrative": 200, "needs": 404}.items():
        assert bea.get(f"{base}{part}/").status_code == status, part
    assert ">Needs<" not in text


def test_the_reason_of_an_assignment_stays_inside_the_agency(people: Cast) -> None:
    man = people.met(people.housing, people.police)
    assigned(people.bea, man, "She trusts nobody else")
    address = f"/people/{man.reference}/assigned/"
    assert "She trusts nobody else" in signed_in(people.bea).get(address).content.decode()
    other = signed_in(people.pol).get(address).content.decode()
    assert "Bea" in other
    assert "She trusts nobody else" not in other
    assert "Known to Housing" in other


def test_reading_a_part_is_audited_as_that_part_and_without_its_content(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    Identity.objects.filter(person=man).update(given_names="Zdravko")
    assert (
        "Zdravko"
        in signed_in(people.bea).get(f"/people/{man.reference}/identity/").content.decode()
    )
    event = AuditEvent.objects.filter(act="read", record_type="identity").get()
    assert (event.parts, event.reference) == (["identity"], man.reference)
    assert "Zdravko" not in str(AuditEvent.objects.values_list())


def test_saving_a_part_keeps_the_typed_text_when_someone_saved_first(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    bea = signed_in(people.bea)
    address = f"/people/{man.reference}/contact/change/"
    first = {"staying_area": "Tipton", "version": "1"}
    assert bea.post(address, first).url == f"/people/{man.reference}/contact/"
    late = bea.post(address, {"staying_area": "Oldbury", "version": "1"}).content.decode()
    assert "Someone else changed this while you were writing" in late
    assert 'value="Oldbury"' in late
    assert Contact.objects.get(person=man).staying_area == "Tipton"
    again = bea.post(address, {"staying_area": "Oldbury", "version": "2"})
    assert again.status_code == 302
    assert Contact.objects.get(person=man).staying_area == "Oldbury"


def test_the_contact_form_says_never_to_enter_a_safe_house(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    page = signed_in(people.bea).get(f"/people/{man.reference}/contact/change/").content.decode()
    assert "Never enter the address of a safe house" in page


def test_an_account_is_closed_until_it_is_opened(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    page = signed_in(people.bea).get(f"/people/{man.reference}/narrative/").content.decode()
    assert "Show the account" in page
    assert "<details" in page
    assert "<details open" not in page


def test_bad_input_in_a_part_gets_a_sentence_and_keeps_what_was_typed(people: Cast) -> None:
    man = people.met()
    assigned(people.bea, man)
    bea = signed_in(people.bea)
    address = f"/people/{man.reference}/identity/change/"
    sent = {"born_on-day": "1", "born_on-month": "1", "born_on-year": "2999", "version": "1"}
    page = bea.post(address, sent).content.decode()
    assert "Year must be between 1900 and 2100" in page
    page = bea.post(address, {**sent, "born_on-year": "2099"}).content.decode()
    assert "Date of birth must be today or in the past" in page
    assert 'value="2099"' in page
    page = bea.post(address, {"given_names": "x" * 201, "version": "1"})
    assert page.status_code == 200
    assert bea.post(address, {"given_names": "\x00", "version": "no"}).status_code == 200


@pytest.mark.parametrize(
    "page",
    ["", "screenings/", "referrals/", "assigned/", "identity/", "contact/", "contact/change/",
     "screenings/add/", "screenings/add/more-signs/"],
)  # fmt: skip
def test_a_page_about_a_person_asks_at_most_twelve_queries(people: Cast, page: str) -> None:
    man = people.met()
    assigned(people.bea, man)
    screen(people.bea, man, outcome="CONCERN")
    bea = signed_in(people.bea)
    address = f"/people/{man.reference}/{page}"
    bea.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert bea.get(address).status_code == 200
    assert len(asked) <= 12, "\n".join(query["sql"][:120] for query in asked)


def test_the_list_of_people_met_asks_as_many_queries_for_many_as_for_one(people: Cast) -> None:
    address = f"/visits/{people.visit.reference}/people/"
    bea = signed_in(people.bea)
    counts = []
    for number in (1, 6):
        while people.incident.people.count() < number:
            people.met(working_label=f"person {people.incident.people.count()}")
        bea.get(address)
        with CaptureQueriesContext(connection) as asked:
            bea.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
