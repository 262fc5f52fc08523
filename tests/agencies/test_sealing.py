"""The seal over the audit tells every kind of tampering with sealed events."""

import secrets
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from agencies import audit, checkpoints, sealing
from agencies.models import AuditEvent, AuditSeal
from agencies.verifying import verify
from config.celery import refuse_without_checkpoints
from devtool.postgres import SEALER
from tests.web_role import as_role, as_web_role

TABLES = ("agencies_auditevent", "agencies_auditseal")


@pytest.fixture(autouse=True)
def second_place(settings, tmp_path: Path) -> Path:
    """An empty folder for checkpoints and a key beside it."""
    (tmp_path / "key").write_text(secrets.token_hex(32))
    (tmp_path / "place").mkdir()
    settings.AUDIT_KEY_FILE = str(tmp_path / "key")
    settings.AUDIT_CHECKPOINTS = str(tmp_path / "place")
    return tmp_path / "place" / checkpoints.FILE


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
    found = verify()
    assert found.findings == []
    assert (found.sealed, found.unsealed) == (6, 1)


def test_sealing_again_seals_only_what_is_new(sealed):
    assert sealing.seal() == 1
    assert sealing.seal() == 0
    assert verify().findings == []


def test_an_edited_event_is_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute(
            "UPDATE agencies_auditevent SET detail = '{\"n\": 9}' WHERE id = %s", [sealed[1]]
        )
    (finding,) = verify().findings
    assert finding.startswith("Seal 1,")
    assert "changed" in finding


def test_a_deleted_event_is_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id = %s", [sealed[4]])
    (finding,) = verify().findings
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
    assert len(verify().findings) == 1


def test_reordered_events_are_found(sealed):
    first, second = sealed[:2]
    with as_someone_who_owns_the_tables() as cursor:
        for old, new in ((first, -1), (second, first), (-1, second)):
            cursor.execute("UPDATE agencies_auditevent SET id = %s WHERE id = %s", [new, old])
    (finding,) = verify().findings
    assert "an event, the order or the seal was changed" in finding


def test_truncated_events_are_found(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id >= %s", [sealed[5]])
    (finding,) = verify().findings
    assert finding.startswith("Seal 2,")


def test_a_forged_seal_breaks_the_one_after_it(sealed):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("UPDATE agencies_auditevent SET act = 'other' WHERE id = %s", [sealed[0]])
        first = AuditSeal.objects.get(first_event=sealed[0])
        forged = resealed(sealed[:3], first)
        cursor.execute("UPDATE agencies_auditseal SET digest = %s WHERE first_event = %s",
                       [forged, sealed[0]])  # fmt: skip
    (finding,) = verify().findings
    assert finding.startswith("Seal 2,")


def resealed(numbers: list[int], seal: AuditSeal) -> str:
    """The digest that would hide what was done to the events of the first seal."""
    summed = sealing.Sum("")
    for event in AuditEvent.objects.filter(pk__in=numbers).order_by("pk").values(*sealing.COLUMNS):
        summed.add(event)
    return summed.digest(seal)


def test_a_seal_covers_every_column_of_its_events():
    columns = {each.column for each in AuditEvent._meta.concrete_fields}
    assert columns == set(sealing.COLUMNS)


@pytest.mark.parametrize(
    "change",
    ["first_event = first_event - 1", "sealed_at = sealed_at - interval '1 day'",
     "last_event = last_event + 1", "events = events + 1", "digest = repeat('0', 64)"],
)  # fmt: skip
def test_a_changed_seal_is_found(sealed, change):
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute(f"UPDATE agencies_auditseal SET {change} WHERE first_event = {sealed[3]}")  # noqa: S608  written above
    assert verify().findings != []


def test_the_web_server_reads_seals_and_writes_none(sealed):
    with as_web_role():
        assert AuditSeal.objects.count() == 2
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sealing.seal()
    assert AuditSeal.objects.count() == 2


def test_the_sealer_seals_and_does_nothing_else(sealed):
    with as_role(SEALER):
        assert sealing.seal() == 1
        for refused in (
            "INSERT INTO agencies_auditevent (act) VALUES ('x')",
            "UPDATE agencies_auditseal SET events = 0",
            "DELETE FROM agencies_auditseal",
            "SELECT * FROM agencies_user",
            "SELECT * FROM victims_identity",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(refused)
    assert verify().findings == []


# Checkpoints


def test_a_checkpoint_says_how_far_the_audit_is_sealed(sealed):
    made = checkpoints.write(timezone.now())
    found = verify()
    assert (made.number, made.last_event, made.digest) == (1, sealed[5], found.digest)
    assert (found.findings, found.checkpoints, found.beyond) == ([], 1, 0)


def test_a_checkpoint_alone_causes_no_other(sealed):
    assert checkpoints.write(timezone.now())
    assert checkpoints.write(timezone.now()) is None
    assert sealing.seal() == 2  # what was not yet sealed, and that there is a checkpoint
    assert checkpoints.write(timezone.now()).number == 2
    assert sealing.seal() == 1
    assert checkpoints.write(timezone.now()) is None
    assert verify().findings == []


def test_a_chain_cut_together_with_its_events_misses_its_checkpoint(sealed):
    checkpoints.write(timezone.now())
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id >= %s", [sealed[3]])
        cursor.execute("DELETE FROM agencies_auditseal WHERE first_event >= %s", [sealed[3]])
    (finding,) = verify().findings
    assert "cut off" in finding


def test_an_audit_sealed_anew_as_a_whole_differs_from_its_checkpoint(sealed):
    checkpoints.write(timezone.now())
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("UPDATE agencies_auditevent SET act = 'other' WHERE id = %s", [sealed[0]])
        cursor.execute("DELETE FROM agencies_auditseal")
    sealing.seal()
    assert "made anew" in " ".join(verify().findings)


def test_checkpoints_signed_with_another_key_are_found(sealed, settings, tmp_path):
    checkpoints.write(timezone.now())
    (tmp_path / "other").write_text(secrets.token_hex(32))
    settings.AUDIT_KEY_FILE = str(tmp_path / "other")
    (finding,) = verify().findings
    assert "not signed" in finding


def test_a_key_that_signed_before_still_counts(sealed, tmp_path):
    checkpoints.write(timezone.now())
    key = tmp_path / "key"
    key.write_text(f"{secrets.token_hex(32)}\n{key.read_text()}\n")
    sealing.seal()
    assert checkpoints.write(timezone.now()).number == 2
    assert verify().findings == []


def test_public_keys_are_enough_to_verify(sealed, settings, tmp_path):
    checkpoints.write(timezone.now())
    told = StringIO()
    call_command("audit_key", "--public", stdout=told)
    (tmp_path / "public").write_text(told.getvalue())
    settings.AUDIT_KEY_FILE = ""
    assert verify(public_keys=str(tmp_path / "public")).findings == []
    (finding,) = verify().findings
    assert "AUDIT_KEY_FILE is not set" in finding


@pytest.mark.parametrize("left", [0, 1])
def test_checkpoints_cut_off_the_second_place_are_missed(sealed, second_place, left):
    for _ in range(2):
        checkpoints.write(timezone.now())
        sealing.seal()
    lines = second_place.read_bytes().splitlines(keepends=True)
    assert len(lines) == 2
    second_place.write_bytes(b"".join(lines[:left]))
    assert len(verify().findings) == 2 - left


def test_a_line_that_a_crash_cut_short_is_gone_past(sealed, second_place):
    checkpoints.write(timezone.now())
    whole = second_place.read_bytes()
    second_place.write_bytes(whole + whole[:50])
    assert verify().findings == ["The last line of the second place is no checkpoint."]
    sealing.seal()
    assert checkpoints.write(timezone.now()).number == 2
    assert verify().findings == []


def test_a_second_place_that_is_missing_is_a_finding_and_stops_the_worker(sealed, settings):
    assert checkpoints.why_not_ready() == ""
    settings.AUDIT_CHECKPOINTS = "/nowhere/at/all"
    assert "no folder" in checkpoints.why_not_ready()
    with pytest.raises(SystemExit, match="no folder"):
        refuse_without_checkpoints()
    assert "no folder" in verify().findings[0]


# The command


def test_a_chain_cut_at_its_end_misses_the_digest_that_was_noted(sealed):
    noted = verify().digest
    assert verify(noted).findings == []
    with as_someone_who_owns_the_tables() as cursor:
        cursor.execute("DELETE FROM agencies_auditevent WHERE id >= %s", [sealed[3]])
        cursor.execute("DELETE FROM agencies_auditseal WHERE first_event >= %s", [sealed[3]])
    assert len(verify(noted).findings) == 1


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
    assert verify().findings == []
    assert [event.act for event in AuditEvent.objects.order_by("pk")] == ["slow", "quick"]
