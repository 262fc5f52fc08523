"""Seals the audit: batches of committed events, each chained by hash to the batch before it.

A seal covers every event after the last one of the seal before, up to its own last event, and what
the seal says of itself. `verifying.py` reads it all again; `checkpoints.py` tells outside the
database how far the chain had come.
"""

import hashlib
import json
import time
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Max
from django.utils import timezone

from agencies.models import AuditEvent, AuditSeal

BATCH = 5000
SECONDS_TO_WAIT = 5.0
# Any number, known to this module alone: two sealers at once would write two chains.
SEALER_LOCK = 7_200_331
# Every column of an event; a test holds that none is left out.
COLUMNS = (
    *("id", "at", "user_id", "agency_id", "act", "record_type", "reference"),
    *("references", "parts", "detail", "request"),
)

_WRITERS = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND granted AND mode = 'RowExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND relation = %s::regclass AND pid IS DISTINCT FROM pg_backend_pid()
"""


class Sum:
    """The digest of a seal in the making. digest: of the seal before, "" for the first."""

    def __init__(self, digest: str) -> None:
        self._summed = hashlib.sha256(digest.encode())
        self.events = self.first = self.last = 0

    def add(self, event: dict[str, Any]) -> None:
        """One event, as a line of JSON that is the same on every machine."""
        facts = {**event, "at": _moment(event["at"]), "request": str(event["request"] or "")}
        self._summed.update(_line(facts))
        self.events, self.first, self.last = self.events + 1, self.first or event["id"], event["id"]

    def digest(self, seal: AuditSeal) -> str:
        """With all that the seal says of itself; no event can be added afterwards."""
        self._summed.update(
            _line([seal.first_event, seal.last_event, seal.events, _moment(seal.sealed_at)])
        )
        return self._summed.hexdigest()


def seal() -> int:
    """Seal every event that can no longer be joined by one with a lower number. Returns how many.

    Returns 0, having changed nothing, when another sealer is at work or a writer takes too long;
    the next run seals what this one left.
    """
    with transaction.atomic(using=sealer()):
        if not _alone():
            return 0
        bound = _settled_bound()
        return _seal_up_to(bound) if bound else 0


def sealer() -> str:
    """The connection of the role that alone may write seals. Web servers do not have it."""
    return "sealer" if "sealer" in settings.DATABASES else DEFAULT_DB_ALIAS


def _alone() -> bool:
    with connections[sealer()].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return cursor.fetchone()[0]


def _settled_bound() -> int:
    """The highest number below which no event can still appear, or 0 while there is none.

    Numbers are given when a row is written, rows appear when their transaction commits, so a
    lower number may appear after a higher one. Everyone who writes holds a lock on the table from
    before the number is given until the end. So: note the highest number that is visible, note
    who is writing, and wait for just those. Nobody is kept waiting by it.
    """
    bound = AuditEvent.objects.using(sealer()).aggregate(Max("pk"))["pk__max"] or 0
    writing = _writers()
    give_up = time.monotonic() + SECONDS_TO_WAIT
    while writing:
        if time.monotonic() > give_up:
            return 0
        time.sleep(0.02)
        writing &= _writers()
    return bound


def _writers() -> set[str]:
    with connections[sealer()].cursor() as cursor:
        cursor.execute(_WRITERS, [AuditEvent._meta.db_table])
        return {row[0] for row in cursor.fetchall()}


def _seal_up_to(bound: int) -> int:
    last = AuditSeal.objects.using(sealer()).order_by("-last_event").first()
    digest, after = (last.digest, last.last_event) if last else ("", 0)
    events = AuditEvent.objects.using(sealer()).filter(pk__lte=bound).order_by("pk")
    sealed = 0
    while batch := list(events.filter(pk__gt=after).values(*COLUMNS)[:BATCH]):
        made = sealed_batch(batch, digest)
        made.save(using=sealer(), force_insert=True)
        sealed, after, digest = sealed + made.events, made.last_event, made.digest
    return sealed


def sealed_batch(batch: list[dict[str, Any]], digest: str) -> AuditSeal:
    """The seal over these events, in the order of their numbers. digest: of the seal before."""
    summed = Sum(digest)
    for event in batch:
        summed.add(event)
    made = AuditSeal(
        first_event=summed.first,
        last_event=summed.last,
        events=summed.events,
        sealed_at=timezone.now(),
    )
    made.digest = summed.digest(made)
    return made


def _moment(at) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _line(facts: object) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode() + b"\n"
