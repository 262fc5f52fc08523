"""Emergency access as people use it: saying why, looking, reading, being done; who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import access, notices, restriction
from agencies.acting import actor_by_membership
from agencies.emergency import LOOKING_LASTS, MOST_SEARCHES, EmergencyAccess
from agencies.models import AuditEvent, Partnership
from casework.references import new_reference
from emergency import rules
from shop.models import Incident
from tests import make
from tests.doors.world import Family, Knock, Visitor, cast, family, member, said
from tests.signing_in import is_as_if
from victims.models import Identity

pytestmark = pytest.mark.django_db

WHY = "Officers stand at the door; a man inside says that he is held."
ASKED = {"reason": "door", "why": WHY}
PHONE = "0121 496 0123"


@pytest.fixture
def people():
    cache.clear()
    found = cast()
    Partnership.objects.update(duty_phone=PHONE)
    return found


@pytest.fixture
def case(people) -> Family:
    made = family("Zqfar", people.cyd)
    Identity.objects.update(given_names="Ngozi", family_name="Adeyemi", born_on="1994-05-01")
    return made


@pytest.fixture
def lou(people) -> Visitor:
    police = make.agency("police", kind="POLICE")
    return member("Lou", police, "police_lead", capabilities=["duty_officer"])


def post(visitor: Visitor, path: str, **data: str) -> HttpResponse:
    return visitor.knock(Knock(path, "post", data))


def begun(visitor: Visitor) -> str:
    """The address at which one looks, after saying why."""
    answer = post(visitor, "/emergency/", **ASKED)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.headers["Location"]


def look(visitor: Visitor, at: str, way: str, words: str, **more: str) -> str:
    answer = post(visitor, at, way=way, **{way: words}, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def opened(visitor: Visitor, record) -> HttpResponse:
    at = begun(visitor)
    assert record.reference in look(visitor, at, "reference", record.reference)
    return post(visitor, f"{at}open/", record=record.reference)


def told(body: str, case: Family) -> set[str]:
    return {each for each in case.references() if each in body}


def test_a_place_is_looked_for_and_its_incident_opened(lou, case) -> None:
    at = begun(lou)
    body = look(lou, at, "place", case["locations"].address)
    assert told(body, case) == {case["incidents"].reference}
    assert case["locations"].address not in body.replace(f'value="{case["locations"].address}"', "")
    answer = post(lou, f"{at}open/", record=case["incidents"].reference)
    page = lou.knock(Knock(answer.headers["Location"]))
    assert page.status_code == 200
    assert case["incidents"].narrative in page.content.decode()
    assert f"{case['incidents'].reference} is open to you until" in page.content.decode()


def test_a_person_is_looked_for_by_name_and_year_of_birth(lou, case) -> None:
    at = begun(lou)
    assert told(look(lou, at, "name", "Adeyemi Ngozi", born="1993"), case) == set()
    body = look(lou, at, "name", "adeyemi ngozi", born="1994")
    assert told(body, case) == {case["people"].reference}
    assert "Adeyemi" not in body
    answer = post(lou, f"{at}open/", record=case["people"].reference)
    person = answer.headers["Location"]
    assert "Adeyemi" in lou.knock(Knock(f"{person}identity/")).content.decode()
    for part in ("contact", "narrative", "needs"):
        assert lou.knock(Knock(f"{person}{part}/")).status_code == 404


def test_nothing_is_looked_for_before_one_has_said_why(lou, case) -> None:
    for reference in (new_reference("EMA"), make.emergency(make.coordinator()).reference):
        assert lou.knock(Knock(f"/emergency/{reference}/")).status_code == 404
        assert post(lou, f"/emergency/{reference}/", way="place", place="Zqfar").status_code == 404
        assert post(lou, f"/emergency/{reference}/open/", record="x").status_code == 404


@pytest.mark.parametrize("why", ["", "At a door", "x" * 39, " " * 60])
def test_a_reason_is_a_sentence(why: str, lou) -> None:
    answer = post(lou, "/emergency/", reason="door", why=why)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_a_second_factor_of_just_now_comes_first(lou) -> None:
    assert lou.knock(Knock("/emergency/")).status_code == 200
    is_as_if(lou.client, factor_at=timezone.now() - timedelta(minutes=11))
    assert lou.knock(Knock("/emergency/")).headers["Location"] == "/sign-in/code/"
    answer = post(lou, "/emergency/", **ASKED)
    assert WHY in answer.content.decode()
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("way", ["place", "name", "reference"])
def test_nothing_found_and_kept_from_one_are_the_same_page_with_the_duty_phone(
    way: str, lou, case
) -> None:
    wanted = {
        "place": (case["locations"].address, "Zqnadaaddress", {}),
        "name": ("Adeyemi Ngozi", "Jankowska Olena", {"born": "1994"}),
        "reference": (case["people"].reference, new_reference("PER"), {}),
    }[way]
    for plural in ("incidents", "people"):
        restriction.keep_from(make.coordinator(), case[plural], reason="past", users=[lou.user.pk])
    answers = []
    for words in wanted[:2]:
        at = begun(lou)
        with CaptureQueriesContext(connection) as statements:
            body = look(lou, at, way, words, **wanted[2])
        body = said(HttpResponse(body)).decode().replace(words, "it")
        answers.append((body.replace(at, "there"), len(statements)))
    assert answers[0] == answers[1]
    assert "Nothing was found that you can open" in answers[0][0]
    assert PHONE in answers[0][0]


def test_what_was_not_found_is_not_opened(lou, case, people) -> None:
    """Nor what was kept from one between looking and opening; both are told the same."""
    other, at = family("Zqother", people.cyd), begun(lou)
    look(lou, at, "reference", case["incidents"].reference)
    restriction.keep_from(make.coordinator(), case["incidents"], reason="past", users=[lou.user.pk])
    for record in (other["incidents"], case["incidents"], case["people"]):
        answer = post(lou, f"{at}open/", record=record.reference)
        assert answer.headers["Location"] == at
    assert actor_by_membership(lou.actor.membership_id, only_reads=True).emergency is None


def test_what_is_open_is_read_and_not_written_at_any_door(lou, case) -> None:
    opened(lou, case["incidents"])
    incident = f"/incidents/{case['incidents'].reference}/"
    assert lou.knock(Knock(incident)).status_code == 200
    for path in ("change/", "notes/add/", "visits/add/", "people/add/", "sharing/", "mistake/"):
        assert post(lou, incident + path, text="x").status_code == 404, path
    assert post(lou, f"{incident}steps/close/").status_code == 404
    assert lou.knock(Knock(f"/api/v1{incident}")).status_code == 404
    assert lou.knock(Knock(f"/api/v1{incident}", "patch", {"told_by": "x"})).status_code == 404


def test_while_it_is_open_list_count_and_search_agree_with_the_gate(lou, case) -> None:
    """What is open counts once, as the rest does; keys of programs know nothing of it."""
    mine = make.incident(granted_to=[lou.actor.agency])
    opened(lou, case["incidents"])
    both = {mine.reference, case["incidents"].reference}
    reader = actor_by_membership(lou.actor.membership_id, only_reads=True)
    gate = access.allowed(reader, "see", Incident).values_list("reference", flat=True)
    assert sorted(gate) == sorted(both)
    listed = lou.knock(Knock("/incidents/")).content.decode()
    assert "Showing 2 of 2 incidents" in listed
    filed = lou.knock(Knock("/incidents/download/")).content.decode()
    for reference in both:
        assert reference in listed
        assert reference in filed
        found = post(lou, "/search/", words=reference).content.decode()
        assert f"/incidents/{reference}/" in found
    assert (
        case["incidents"].reference
        in post(lou, "/search/", words=case["locations"].address).content.decode()
    )
    told = lou.knock(Knock("/api/v1/incidents/")).json()
    assert [row["reference"] for row in told["results"]] == [mine.reference]


def test_an_open_person_is_not_taken_over_by_a_reason_or_by_being_met(lou, case) -> None:
    opened(lou, case["people"])
    person = f"/people/{case['people'].reference}/"
    assert lou.knock(Knock(person)).status_code == 200
    for path in ("identity/reason/", "assigned/add/", "identity/change/", "change/"):
        assert post(lou, person + path, reason="danger").status_code == 404, path


def test_i_am_done_ends_it_at_once(lou, case) -> None:
    incident = opened(lou, case["incidents"]).headers["Location"]
    assert lou.knock(Knock(incident)).status_code == 200
    post(lou, "/emergency/done/")
    assert lou.knock(Knock(incident)).status_code == 404
    assert b"is open to you" not in lou.knock(Knock("/my-work/")).content


def test_opening_another_ends_the_first(lou, case) -> None:
    first = opened(lou, case["incidents"]).headers["Location"]
    second = opened(lou, case["people"]).headers["Location"]
    assert lou.knock(Knock(first)).status_code == 404
    assert lou.knock(Knock(second)).status_code == 200


def test_one_reason_is_for_one_record_and_for_fifteen_minutes(lou, case) -> None:
    at = begun(lou)
    look(lou, at, "reference", case["incidents"].reference)
    post(lou, f"{at}open/", record=case["incidents"].reference)
    assert post(lou, f"{at}open/", record=case["people"].reference).headers["Location"] == (
        "/emergency/"
    )
    at = begun(lou)
    before = timezone.now() - LOOKING_LASTS
    EmergencyAccess.objects.filter(opened_at__isnull=True).update(asked_at=before)
    assert lou.knock(Knock(at)).headers["Location"] == "/emergency/"
    assert "Say again why" in look(lou, at, "reference", case["people"].reference)


def test_one_looks_five_times_and_the_sixth_is_refused(lou, case) -> None:
    at = begun(lou)
    for _ in range(MOST_SEARCHES):
        assert "Nothing was found" in look(lou, at, "reference", new_reference("INC"))
    body = look(lou, at, "reference", case["incidents"].reference)
    assert told(body.replace(f'value="{case["incidents"].reference}"', ""), case) == set()


def test_too_much_that_fits_is_not_shown(lou, people) -> None:
    place = make.location(address="12 Farwether Road")
    for _ in range(11):
        make.incident(location=place)
    body = look(lou, begun(lou), "place", "farwether road")
    assert "More than 10 records fit" in body
    assert "INC-" not in body.replace("INC-7K3QXM-P", "")
    assert not EmergencyAccess.objects.get().found.exists()


def test_who_holds_no_permission_has_no_page(people) -> None:
    for visitor in (people.amal, people.bea, people.cyd):
        assert visitor.knock(Knock("/emergency/")).status_code == 403
        assert post(visitor, "/emergency/", **ASKED).status_code == 403
        assert post(visitor, "/emergency/done/").status_code == 403
    assert not EmergencyAccess.objects.exists()


def lead_of(agency: str) -> Visitor:
    return member(f"Lead of {agency}", make.agency(agency), "agency_lead")


def officer() -> Visitor:
    return member("Wren", make.agency("council"), "records_officer")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks) -> list[dict]:
    """What the worker would be given to do, done at once."""
    given: list[dict] = []
    tell = {notices.TELL_MEMBERS: notices.tell_members, notices.TELL_AGENCIES: notices.tell}

    def send(name: str, kwargs: dict) -> None:
        given.append(kwargs)
        tell[name](**kwargs)

    monkeypatch.setattr(notices.current_app, "send_task", send)
    return given


def test_the_owner_and_the_records_officer_are_told_at_once_of_the_search(
    lou, case, sent, django_capture_on_commit_callbacks
) -> None:
    lead, wren = lead_of("charity"), officer()
    at = begun(lou)
    with django_capture_on_commit_callbacks(execute=True):
        look(lou, at, "reference", new_reference("INC"))
    assert [message.to for message in mail.outbox] == [[wren.user.email]]
    with django_capture_on_commit_callbacks(execute=True):
        look(lou, at, "reference", case["incidents"].reference)
    assert {m.to[0] for m in mail.outbox[1:]} == {wren.user.email, lead.user.email}
    assert {m.body for m in mail.outbox} == {notices.TEXT}
    work = lead.knock(Knock("/my-work/")).content.decode()
    assert "came upon it in a search" in work


def test_the_owner_and_the_records_officer_are_told_at_once_of_the_opening(
    lou, case, sent, django_capture_on_commit_callbacks
) -> None:
    lead, wren = lead_of("charity"), officer()
    at = begun(lou)
    look(lou, at, "reference", case["incidents"].reference)
    with django_capture_on_commit_callbacks(execute=True):
        post(lou, f"{at}open/", record=case["incidents"].reference)
    assert {m.to[0] for m in mail.outbox} == {wren.user.email, lead.user.email}
    assert {m.body for m in mail.outbox} == {notices.TEXT}
    use = EmergencyAccess.objects.get()
    assert use.reference in wren.knock(Knock("/my-work/")).content.decode()
    work = lead.knock(Knock("/my-work/")).content.decode()
    assert case["incidents"].reference in work
    assert "opened it" in work


def test_whom_the_record_is_kept_from_learns_nothing_of_its_use(
    lou, case, sent, django_capture_on_commit_callbacks
) -> None:
    lead, wren = lead_of("charity"), officer()
    for each in (lead, wren):
        restriction.keep_from(
            make.coordinator(), case["incidents"], reason="past", users=[each.user.pk]
        )
    with django_capture_on_commit_callbacks(execute=True):
        opened(lou, case["incidents"])
    use = EmergencyAccess.objects.get()
    for each in (lead, wren):
        for path in ("/my-work/", "/emergency/uses/"):
            body = each.knock(Knock(path)).content.decode()
            assert use.reference not in body
            assert case["incidents"].reference not in body
        assert each.knock(Knock(f"/emergency/uses/{use.reference}/")).status_code == 404
    assert lead.user.email not in {m.to[0] for m in mail.outbox}


def test_every_step_is_in_the_audit_and_no_word_of_it(lou, case) -> None:
    at = begun(lou)
    look(lou, at, "name", "Adeyemi Ngozi", born="1994")
    person = post(lou, f"{at}open/", record=case["people"].reference).headers["Location"]
    lou.knock(Knock(f"{person}identity/"))
    post(lou, "/emergency/done/")
    events = AuditEvent.objects.filter(user=lou.user).order_by("pk")
    use = EmergencyAccess.objects.get().reference
    assert [(e.act, e.reference) for e in events] == [
        ("emergency_ask", use),
        ("emergency_search", use),
        ("emergency_open", case["people"].reference),
        ("read", case["people"].reference),
        ("emergency_done", use),
    ]
    assert events[1].references == [case["people"].reference]
    assert events[3].detail == {"emergency": use}
    assert "deyemi" not in str([(e.detail, e.references) for e in events])


# The review


def reviewed(visitor: Visitor, use: EmergencyAccess, finding: str = "justified") -> HttpResponse:
    data = {"finding": finding, "learned": "Ask the desk first next time."}
    return post(visitor, f"/emergency/uses/{use.reference}/", **data)


def test_somebody_of_another_agency_reviews_it_once(lou, case, people) -> None:
    use, wren = make.emergency(lou.actor, case["incidents"]), officer()
    page = wren.knock(Knock(f"/emergency/uses/{use.reference}/")).content.decode()
    assert use.why in page
    assert reviewed(wren, use, "learning").status_code == 302
    use.refresh_from_db()
    assert (use.finding, use.reviewed_by, use.reviewed_for) == (
        "learning", wren.user, wren.actor.agency,
    )  # fmt: skip
    assert reviewed(people.amal, use).status_code == 403
    assert use.reference not in wren.knock(Knock("/my-work/")).content.decode()


def test_nobody_reviews_their_own_or_their_agencys_use(lou, case, people) -> None:
    use = make.emergency(lou.actor, case["incidents"])
    colleague = member("Len", lou.actor.agency, "records_officer")
    elsewhere = member("Lou", make.agency("council"), "records_officer")
    assert elsewhere.user == lou.user
    for each in (colleague, elsewhere):
        assert each.knock(Knock(f"/emergency/uses/{use.reference}/")).status_code == 200
        assert reviewed(each, use).status_code == 403
    lead = lead_of("charity")
    assert reviewed(lead, use).status_code == 404
    use.refresh_from_db()
    assert use.reviewed_at is None
    assert reviewed(people.amal, use).status_code == 302


def test_a_lead_reads_of_their_records_without_the_words(lou, case) -> None:
    lead, other = lead_of("charity"), lead_of("housing")
    opened(lou, case["incidents"])
    use = EmergencyAccess.objects.get()
    page = lead.knock(Knock(f"/emergency/uses/{use.reference}/"))
    assert case["incidents"].reference in page.content.decode()
    assert use.why not in page.content.decode()
    assert other.knock(Knock(f"/emergency/uses/{use.reference}/")).status_code == 404


def test_an_unreviewed_use_stops_the_next_one_after_five_working_days(lou, case) -> None:
    use = make.emergency(lou.actor, case["incidents"])
    today = timezone.localdate()
    day = today
    while rules.working_days_after(day, rules.STOPPED_AFTER) > today:
        day -= timedelta(days=1)
    asked = timezone.now() - timedelta(days=(today - day).days)
    times = {"asked_at": asked, "opened_at": asked, "ends_at": asked}
    EmergencyAccess.objects.filter(pk=use.pk).update(**times)
    answer = post(lou, "/emergency/", **ASKED)
    assert "has not been reviewed within five working days" in answer.content.decode()
    assert EmergencyAccess.objects.count() == 1
    assert reviewed(officer(), use).status_code == 302
    begun(lou)


def test_the_desk_sets_the_number_that_is_shown(lou, people) -> None:
    assert post(people.amal, "/emergency/phone/", phone="call me").status_code == 200
    assert PHONE in lou.knock(Knock("/emergency/")).content.decode()
    assert post(people.amal, "/emergency/phone/", phone="0121 496 0999").status_code == 302
    assert "0121 496 0999" in lou.knock(Knock("/emergency/")).content.decode()
    assert post(lou, "/emergency/phone/", phone="0121 496 0000").status_code == 403
