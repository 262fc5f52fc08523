"""A real scanner, with a signature of our own: what it passes, what it refuses, and when it is
away, slow, empty or not to be trusted."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from agencies.models import AuditEvent
from files import scanner as asking
from files import scanning, storage
from files.models import StoredFile
from files.scanner import PROBE
from files.terms import FileState
from tests import make
from tests.files import making
from tests.own_scanner import HARMFUL, OwnScanner

pytestmark = pytest.mark.django_db


def held(content: bytes = b"%PDF-1.7 harmless") -> StoredFile:
    return make.stored_file(content, state=FileState.HELD)


def after_a_look(stored: StoredFile, django_capture_on_commit_callbacks) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        scanning.look_again()
    stored.refresh_from_db()
    return stored.state


@pytest.fixture
def look(django_capture_on_commit_callbacks):
    return lambda stored: after_a_look(stored, django_capture_on_commit_callbacks)


def test_a_file_in_which_nothing_is_found_is_passed(scanner: OwnScanner, look) -> None:
    stored = held()
    assert look(stored) == FileState.CLEAN
    assert stored.scanned_at is not None
    assert storage.place(stored.stored_as).exists()


@pytest.mark.parametrize(
    "content",
    [HARMFUL, making.pdf(says=HARMFUL), making.doc(says=HARMFUL), making.docx({"x": HARMFUL})],
    ids=["plain", "pdf", "doc", "docx"],
)
def test_a_file_in_which_something_is_found_is_removed(
    content: bytes, scanner: OwnScanner, look
) -> None:
    stored, other = held(content), held()
    assert look(stored) == FileState.REFUSED
    assert not storage.place(stored.stored_as).exists()
    other.refresh_from_db()
    assert other.state == FileState.CLEAN


def test_what_the_scanner_said_is_written_down(scanner: OwnScanner, look) -> None:
    stored = held(HARMFUL)
    look(stored)
    event = AuditEvent.objects.get(act="scan")
    assert event.detail == {
        "file": stored.pk, "digest": stored.digest, "before": "held", "after": "refused",
    }  # fmt: skip


def test_with_the_scanner_away_files_stay_held_and_pass_when_it_is_back(
    scanner: OwnScanner, look
) -> None:
    stored = held()
    scanner.stop()
    assert look(stored) == FileState.HELD
    assert StoredFile.objects.get(pk=stored.pk).scanned_at is None
    scanner.start()
    assert look(stored) == FileState.CLEAN


def test_without_a_scanner_files_stay_held(settings, look) -> None:
    for address in ("", "unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:1", "clamd", "tcp://x"):
        settings.SCANNER_ADDRESS = address
        assert look(held()) == FileState.HELD, address


def test_a_scanner_without_signatures_passes_nothing(tmp_path: Path, scanner, settings, look):
    """It would say of everything that nothing was found."""
    scanner.stop()
    scanner.knows(Ours=HARMFUL)
    scanner.start()
    stored = held()
    try:
        assert look(stored) == FileState.HELD
    finally:
        scanner.stop()
        scanner.knows(Standard=PROBE, Ours=HARMFUL)
        scanner.start()
    assert look(stored) == FileState.CLEAN


@contextmanager
def pretended(answers: list[bytes]) -> Iterator[str]:
    """Something on a port that is no scanner, and says what it is told to. Yields its address."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.05)

        def called() -> socket.socket | None:
            """Whoever calls next; None when the test is over and asked less often than foreseen."""
            while not over.is_set():
                with suppress(TimeoutError):
                    return door.accept()[0]
            return None

        def serve() -> None:
            for answer in answers:
                if (caller := called()) is None:
                    return
                with caller:
                    caller.settimeout(20)
                    received = b""
                    while not received.endswith(b"\0\0\0\0"):
                        received += caller.recv(65536)
                    caller.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        finally:
            over.set()
            serving.join()


FOUND, OK = b"stream: Standard FOUND\n", b"stream: OK\n"


@pytest.mark.parametrize(
    "answers",
    [
        [OK, OK],
        [FOUND, b""],
        [FOUND, b"stream: OK"[:4] + b"\n"],
        [FOUND, b"\xff\xfe\n"],
        [FOUND, b"stream: INSTREAM size limit exceeded. ERROR\n"],
        [FOUND, b"INSTREAM size limit exceeded. ERROR\n"],
        [FOUND, b"another: OK\n"],
        [FOUND, b"HTTP/1.1 200 OK\r\n\r\n"],
    ],
)
def test_an_answer_that_cannot_be_relied_on_is_none(answers, settings, look) -> None:
    stored = held()
    with pretended(answers) as settings.SCANNER_ADDRESS:
        assert look(stored) == FileState.HELD


def test_the_pretended_scanner_is_believed_when_it_answers_well(settings, look) -> None:
    """So that the test above cannot pass because nobody answered."""
    stored = held()
    with pretended([FOUND, OK]) as settings.SCANNER_ADDRESS:
        assert look(stored) == FileState.CLEAN


def test_a_scanner_that_takes_too_long_has_not_answered(settings, look, monkeypatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.SCANNER_ADDRESS = f"tcp://127.0.0.1:{door.getsockname()[1]}"
        assert look(held()) == FileState.HELD


def test_bytes_that_were_changed_on_the_disk_are_never_passed(scanner: OwnScanner, look) -> None:
    stored = held()
    storage.place(stored.stored_as).write_bytes(b"something else")
    assert look(stored) == FileState.HELD
    storage.place(stored.stored_as).unlink()
    assert look(stored) == FileState.HELD


def test_a_verdict_counts_once(scanner: OwnScanner, look) -> None:
    """Two workers may scan one file; what was refused is never passed afterwards."""
    stored = held(HARMFUL)
    look(stored)
    scanning.settle(stored, asking.Verdict.CLEAN, at=make.moment("2026-01-01"))
    stored.refresh_from_db()
    assert stored.state == FileState.REFUSED
    assert AuditEvent.objects.filter(act="scan").count() == 1


def test_bytes_that_no_record_keeps_are_cleared_after_an_hour(monkeypatch) -> None:
    kept, gone = held(), held()
    StoredFile.objects.filter(pk=gone.pk).delete()
    scanning.sweep()
    assert storage.place(gone.stored_as).exists(), "the request may still be under way"
    monkeypatch.setattr(scanning, "ORPHAN_SECONDS", -60)
    scanning.sweep()
    assert not storage.place(gone.stored_as).exists()
    assert storage.place(kept.stored_as).exists()


def test_what_lies_on_the_disk_is_the_applications_alone() -> None:
    place = storage.place(held().stored_as)
    assert [oct(each.stat().st_mode)[-3:] for each in (place, place.parent)] == ["600", "700"]
    assert len(place.name) == 32
