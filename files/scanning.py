"""What becomes of a held file. The only writer of its state.

    held  --the scanner finds nothing-->  clean
    held  --the scanner finds something-->  refused, and its bytes are removed

Anything else leaves it held, to be looked at again: no scanner, a slow one, a broken answer, one
that does not find the standard test file, bytes that are not those that arrived.
"""

import logging
from datetime import datetime

from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies import audit
from files import scanner, storage
from files.models import StoredFile
from files.scanner import Verdict
from files.terms import FileState

logger = logging.getLogger(__name__)

SCAN = "files.tasks.scan"
STEPS = {
    (FileState.HELD, Verdict.CLEAN): FileState.CLEAN,
    (FileState.HELD, Verdict.FOUND): FileState.REFUSED,
}
AT_A_TIME = 50
# Bytes that no row names are from a request that was undone; none lasts so long.
ORPHAN_SECONDS = 60 * 60


def ask_for(stored: StoredFile) -> None:
    """Have the worker scan it once the transaction is kept. A lost message costs only time."""
    transaction.on_commit(lambda: _wake(stored.pk))


def _wake(pk: int) -> None:
    try:
        current_app.send_task(SCAN, kwargs={"stored_id": pk}, retry=False)
    except OperationalError:
        logger.warning("no broker to wake a worker for a held file; the clock will")


def scan_one(pk: int) -> bool:
    """Scan one held file. False when the scanner cannot be relied on; the file then stays held."""
    stored = StoredFile.objects.filter(pk=pk, state=FileState.HELD).first()
    if stored is None:
        return True
    try:
        scanner.must_be_trusted()
        with storage.opened(stored.stored_as, stored.digest) as file:
            verdict = scanner.scan(file)
    except scanner.Unavailable as why:
        logger.warning("files stay held, the scanner cannot be relied on: %s", why)
        return False
    except storage.Gone:
        logger.error("the bytes of held file %s are not those that arrived; it stays held", pk)
        return True
    settle(stored, verdict, at=timezone.now())
    return True


@transaction.atomic
def settle(stored: StoredFile, verdict: Verdict, *, at: datetime) -> None:
    """Take the step that the verdict asks for, once, and write it down.

    A file of a draft may have been removed while it was scanned: then there is none to take.
    """
    row = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
    after = STEPS.get((row.state, verdict)) if row else None
    if after is None:
        return
    before, row.state, row.scanned_at = row.state, after, at
    row.save(update_fields=["state", "scanned_at"])
    detail = {"file": row.pk, "digest": row.digest, "before": before, "after": after}
    audit.happened(None, "scan", detail=detail)
    if after == FileState.REFUSED:
        transaction.on_commit(lambda: storage.remove(row.stored_as))


def look_again() -> None:
    """Scan what is still held, oldest first, until the scanner gives out; clear what was left."""
    held = StoredFile.objects.filter(state=FileState.HELD).order_by("arrived_at", "pk")
    for pk in list(held.values_list("pk", flat=True)[:AT_A_TIME]):
        if not scan_one(pk):
            break
    sweep()


def sweep() -> None:
    """Remove bytes that no row keeps: of requests undone half way, and of files refused."""
    storage.clear_desks(ORPHAN_SECONDS)
    old = list(storage.left_alone(ORPHAN_SECONDS))
    rows = StoredFile.objects.exclude(state=FileState.REFUSED).filter(stored_as__in=old)
    for name in set(old) - set(rows.values_list("stored_as", flat=True)):
        storage.remove(name)
        logger.warning("removed bytes that no record keeps")
