"""Canaries: read by those who may, by nobody else, and never in what leaves or is kept beside."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from agencies import history, notices
from agencies.models import AuditEvent, Session, User
from agencies.policy import Role
from casework.models import Job
from casework.record_types import every
from members import letters
from members.models import Invitation
from reporting.actions import ask_for_report
from reporting.counting.periods import Period
from reporting.document import editions
from reporting.outputs import csv_file, html, json_file, xlsx
from reporting.outputs.printed import printed
from tests import make
from tests.doors.world import Knock, Visitor
from tests.proofs.canaries import (
    ABOUT_MEMBERS,
    ABOUT_PEOPLE,
    COLLEAGUES,
    FROM_WORK_ON,
    OWN_ALONE,
    PARTS,
    UNFINISHED,
    Aviary,
    aviary,
)  # fmt: skip
from tests.proofs.recording import Page, requests
from tests.proofs.test_equal_sets import crawl

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rolled_back")]

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
# What somebody of the role may read though no case was given to them.
BESIDE_CASES = {
    Role.ADMINISTRATOR: ABOUT_MEMBERS,
    Role.AGENCY_LEAD: ABOUT_MEMBERS,
    Role.BOARD_MEMBER: {"reporting.Story"},
    Role.RECORDS_OFFICER: {"agencies.EmergencyAccess"},
}
# Behind the lock, and after stepping back from the case, nothing more would be done.
ENDS_IT = re.compile(r"^/lock/|/i-know-someone/")
WITHOUT_A_CASE = [role for role in Role.values if role != Role.COORDINATOR]
# Shown as the answer to a question of a form that this crawl does not walk to, or to nobody.
READ_ELSEWHERE = {
    "shop.ReportDraft.answers", "victims.ScreeningDraft.pages", "referrals.ReferralAnswers.values",
    "referrals.ReferralChecks.explained", "referrals.CheckComment.text",
    "referrals.ReferralAnswers.recorded",
    "shop.Location.address_key", "shop.Question.note", "agencies.EmergencyAccess.learned",
    "referrals.DraftOffer.reason", "referrals.DraftOffer.answer", "referrals.TypedPage.fields",
    # In a report that tells the story; and once the words of a story are gone.
    "reporting.FrozenStory.title", "reporting.FrozenStory.text",
    "reporting.Story.withdrawn_because",
}  # fmt: skip


@pytest.fixture(scope="module")
def birds(django_db_setup: None, django_db_blocker) -> Iterator[Aviary]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield aviary()
        transaction.set_rollback(True)


@pytest.fixture
def rolled_back(birds: Aviary) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def inside(body: bytes) -> str:
    """The words of a file, also of one that is a spreadsheet."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b" ".join(packed.read(name) for name in packed.namelist())
    return body.decode("utf-8", "replace")


def looked_at(reader: Visitor, birds: Aviary) -> list[tuple[str, str]]:
    """Every page, list and file that links lead to, and each record of the case by the API."""
    key = reader.user.pk
    if key not in birds.shown:
        birds.shown[key] = list(looks(reader, birds))
    return birds.shown[key]


def looks(reader: Visitor, birds: Aviary) -> Iterator[tuple[str, str]]:
    yield from crawl(reader)
    for record_type in every():
        if record_type.in_api:
            path = f"/api/v1/{record_type.plural}/{birds.case.of(record_type).reference}/"
            yield path, inside(reader.knock(Knock(path)).content)


def read_by(reader: Visitor, birds: Aviary) -> set[str]:
    return {field for _, text in looked_at(reader, birds) for field in birds.within(text)}


def of_models(birds: Aviary, models: set[str]) -> set[str]:
    return {canary.field for canary in birds.canaries if canary.model in models}


def every_field(birds: Aviary) -> set[str]:
    return {canary.field for canary in birds.canaries}


@pytest.mark.parametrize("role", WITHOUT_A_CASE)
def test_no_role_reads_a_canary_of_a_case_that_was_not_given(
    role: str, birds: Aviary, counted
) -> None:
    may = of_models(birds, COLLEAGUES | BESIDE_CASES.get(role, set()))
    assert read_by(birds.readers[role], birds) - may == set()
    counted("canaries not read", len(every_field(birds)) - len(may))


def test_the_desk_reads_no_part_of_a_person_and_nothing_unfinished(birds: Aviary) -> None:
    never = PARTS | UNFINISHED | OWN_ALONE | {
        "victims.PersonFile", "victims.PersonTold", "victims.Consent",
    }  # fmt: skip
    assert read_by(birds.readers[Role.COORDINATOR], birds) & of_models(birds, never) == set()


def test_who_sees_an_incident_reads_no_address_no_account_and_no_person(birds: Aviary) -> None:
    read = read_by(birds.readers["given to see"], birds)
    assert read & (of_models(birds, ABOUT_PEOPLE | UNFINISHED | OWN_ALONE) | FROM_WORK_ON) == set()
    assert "shop.Note.text" in read


def test_who_works_on_an_incident_reads_no_person(birds: Aviary) -> None:
    read = read_by(birds.readers["given to work"], birds)
    assert read & of_models(birds, ABOUT_PEOPLE | UNFINISHED | OWN_ALONE) == set()
    assert read >= FROM_WORK_ON - {"shop.Location.address_key"}


def test_who_was_given_an_outline_reads_no_part_and_no_incident(birds: Aviary) -> None:
    read = read_by(birds.readers["given the outline"], birds)
    outline = {"victims.Person", "referrals.Referral", "victims.Assignment"} | COLLEAGUES
    assert read - of_models(birds, outline) == set()
    assert "victims.Person.working_label" in read


def test_where_a_person_is_stands_in_no_list_search_file_or_api(birds: Aviary) -> None:
    """Also for those who may read it, on its own page, and before a letter is passed on."""
    contact, where = of_models(birds, {"victims.Contact"}), set()
    for path, text in looked_at(birds.people.cyd, birds):
        if birds.within(text) & contact:
            where.add(path.rstrip("/").rpartition("/")[2])
    assert where <= {"contact", "change", "letter-passed-on"}
    assert where


def test_each_canary_is_read_by_somebody(birds: Aviary) -> None:
    """Otherwise the tests above would look for what nobody is ever shown."""
    some = (birds.people.cyd, birds.readers[Role.COORDINATOR], birds.readers[Role.ADMINISTRATOR],
            birds.readers[Role.RECORDS_OFFICER])  # fmt: skip
    read = {field for reader in some for field in read_by(reader, birds)}
    assert every_field(birds) - read == READ_ELSEWHERE


def test_no_title_and_no_address_carries_a_canary(birds: Aviary, counted) -> None:
    """A browser keeps both in its history."""
    looked = 0
    pages = [
        each
        for reader in (birds.people.cyd, birds.people.amal)
        for each in looked_at(reader, birds)
    ]
    for path, text in pages:
        title = TITLE.search(text)
        links = Page(text).links if title else set()
        assert birds.within(" ".join([path, title[0] if title else "", *links])) == set(), path
        looked += 1
    counted("titles and addresses looked at", looked)


def test_no_canary_is_in_the_files_of_a_report(birds: Aviary, counted) -> None:
    """The PDF is drawn from the same contract as the web page."""
    year, partnership = Period.holding(timezone.localdate()), birds.case["incidents"].partnership
    with connection.cursor() as cursor:
        edition = editions.read(cursor, partnership, year)
    assert not edition.reading.is_empty
    contract = editions.written(edition)
    report = printed(contract)
    files = [json_file.data(contract), html.standalone(report), xlsx.workbook(report)]
    files.append(csv_file.tidy(contract))
    for file in files:
        assert birds.within(inside(file)) == set(), file[:40]
    counted("files of a report looked at", len(files))


class Lines(logging.Handler):
    """What the application's own formatter makes of each line."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        how = settings.LOGGING["formatters"]["line"]
        self.setFormatter(import_string(how["()"])(how["format"], style=how["style"]))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def payloads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a message to a worker would carry."""
    sent: list[str] = []
    monkeypatch.setattr(
        current_app, "send_task", lambda name, *args, **facts: sent.append(f"{name} {args} {facts}")
    )
    return sent


def do_everything(birds: Aviary) -> int:
    """Every form of every page as its author sends it, with the words of the case; and search."""
    author, done = birds.people.cyd, 0
    author.client.raise_request_exception = False
    asked = [k for k in requests(birds.case, author) if not ENDS_IT.search(k.path)]
    asked += [
        Knock("/search/", "post", {"q": canary.word, "words": canary.word})
        for canary in birds.canaries
    ]
    for knock in asked:
        with transaction.atomic():
            author.knock(knock)
        done += 1
    assert author.knock(Knock("/my-work/")).status_code == 200
    return done


def committed() -> None:
    """What follows once the transaction is kept, by the task queue or at once."""
    for _, hook, _ in connection.run_on_commit:
        hook()


def test_no_canary_is_in_logs_mails_cache_messages_audit_or_sessions(
    birds: Aviary, lines: list[str], payloads: list[str], counted
) -> None:
    done = do_everything(birds)
    board = make.actor(make.agency("board"), "board_member", capabilities=["approver"])
    ask_for_report(by=board, period=Period.parse("2022-23"))
    told, incident = birds.readers["given to work"].actor.agency, birds.case["incidents"]
    notices.something_waits([told], about=incident)
    letters.send_the_link(Invitation.objects.get())
    committed()
    notices.tell([told.pk], "incident", incident.pk)
    letters.write_to(Invitation.objects.get().pk)
    assert len(mail.outbox) >= 2
    kept = {
        "logs": lines,
        "messages": payloads,
        "mails": [f"{message.subject} {message.body}" for message in mail.outbox],
        "cache": in_the_cache(),
        "jobs": [str(row) for row in Job.objects.values_list("parameters", "dedupe_key")],
        "audit": [str(row) for row in AuditEvent.objects.values()],
        "sessions": [str(row.get_decoded()) for row in Session.objects.all()],
        "context of the past": contexts(),
    }
    for where, texts in kept.items():
        assert texts, f"nothing was in {where}: nothing was looked at"
        assert birds.within("\n".join(texts)) == set(), where
    counted("requests looked for canaries afterwards", done)


def in_the_cache() -> list[str]:
    client = cache._cache.get_client()
    return [f"{key} {client.type(key)} {client.get(key)}" for key in client.scan_iter("*")]


def contexts() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for past in history.kept():
            cursor.execute(f"SELECT DISTINCT pgh_context::text FROM {past._meta.db_table}")
            found += [str(row[0]) for row in cursor.fetchall()]
    return found


def test_what_the_database_refused_is_in_no_log_and_on_no_page(
    birds: Aviary, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its refusal quotes the row; the page of the error and the line of the log do not."""
    taken = User.objects.get(pk=birds.people.cyd.user.pk).email
    assert birds.within(taken)

    def refused(*args: object, **facts: object) -> None:
        User.objects.create(email=taken, name="x")

    monkeypatch.setattr("agencies.audit.listed", refused)
    reader = birds.people.amal
    reader.client.raise_request_exception = False
    with transaction.atomic():
        answer = reader.client.get("/incidents/")
        transaction.set_rollback(True)
    assert answer.status_code == 500
    assert birds.within(answer.content.decode()) == set()
    assert any("IntegrityError" in line for line in lines)
    assert birds.within("\n".join(lines)) == set()
