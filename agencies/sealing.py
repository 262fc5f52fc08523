"""Seals the audit: batches of committed events, each chained by hash to the batch before it.

A seal covers every event after the last one of the seal before, up to its own last event. A row
changed, removed, put in or moved under a seal gives another digest. What a chain cannot show is
that its own newest seals were cut off together with their events; so `verify` takes a digest that
was noted elsewhere and looks whether the chain still holds it.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Max

from agencies.models import AuditEvent, AuditSeal

BATCH = 5000
SECONDS_TO_WAIT = 5.0
# Any number, known to this module alone: two sealers at once would write two chains.
SEALER_LOCK = 7_200_331

_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND granted AND mode = 'RowExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = %s::regclass AND pid IS DISTINCT FROM pg_backend_pid()
"""


@dataclass(frozen=True)
class State:
    """How far sealing has come. digest: of the newest seal, to be noted elsewhere; "" for none."""

    sealed: int
    unsealed: int
    digest: str


def seal() -> int:
    """Seal every event that can no longer be joined by one with a lower number. Returns how many.

    Returns 0, having changed nothing, when another sealer is at work or a writer takes too long;
    the next run seals what this one left.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        bound = _settled_bound()
        return _seal_up_to(bound) if bound else 0


def verify(expect: str = "") -> list[str]:
    """What is wrong with the sealed events: sentences, none when all is well.

    expect: the digest of a seal that was noted outside this database, "" for none.
    """
    findings = []
    digest, last, sealed_digests = "", 0, set()
    for number, batch in enumerate(AuditSeal.objects.order_by("last_event"), start=1):
        name = f"Seal {number}, events {batch.first_event} to {batch.last_event}"
        found, digest_now, first = _read(last, batch.last_event, digest, whole=number == 1)
        if found < batch.events:
            findings.append(f"{name}: {batch.events - found} of {batch.events} are missing.")
        elif found > batch.events:
            findings.append(f"{name}: {found - batch.events} were put in after sealing.")
        elif digest_now != batch.digest:
            findings.append(f"{name}: an event or the order was changed, or a seal before it.")
        elif first != batch.first_event:
            findings.append(f"{name}: the seal itself was changed.")
        # The chain goes on from what was sealed, so that one change is told once.
        digest, last = batch.digest, batch.last_event
        sealed_digests.add(digest)
    if expect and expect not in sealed_digests:
        findings.append("No seal has the digest that was noted: the chain was cut or replaced.")
    return findings


def state() -> State:
    last = AuditSeal.objects.order_by("-last_event").first()
    bound = last.last_event if last else 0
    return State(
        sealed=AuditEvent.objects.filter(pk__lte=bound).count(),
        unsealed=AuditEvent.objects.filter(pk__gt=bound).count(),
        digest=last.digest if last else "",
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return cursor.fetchone()[0]


def _settled_bound() -> int:
    """The highest number below which no event can still appear, or 0 while there is none.

    Numbers are given when a row is written, rows appear when their transaction commits, so a
    lower number may appear after a higher one. Everyone who writes holds a lock on the table from
    before the number is given until the end. So: note the highest number that is visible, note
    who is writing, and wait for just those. Nobody is kept waiting by it.
    """
    bound = AuditEvent.objects.aggregate(Max("pk"))["pk__max"] or 0
    writing = _writers()
    give_up = time.monotonic() + SECONDS_TO_WAIT
    while writing:
        if time.monotonic() > give_up:
            return 0
        time.sleep(0.02)
        writing &= _writers()
    return bound


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, [AuditEvent._meta.db_table])
        return {row[0] for row in cursor.fetchall()}


def _seal_up_to(bound: int) -> int:
    last = AuditSeal.objects.order_by("-last_event").first()
    digest, after = (last.digest, last.last_event) if last else ("", 0)
    sealed = 0
    while True:
        numbers = AuditEvent.objects.filter(pk__gt=after, pk__lte=bound).order_by("pk")
        batch = list(numbers.values_list("pk", flat=True)[:BATCH])
        if not batch:
            return sealed
        found, digest, first = _read(after, batch[-1], digest)
        AuditSeal.objects.create(
            first_event=first, last_event=batch[-1], events=found, digest=digest
        )
        sealed, after = sealed + found, batch[-1]


def _read(after: int, last: int, digest: str, *, whole: bool = False) -> tuple[int, str, int]:
    """How many events there are after one and up to another, their digest, and the first of them.

    digest: of the seal before. whole: nothing may lie before the first seal, so look there too.
    """
    events = AuditEvent.objects.filter(pk__lte=last).order_by("pk")
    if not whole:
        events = events.filter(pk__gt=after)
    summed = hashlib.sha256(digest.encode())
    found, first = 0, 0
    for number, line in _lines(events):
        summed.update(line)
        found, first = found + 1, first or number
    return found, summed.hexdigest(), first


def _lines(events) -> Iterator[tuple[int, bytes]]:
    """Each event as one line of JSON that is the same on every machine."""
    fields = (
        *("id", "at", "user_id", "agency_id", "act", "record_type", "reference"),
        *("references", "parts", "detail"),
    )
    for row in events.values(*fields).iterator(chunk_size=1000):
        row["at"] = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
        line = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        yield row["id"], line.encode() + b"\n"
