"""The lock on the server's side: what a locked browser is answered at every kind of page, how it is
opened, and that nothing typed is lost on the way."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agencies import passkeys, sessions
from agencies.factors import add_app, code_now
from agencies.models import AuditEvent, Membership
from agencies.session_models import Session
from agencies.tokens import new_token
from shop.models import Incident, Note
from tests import make
from tests.signing_in import is_as_if, sign_in

pytestmark = pytest.mark.django_db

LOCKED = 423
RIGHT = "password"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECRET = "Zqseen: he sleeps in the van"
NOTE = {"text": "Zqtyped & kept <b>whole</b>\nsecond line", "scope": "CASE"}


def ago(**time: float):
    return timezone.now() - timedelta(**time)


# What puts a browser into each standing behind the lock.
AWAY = {
    "locked by its person": {"locked_at": ago()},
    "idle for 17 minutes": {"active_at": ago(minutes=17)},
    "idle for 61 minutes": {"active_at": ago(minutes=61)},
    "idle for 16 minutes on a shared computer": {"active_at": ago(minutes=16), "is_shared": True},
    "signed in 8 hours ago": {"signed_in_at": ago(hours=8, seconds=1)},
    "five wrong passwords": {"locked_at": ago(), "wrong_tries": 5},
}
BY_PASSWORD = ("locked by its person", "idle for 17 minutes")
every_way = pytest.mark.parametrize("away", AWAY.values(), ids=AWAY.keys())


@pytest.fixture
def bea() -> Membership:
    return make.member(make.agency("housing"), "practitioner", name="Bea")


@pytest.fixture
def client(bea: Membership) -> Client:
    return sign_in(bea.user, bea.pk)


@pytest.fixture
def incident(bea: Membership) -> Incident:
    return make.incident(granted_to=[bea.agency], narrative=SECRET)


def note_address(incident: Incident) -> str:
    return f"/incidents/{incident.reference}/notes/add/"


def hidden(answer: HttpResponse, name: str) -> str:
    """The value of a hidden input of the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return unescape(found[1])


def at_the_lock(password: str = RIGHT, kept: str = "") -> dict[str, str]:
    return {"at_the_lock": "1", "kept": kept, "password": password}


# What a locked browser is answered


@every_way
@pytest.mark.parametrize(
    "path",
    ["/incidents/", "/incidents/{}/", "/incidents/download/", "/my-work/", "/account/browsers/"],
)
def test_a_page_is_not_shown_and_shows_again_when_nothing_is_locked(
    path: str, away: dict, client: Client, incident: Incident
) -> None:
    path = path.format(incident.reference)
    open_answer = client.get(path)
    assert open_answer.status_code == 200
    assert "Bea" in open_answer.content.decode() or "download" in path
    events = AuditEvent.objects.count()
    is_as_if(client, **away)
    answer = client.get(path)
    assert answer.status_code == LOCKED
    for told in (SECRET, incident.reference, "Council", "Housing", "Sections"):
        assert told not in answer.content.decode().replace(f'action="{path}"', "")
    assert "<title>Locked - " in answer.content.decode()
    assert AuditEvent.objects.count() == events


@every_way
def test_nothing_that_is_sent_changes_anything(
    away: dict, client: Client, incident: Incident
) -> None:
    is_as_if(client, **away)
    before = Session.objects.get()
    assert client.post(note_address(incident), NOTE).status_code == LOCKED
    assert client.post("/choose-agency/", {"membership": "1"}).status_code == LOCKED
    assert not Note.objects.exists()
    after = Session.objects.get()
    assert (after.active_at, after.locked_at) == (before.active_at, before.locked_at)


def test_an_open_browser_is_answered_and_its_note_is_saved(
    client: Client, incident: Incident
) -> None:
    assert client.post(note_address(incident), NOTE).status_code == 302
    assert Note.objects.get().text.splitlines() == NOTE["text"].splitlines()


@every_way
def test_on_a_page_for_everybody_a_locked_person_is_nobody(away: dict, client: Client) -> None:
    assert "Bea" in client.get("/help/").content.decode()
    is_as_if(client, **away)
    for path in ("/help/", "/sign-in/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Bea" not in answer.content.decode()
    assert b"Work email" in client.get("/sign-in/").content


@every_way
def test_a_token_of_the_api_is_apart(away: dict, client: Client, bea: Membership) -> None:
    is_as_if(client, **away)
    headers = {"Authorization": f"Token {new_token(bea)}"}
    assert client.get("/api/v1/incidents/", headers=headers).status_code == 200
    assert client.get("/api/v1/incidents/").status_code == 401


@every_way
def test_whoever_finds_it_locked_may_sign_its_person_out(away: dict, client: Client) -> None:
    is_as_if(client, **away)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not Session.objects.filter(user__isnull=False).exists()


# Opening it


@pytest.mark.parametrize("away", [AWAY[way] for way in BY_PASSWORD], ids=BY_PASSWORD)
def test_the_password_opens_the_page_that_was_asked_for(
    away: dict, client: Client, incident: Incident
) -> None:
    is_as_if(client, **away)
    path = f"/incidents/{incident.reference}/?from=work"
    assert f'action="{path}"' in client.get(path).content.decode()
    answer = client.post(path, at_the_lock())
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    assert SECRET in client.get(path).content.decode()
    assert AuditEvent.objects.filter(act="unlock").count() == 1


@pytest.mark.parametrize("way", [way for way in AWAY if way not in BY_PASSWORD])
def test_the_password_alone_does_not_open_what_asks_for_a_full_sign_in(
    way: str, client: Client, incident: Incident
) -> None:
    is_as_if(client, **AWAY[way])
    path = f"/incidents/{incident.reference}/"
    assert client.post(path, at_the_lock()).status_code == LOCKED
    assert client.get(path).status_code == LOCKED


@pytest.fixture
def secret(bea: Membership) -> str:
    """Of Bea's app for codes."""
    add_app(bea.user, APP_SECRET)
    return APP_SECRET


@pytest.mark.parametrize("way", [way for way in AWAY if way not in BY_PASSWORD])
def test_the_password_and_a_code_sign_in_again_in_the_same_place(
    way: str, client: Client, incident: Incident, secret: str
) -> None:
    is_as_if(client, **AWAY[way])
    before = Session.objects.get()
    kept = hidden(client.post(note_address(incident), NOTE), "kept")
    wrong = client.post(note_address(incident), {**at_the_lock("wrong", kept), "code": "000000"})
    assert "That is not your password" in wrong.content.decode()
    code = code_now(secret)
    answer = client.post(note_address(incident), {**at_the_lock(kept=kept), "code": code})
    assert answer.status_code == 302
    assert Note.objects.count() == 1
    now = Session.objects.get()
    assert now.pk != before.pk
    assert now.is_shared == before.is_shared
    assert timezone.now() - now.signed_in_at < timedelta(minutes=1)
    assert client.get("/my-work/").status_code == 200


def test_a_wrong_password_uses_no_code_up(client: Client, secret: str) -> None:
    is_as_if(client, **AWAY["signed in 8 hours ago"])
    code = {"code": code_now(secret)}
    assert client.post("/my-work/", {**at_the_lock("wrong"), **code}).status_code == LOCKED
    assert client.post("/my-work/", {**at_the_lock(), **code}).status_code == 302


@every_way
@pytest.mark.parametrize("right", [True, False])
def test_a_passkey_alone_opens_and_a_wrong_one_is_a_try(
    right: bool, away: dict, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a device says is played here; tests/journeys/test_lock.py has a real one."""
    is_as_if(client, **away)
    tries = Session.objects.get().wrong_tries
    asked = []
    monkeypatch.setattr(
        passkeys, "is_given", lambda request, credential: asked.append(credential) or right
    )
    answer = client.post("/my-work/", {"at_the_lock": "1", "kept": "", "credential": "{}"})
    assert asked == ["{}"]
    assert answer.status_code == (302 if right else LOCKED)
    assert Session.objects.get().wrong_tries == (0 if right else tries + 1)
    if not right:
        assert "The passkey was not accepted" in answer.content.decode()


def test_a_device_is_asked_for_a_passkey_only_at_the_lock(client: Client) -> None:
    assert client.post("/lock/passkey/").status_code == 409
    assert Client().post("/lock/passkey/").status_code == 409
    is_as_if(client, locked_at=ago())
    assert "challenge" in client.post("/lock/passkey/").json()["publicKey"]


def test_wrong_passwords_are_counted_then_a_full_sign_in_is_asked_then_it_ends(
    client: Client, incident: Incident
) -> None:
    is_as_if(client, locked_at=ago())
    answer = client.post("/my-work/", at_the_lock(""))
    assert "Enter your password" in answer.content.decode()
    for number in range(1, sessions.TRIES_BY_PASSWORD_ALONE + 1):
        answer = client.post("/my-work/", at_the_lock("wrong"))
        assert answer.status_code == LOCKED
        assert Session.objects.get(user__isnull=False).wrong_tries == number
    assert client.post("/my-work/", at_the_lock()).status_code == LOCKED
    for _ in range(sessions.TRIES_IN_ALL - sessions.TRIES_BY_PASSWORD_ALONE - 1):
        answer = client.post("/my-work/", at_the_lock("wrong"))
    assert answer.headers["Location"] == "/sign-in/"
    assert not Session.objects.filter(user__isnull=False).exists()
    assert AuditEvent.objects.filter(act="unlock_failed").count() == sessions.TRIES_IN_ALL


def test_a_right_password_forgets_the_wrong_ones(client: Client) -> None:
    is_as_if(client, locked_at=ago(), wrong_tries=4)
    assert client.post("/my-work/", at_the_lock()).status_code == 302
    assert Session.objects.get().wrong_tries == 0


# What was typed


def test_a_form_that_arrives_at_the_lock_is_taken_in_when_it_opens(
    client: Client, incident: Incident
) -> None:
    is_as_if(client, locked_at=ago())
    answer = client.post(note_address(incident), NOTE)
    assert "What you typed was not saved yet" in answer.content.decode()
    kept = hidden(answer, "kept")
    again = client.post(note_address(incident), at_the_lock("wrong", kept))
    assert hidden(again, "kept") == kept
    assert client.post(note_address(incident), at_the_lock(kept=kept)).status_code == 302
    assert Note.objects.get().text.splitlines() == NOTE["text"].splitlines()
    assert client.get("/my-work/").status_code == 200


def test_it_is_taken_in_as_well_when_another_tab_opened_the_lock(
    client: Client, incident: Incident
) -> None:
    is_as_if(client, locked_at=ago())
    kept = hidden(client.post(note_address(incident), NOTE), "kept")
    client.post("/my-work/", at_the_lock())
    assert client.post(note_address(incident), at_the_lock("", kept)).status_code == 302
    assert Note.objects.get().made_by.name == "Bea"


def test_what_was_typed_stands_nowhere_in_clear(client: Client, incident: Incident) -> None:
    is_as_if(client, locked_at=ago())
    answer = client.post(note_address(incident), NOTE)
    assert "Zqtyped" not in answer.content.decode()
    row = Session.objects.get()
    assert "Zqtyped" not in str(row.get_decoded())
    assert "Zqtyped" not in str(list(AuditEvent.objects.values()))


def test_it_opens_for_nobody_else_nowhere_else_and_not_when_changed(
    client: Client, incident: Incident
) -> None:
    is_as_if(client, locked_at=ago())
    kept = hidden(client.post(note_address(incident), NOTE), "kept")
    other = make.member(make.agency("housing"), "practitioner", name="Other")
    others = sign_in(other.user, other.pk)
    for who, address, word in (
        (others, note_address(incident), kept),
        (client, f"/incidents/{incident.reference}/steps/mistake/", kept),
        (client, note_address(incident), kept[:-9] + "A" + kept[-8:]),
        (client, note_address(incident), "made up"),
    ):
        is_as_if(who, locked_at=ago())
        answer = who.post(address, at_the_lock(kept=word))
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert not Note.objects.exists()
    assert "What you typed could not be brought back" in others.get("/my-work/").content.decode()


def test_a_file_is_not_kept_and_the_page_says_so(client: Client, incident: Incident) -> None:
    is_as_if(client, locked_at=ago())
    file = SimpleUploadedFile("notice.txt", b"Zqfile")
    answer = client.post(note_address(incident), {**NOTE, "file": file})
    assert "The file was not kept" in answer.content.decode()


def test_the_lock_is_guarded_against_other_sites_like_every_form(bea: Membership) -> None:
    client = sign_in(bea.user, bea.pk, Client(enforce_csrf_checks=True))
    is_as_if(client, locked_at=ago())
    assert client.post("/my-work/", at_the_lock()).status_code == 403
    assert client.post("/lock/open/", at_the_lock()).status_code == 403
    answer = client.get("/my-work/")
    token = {"csrfmiddlewaretoken": hidden(answer, "csrfmiddlewaretoken")}
    assert client.post("/my-work/", {**at_the_lock(), **token}).status_code == 302


# What counts as somebody being there


def last_active() -> timedelta:
    return timezone.now() - Session.objects.get().active_at


@pytest.mark.parametrize(
    ("method", "path", "counts"),
    [
        ("get", "/my-work/", True),
        ("get", "/help/", True),
        ("post", "/lock/standing/", True),
        ("get", "/lock/standing/", False),
    ],
)
def test_requests_and_typing_count_and_asking_does_not(
    method: str, path: str, counts: bool, client: Client
) -> None:
    is_as_if(client, active_at=ago(minutes=10))
    assert getattr(client, method)(path).status_code == 200
    assert (last_active() < timedelta(minutes=1)) == counts


def test_a_page_that_asks_by_itself_how_a_job_gets_on_keeps_nothing_open(client: Client) -> None:
    is_as_if(client, active_at=ago(minutes=10))
    client.get("/my-work/", headers={"X-Live": "1"})
    assert last_active() > timedelta(minutes=9)


def test_typing_at_a_locked_page_opens_nothing(client: Client) -> None:
    is_as_if(client, active_at=ago(minutes=17))
    assert client.post("/lock/standing/").json()["state"] == "locked"
    assert last_active() > timedelta(minutes=16)


# What a page with script asks


def test_the_page_is_told_where_it_stands(client: Client, bea: Membership) -> None:
    mark = re.search(r'data-mark="(\w+)"', client.get("/my-work/").content.decode())[1]
    own, other = {"X-Page-Of": mark}, {"X-Page-Of": "0" * len(mark)}
    assert client.get("/lock/standing/", headers=own).json()["state"] == "open"
    assert client.get("/lock/standing/", headers=other).json()["state"] == "other"
    told = client.post("/lock/", headers=own).json()
    assert told["state"] == "locked"
    assert 'name="password"' in told["panel"]
    assert client.get("/my-work/").status_code == LOCKED
    told = client.post("/lock/open/", {"password": "wrong"}, headers=own).json()
    assert told["state"] == "locked"
    assert "That is not your password" in told["panel"]
    told = client.post("/lock/open/", {"password": "password"}, headers=own).json()
    assert told["state"] == "open"
    assert client.get("/my-work/").status_code == 200
    sessions.end_sessions(bea.user)
    assert client.get("/lock/standing/", headers=own).json()["state"] == "ended"


def test_a_page_made_for_another_agency_is_not_shown_again(client: Client, bea: Membership) -> None:
    mark = re.search(r'data-mark="(\w+)"', client.get("/my-work/").content.decode())[1]
    second = make.member(make.agency("charity"), "practitioner", name="Bea")
    client.post("/choose-agency/", {"membership": str(second.pk)})
    told = client.get("/lock/standing/", headers={"X-Page-Of": mark}).json()
    assert told["state"] == "other"


def test_a_quiet_tab_locks_only_when_the_others_are_quiet_too(client: Client) -> None:
    own = {"X-Page-Of": "of a tab"}
    client.post("/lock/", {"idle": "1"}, headers=own)
    assert Session.objects.get().locked_at is None
    is_as_if(client, active_at=ago(minutes=15))
    client.post("/lock/", {"idle": "1"}, headers=own)
    assert Session.objects.get().locked_at is not None


def test_without_script_lock_now_locks_the_page_one_was_on(client: Client) -> None:
    for came_from, goes_to in (
        ("http://testserver/incidents/?town=tipton", "http://testserver/incidents/?town=tipton"),
        ("https://elsewhere.example/", "/"),
        ("", "/"),
    ):
        is_as_if(client, locked_at=None)
        answer = client.post("/lock/", headers={"Referer": came_from})
        assert answer.headers["Location"] == goes_to
        assert client.get("/incidents/").status_code == LOCKED


def test_a_slow_request_keeps_what_it_did_and_leaves_the_lock(
    client: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locked while a form was on its way: it is saved, and the next page is the lock."""
    save = Note.save

    def slowly(note: Note, *args, **kwargs) -> None:
        is_as_if(client, locked_at=timezone.now())
        save(note, *args, **kwargs)

    monkeypatch.setattr(Note, "save", slowly)
    assert client.post(note_address(incident), NOTE).status_code == 302
    assert Note.objects.count() == 1
    assert client.get("/my-work/").status_code == LOCKED


def test_what_cannot_be_noted_does_not_open(
    client: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_as_if(client, locked_at=ago())

    def refused(*args, **kwargs) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(AuditEvent.objects, "create", refused)
        assert client.post("/incidents/", at_the_lock()).status_code == 503
        assert client.post("/lock/open/", {"password": "password"}).status_code == 503
    assert client.get("/incidents/").status_code == LOCKED
