"""Asking the partnership: the same answer always; the desk alone reads what was asked."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies import notices, restriction
from agencies.models import AuditEvent, User
from shop.models import Question
from shop.terms import QuestionAnswered
from tests import make
from tests.doors.world import said, said_to_anyone
from tests.signing_in import sign_in

CANARY = "Zqkowalska"
ASKED = {
    "about": "PLACE",
    "words": "14 Cold Yard, Tipton",
    "why": "Two men told me of it",
    "reached_at": "0121 496 0000",
}


def browser(*roles: str, agency: str = "housing", name: str = "Bea") -> Client:
    member = make.member(make.agency(agency), *roles, name=name)
    return sign_in(member.user, member.pk)


def desk(name: str = "Amal") -> Client:
    return browser("coordinator", agency="desk", name=name)


@pytest.fixture
def known(db: None):
    """An incident at the place that is asked about, which housing was not given."""
    place = make.location(address="14 Cold Yard", town_code="tipton")
    return make.incident(location=place)


def told(client: Client, words: str) -> tuple[bytes, list[str]]:
    """The page after asking, and the statements of the whole, with what was typed left out."""
    with CaptureQueriesContext(connection) as statements:
        answer = client.post("/ask/", ASKED | {"words": words}, follow=True)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    body = re.sub(rb"QUE-\w{6}-\w", b"question", said_to_anyone(answer, user))
    sql = [re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b", "?", each["sql"]) for each in statements]
    return body, sql


def test_the_answer_is_the_same_whether_or_not_there_is_a_record(known) -> None:
    """The same bytes and statements; for someone from whom the record is kept as well."""
    answers = []
    for name, words in (
        ("Bea", "14 Cold Yard"),
        ("Bob", "77 Nowhere Lane"),
        ("Ben", "14 Cold Yard"),
    ):
        client = browser("practitioner", name=name)
        if name == "Ben":
            restriction.keep_from(
                make.coordinator(), known, users=[make.user("Ben").pk], reason="relative"
            )
        body, statements = told(client, words)
        answers.append((body, statements))
    assert b"Your question was sent." in answers[0][0]
    assert answers[0] == answers[1] == answers[2]


def test_closing_it_shared_or_with_nothing_to_say_looks_the_same(db: None) -> None:
    pages = []
    for name, how in zip(("Bea", "Bob", "Ben", "Bel"), QuestionAnswered.values, strict=True):
        client = browser("practitioner", name=name)
        client.post("/ask/", ASKED)
        question = Question.objects.get(made_by=make.user(name))
        desk().post(f"/questions/{question.reference}/", {"how": how, "note": "x"})
        body = said_to_anyone(client.get("/ask/"), make.user(name))
        pages.append(re.sub(rb"QUE-\w{6}-\w", b"question", body))
    assert pages[0].count(b"Closed") == 1
    assert pages == [pages[0]] * 4


def test_the_desk_reads_it_and_closes_it_once(db: None) -> None:
    browser("practitioner").post("/ask/", ASKED)
    question = Question.objects.get()
    amal, ana, address = desk(), desk("Ana"), f"/questions/{question.reference}/"
    assert question.reference in amal.get("/my-work/").content.decode()
    page = amal.get(address).content.decode()
    assert "14 Cold Yard, Tipton" in page
    assert "1 in 7 days, 1 in 90 days" in page
    assert b"Select how you dealt with it" in amal.post(address, {"note": "Kept"}).content
    assert amal.post(address, {"how": "SHARED", "note": "Zqhow"}).url == "/questions/"
    assert question.reference not in amal.get("/my-work/").content.decode()
    again = ana.post(address, {"how": "NOTHING"}, follow=True).content.decode()
    assert "Amal has closed this question already." in again
    question.refresh_from_db()
    assert (question.how, question.closed_by) == ("SHARED", make.user("Amal"))


def test_how_it_was_dealt_with_is_read_by_who_closed_it_alone(db: None) -> None:
    """Another coordinator may be one from whom the record that was shared is kept."""
    browser("practitioner").post("/ask/", ASKED)
    address = f"/questions/{Question.objects.get().reference}/"
    amal, ana = desk(), desk("Ana")
    amal.post(address, {"how": "SHARED", "note": "Zqhow"})
    label = QuestionAnswered.SHARED.label
    own, other = (each.get(address).content.decode() for each in (amal, ana))
    assert (label in own, "Zqhow" in own) == (True, True)
    assert (label in other, "Zqhow" in other) == (False, False)
    assert "by Amal" in other


def test_the_coordinator_sees_who_asks_much(db: None) -> None:
    bea = browser("practitioner")
    for _ in range(3):
        bea.post("/ask/", ASKED)
    old = Question.objects.earliest("pk")
    Question.objects.filter(pk=old.pk).update(made_at=make.moment("2022-06-01"))
    assert desk().get("/questions/").content.decode().count("2 in 7 days, 2 in 90 days") == 3


def test_what_was_asked_stands_in_the_question_alone(
    db: None, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    """In no other table, so in no audit, trail, session or job; in no mail, message or address."""
    sent = []
    monkeypatch.setattr(
        notices.current_app, "send_task", lambda name, kwargs: sent.append((name, kwargs))
    )
    cache.clear()
    typed = {name: f"{CANARY} {name}" for name in ("words", "why", "reached_at")}
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser("practitioner").post("/ask/", ASKED | typed)
    question = Question.objects.get()
    amal = desk()
    assert CANARY in amal.get(f"/questions/{question.reference}/").content.decode()
    for page in (
        amal.get("/questions/"),
        amal.get("/my-work/"),
        browser("practitioner").get("/ask/"),
    ):
        assert CANARY not in page.content.decode()
    amal.post(f"/questions/{question.reference}/", {"how": "PHONED", "note": f"{CANARY} note"})
    assert tables_with(CANARY) == {"shop_question"}
    assert CANARY not in f"{answer.url} {sent}"
    desk_agency = make.agency("desk")
    about = {"record_type": "question", "record_id": question.pk}
    assert sent == [(notices.TELL_AGENCIES, {"agency_ids": [desk_agency.pk], **about})]
    assert notices.tell([desk_agency.pk], **about) == 1
    assert (mail.outbox[0].subject, mail.outbox[0].body) == (notices.SUBJECT, notices.TEXT)


def tables_with(word: str) -> set[str]:
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"select exists (select from {table} t where t::text like %s)", [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_what_was_typed_survives_a_refusal(db: None) -> None:
    page = browser("practitioner").post("/ask/", {"words": CANARY, "why": ""}).content.decode()
    assert CANARY in page
    assert "Enter why you ask" in page
    assert not Question.objects.exists()
    assert CANARY not in str(AuditEvent.objects.values_list("detail", "references"))


def test_nobody_reads_the_question_of_somebody_else(db: None) -> None:
    browser("practitioner").post("/ask/", ASKED)
    question = Question.objects.get()
    elsewhere = make.partnership("elsewhere", towns=("otherton",))
    eve = make.member(make.agency("desk", elsewhere), "coordinator", name="Eve")
    for client in (
        browser("practitioner"),
        browser("agency_lead", name="Hal"),
        sign_in(eve.user, eve.pk),
    ):
        never = client.get("/questions/QUE-222222-2/")
        hidden = client.get(f"/questions/{question.reference}/")
        assert (hidden.status_code, said(hidden)) == (never.status_code, said(never))
        assert hidden.status_code == 404
        assert (
            client.post(f"/questions/{question.reference}/", {"how": "PHONED"}).status_code == 404
        )
    for name, roles in (("Bob", "practitioner"), ("Hal", "agency_lead")):
        assert question.reference not in browser(roles, name=name).get("/ask/").content.decode()
    assert question.reference in browser("practitioner").get("/ask/").content.decode()
    assert question.reference not in sign_in(eve.user, eve.pk).get("/questions/").content.decode()
