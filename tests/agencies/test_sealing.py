"""The seal over the audit tells every kind of tampering with sealed events."""

from contextlib import contextmanager
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from agencies import audit, sealing
from agencies.models import AuditEvent, AuditSeal

TABLES = ("agencies_auditevent", "agencies_auditseal")


@pytest.fixture
def sealed(db) -> list[int]:
    """Two seals over three events each, and one event not yet sealed. Gives the event numbers."""
    for number in range(7):
        if number in (3, 6):
            assert sealing.seal() == 3
        audit.happened(None, f"act_{number}", detail={"n": number})
    return list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True))


@contextmanager
def as_someone_who_owns_the_tables():
    """What no fence inside the database can stop: its owner takes the triggers off."""
    with connection.cursor() as cursor:
        # A table with checks still waiting cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_an_untouched_audit_has_no_findings(sealed):
    assert sealing.verify() == []
    found = sealing.state()
    assert (found.sealed, found.unsealed) == (6, 1)


def test_sealing_again_seals_only_what_is_new(sealed):
    assert sealing.seal() == 1
    assert sealing.seal() == 0
    assert sealing.verify() == []


def test_an_edited_event_is_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute(
            "UPDATE agencies_auditevent SET detail = '{\"n\": 9}' WHERE id = %s", [sealed[1]]
        )
    (finding,) = sealing.verify()
    assert finding.startswith("Seal 1,")
    assert "changed" in finding


def test_a_deleted_event_is_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id = %s", [sealed[4]])
    (finding,) = sealing.verify()
    assert finding.startswith("Seal 2,")
    assert "1 of 3 are missing" in finding


@pytest.mark.parametrize("before", [0, 3])
def test_an_inserted_event_is_found(sealed, before):
    """Before the first seal, or into the room that a rolled back transaction left."""
    room = sealed[0] - 1 if before == 0 else sealed[3]
    with as_someone_who_owns_the_tables() as cursor:
        if before:
            cursor.execute("DELETE FROM agencies_auditevent WHERE id = %s", [sealed[3]])
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO agencies_auditevent
               (id, act, record_type, reference, "references", parts, detail)
               VALUES (%s, 'put_in', '', '', '{}', '{}', '{}')""",
            [room],
        )
    assert len(sealing.verify()) == 1


def test_reordered_events_are_found(sealed):
    first, second = sealed[:2]
    with as_someone_who_owns_the_tables() as cursor:
        for old, new in ((first, -1), (second, first), (-1, second)):
            cursor.execute("UPDATE agencies_auditevent SET id = %s WHERE id = %s", [new, old])
    (finding,) = sealing.verify()
    assert "order was changed" in finding


def test_truncated_events_are_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id >= %s", [sealed[5]])
    (finding,) = sealing.verify()
    assert finding.startswith("Seal 2,")


def test_a_forged_seal_breaks_the_one_after_it(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("UPDATE agencies_auditevent SET act = 'other' WHERE id = %s", [sealed[0]])
        digest = sealing._read(0, sealed[2], "", whole=True)[1]
        cursor.execute("UPDATE agencies_auditseal SET digest = %s WHERE first_event = %s",
                       [digest, sealed[0]])  # fmt: skip
    (finding,) = sealing.verify()
    assert finding.startswith("Seal 2,")


def test_a_chain_cut_at_its_end_misses_the_digest_that_was_noted(sealed):
    noted = sealing.state().digest
    assert sealing.verify(noted) == []
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id >= %s", [sealed[3]])
        cursor.execute("DELETE FROM agencies_auditseal WHERE first_event >= %s", [sealed[3]])
    assert len(sealing.verify(noted)) == 1


def test_the_command_tells_how_much_is_sealed_and_fails_on_a_finding(sealed):
    told = StringIO()
    call_command("verify_audit", stdout=told)
    assert "Sealed: 6 events. Not yet sealed: 1." in told.getvalue()
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id = %s", [sealed[0]])
    with pytest.raises(CommandError) as failed:
        call_command("verify_audit", stdout=told)
    assert failed.value.returncode == 1
    assert "missing" in told.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_lower_number_that_commits_later_is_not_skipped(monkeypatch):
    """Someone writes number 1 and takes their time; another writes number 2 and is done."""
    written, go_on = Event(), Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                audit.happened(None, "slow")
                written.set()
                go_on.wait(10)
        finally:
            connection.close()

    writer = Thread(target=slow_writer)
    writer.start()
    assert written.wait(10)
    audit.happened(None, "quick")
    monkeypatch.setattr(sealing, "SECONDS_TO_WAIT", 0.2)
    assert sealing.seal() == 0
    assert not AuditSeal.objects.exists()
    go_on.set()
    writer.join(10)
    assert sealing.seal() == 2
    assert sealing.verify() == []
    assert [event.act for event in AuditEvent.objects.order_by("pk")] == ["slow", "quick"]
