"""The audit as it is read: by the records officer, and by leads as far as their agency goes."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies import audit, restriction
from agencies.acting import actor_by_membership
from agencies.models import AuditEvent
from casework import audit_lists
from casework.references import new_reference
from tests import make
from tests.doors.world import Knock, Visitor, member
from tests.proofs.relations import REFERENCE
from tests.signing_in import is_as_if

pytestmark = pytest.mark.django_db


@pytest.fixture
def wren() -> Visitor:
    return member("Wren", make.agency("council"), "records_officer")


@pytest.fixture
def bea() -> Visitor:
    return member("Bea", make.agency("housing"), "practitioner")


@pytest.fixture
def lea() -> Visitor:
    return member("Lea", make.agency("housing"), "agency_lead")


def shown(visitor: Visitor, path: str, **query: str) -> str:
    answer = visitor.knock(Knock(path, data=query))
    assert answer.status_code == 200, answer.content.decode()
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def table(page: str) -> str:
    found = re.search(r"<tbody.*?</tbody>", page, re.DOTALL)
    return found[0] if found else ""


def test_the_records_officer_sees_who_did_what_and_no_word_of_it(wren, bea) -> None:
    incident = make.incident(granted_to=[bea.actor.agency], narrative="Zqtold")
    bea.knock(Knock(f"/incidents/{incident.reference}/"))
    page = table(shown(wren, "/audit/"))
    for told in ("Bea", "Opened", incident.reference):
        assert told in page
    assert "Zq" not in page


def test_it_is_narrowed_by_member_record_act_and_day(wren, bea) -> None:
    one, other = (make.incident(granted_to=[bea.actor.agency]) for _ in range(2))
    for incident in (one, other):
        bea.knock(Knock(f"/incidents/{incident.reference}/"))
    bea.knock(Knock("/incidents/"))
    handle = str(bea.user.memberships.get().handle)
    today = timezone.localdate()
    before = (today - timedelta(days=1)).isoformat()

    def rows(**query: str) -> int:
        return table(shown(wren, "/audit/", **query)).count("<tr")

    mine = AuditEvent.objects.filter(user=bea.user)
    assert rows(member=handle) == mine.count() == 3
    assert rows(member=handle, act="read") == 2
    assert rows(member=handle, reference=one.reference) == 2  # its page, and the list it was on
    assert rows(member=handle, reference=one.reference, act="read") == 1
    assert rows(member=handle, day=today.isoformat()) == 3
    assert rows(member=handle, day=before) == 0
    assert "Enter a whole reference" in shown(wren, "/audit/", reference="Amal")


def test_pages_go_on_where_the_last_ended(wren, bea) -> None:
    for number in range(120):
        audit.record(bea.actor, "read", detail={"n": number})
    handle = str(bea.user.memberships.get().handle)
    seen, query = [], {"member": handle}
    while True:
        page = shown(wren, "/audit/", **query)
        seen.append(table(page).count("<tr"))
        more = re.search(r'href="\?[^"]*before=(\d+)"[^>]*rel="next"', page)
        if not more:
            break
        query["before"] = more[1]
    assert seen == [50, 50, 20]


def test_who_looked_at_a_person_counts_lists_and_what_hangs_on_them(wren, bea) -> None:
    person = make.person(make.incident(), granted_to=[bea.actor.agency])
    other = make.person(make.incident(), granted_to=[bea.actor.agency])
    screening = make.screening(person, by="housing")
    for path in (f"/people/{person.reference}/", f"/screenings/{screening.reference}/", "/people/"):
        assert bea.knock(Knock(path)).status_code == 200
    page = shown(wren, "/audit/who-looked/", reference=person.reference)
    assert re.search(r"Bea.*?<td[^>]*>3\s*<", table(page), re.DOTALL)
    page = shown(wren, "/audit/who-looked/", reference=other.reference)
    assert re.search(r"Bea.*?<td[^>]*>1\s*<", table(page), re.DOTALL)
    assert "Wren" not in page, "who asks the audit has not looked"
    assert "Bea" in shown(wren, "/audit/who-looked/", reference=person.reference.lower())


def test_every_reading_of_the_audit_is_audited(wren, lea) -> None:
    person = make.person(make.incident())
    for visitor, path, page in (
        (wren, "/audit/", "audit"),
        (wren, "/audit/unusual/", "unusual"),
        (lea, "/what-we-did/", "own_agency"),
    ):
        shown(visitor, path)
        last = AuditEvent.objects.latest("pk")
        assert (last.user, last.act, last.detail["page"]) == (visitor.user, "read_audit", page)
    shown(wren, "/audit/who-looked/", reference=person.reference)
    last = AuditEvent.objects.latest("pk")
    assert (last.act, last.reference) == ("read_audit", person.reference)


def test_nothing_typed_that_is_no_reference_goes_into_the_audit(wren) -> None:
    for path in ("/audit/", "/audit/who-looked/"):
        shown(wren, path, reference="Zqname", member="Zqname", act="Zqname", before="Zqname")
    told = AuditEvent.objects.filter(user=wren.user).values_list("reference", "detail")
    assert "Zq" not in str(list(told))


def test_a_lead_sees_what_their_agency_did_and_no_other(lea, bea) -> None:
    cyd = member("Cyd", make.agency("charity"), "practitioner")
    ours = make.incident(granted_to=[bea.actor.agency])
    theirs = make.incident(granted_to=[cyd.actor.agency])
    bea.knock(Knock(f"/incidents/{ours.reference}/"))
    cyd.knock(Knock(f"/incidents/{theirs.reference}/"))
    page = shown(lea, "/what-we-did/")
    assert set(REFERENCE.findall(page)) == {ours.reference}
    assert "Bea" in page
    assert "Cyd" not in page


def test_what_is_kept_from_the_reader_is_not_in_the_audit_for_them(wren, lea, bea) -> None:
    incident = make.incident(granted_to=[bea.actor.agency])
    note, other = make.note(incident, by="housing"), make.incident(granted_to=[bea.actor.agency])
    for record, plural in ((incident, "incidents"), (note, "notes"), (other, "incidents")):
        assert bea.knock(Knock(f"/{plural}/{record.reference}/")).status_code == 200
    bea.knock(Knock("/incidents/"))
    amal = make.coordinator()
    kept = {"users": [wren.user.pk, lea.user.pk], "reason": "relative"}
    assert incident.reference in shown(wren, "/audit/")
    restriction.keep_from(amal, incident, [], **kept)
    for visitor, path in ((wren, "/audit/"), (lea, "/what-we-did/")):
        found = set(REFERENCE.findall(table(shown(visitor, path))))
        assert {incident.reference, note.reference} & found == set(), path
        assert other.reference in found
    never = new_reference("INC")
    asked = (incident.reference, never)
    told = [shown(wren, "/audit/who-looked/", reference=each).replace(each, "it") for each in asked]
    assert told[0] == told[1]
    rows = [table(shown(wren, "/audit/", reference=each)).count("<tr") for each in asked]
    assert rows == [1, 1], "that they asked"
    for reference in (incident.reference, never):
        assert lea.knock(Knock(f"/incidents/{reference}/")).status_code == 404
    page = table(shown(lea, "/what-we-did/", act="refused"))
    assert set(REFERENCE.findall(page)) == {incident.reference, never}


def test_unusual_access_is_told_with_what_is_usual(wren, bea) -> None:
    for _ in range(35):
        incident = make.incident()
        audit.record(bea.actor, "read", incident)
    for _ in range(5):
        bea.knock(Knock(f"/incidents/{incident.reference}/"))
    page = shown(wren, "/audit/unusual/")
    assert page.count("Bea") >= 2
    assert "35" in page
    assert "Not known" in page


def test_another_partnership_is_not_in_it(wren) -> None:
    there = make.partnership("elsewhere", towns=("otherton",))
    eve = member("Eve", make.agency("desk", there), "coordinator")
    eve.knock(Knock("/incidents/"))
    page = shown(wren, "/audit/")
    assert "Eve" not in page
    assert AuditEvent.objects.filter(user=eve.user).exists()
    events = audit_lists.of_partnership(actor_by_membership(wren.actor.membership_id))
    assert eve.user.pk not in set(events.values_list("user", flat=True))


@pytest.mark.parametrize("path", ["/audit/", "/audit/who-looked/", "/audit/unusual/"])
def test_a_second_factor_of_long_ago_is_asked_for_again(path: str, wren) -> None:
    shown(wren, path)
    is_as_if(wren.client, factor_at=timezone.now() - timedelta(hours=1))
    answer = wren.knock(Knock(path, data={"reference": new_reference("INC")}))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("give_factor"))
