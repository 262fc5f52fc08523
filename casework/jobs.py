"""Long work, finished exactly once, whatever becomes of the worker.

The job's row is the truth; a message only wakes a worker. Whoever runs a job holds an advisory lock
on a connection kept for nothing else, raises `attempt`, and may write the result only while the
attempt is still theirs: a worker that was thought dead and comes back writes nothing. `sweep`
finds jobs whose worker gives no sign and wakes another, so a lost message loses no work. `cancel`
ends a job in its row: its worker learns of it at the next step, and can keep nothing either way.

Work is registered by kind:

    @jobs.does("annual_report")
    def build(running):
        running.step("Counting the records")
        ...
        return keep          # writes the result, in the transaction that ends the job
"""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies.acting import Actor
from casework.models import Job, JobState

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
HEARTBEAT_SECONDS = 1.0
STALE_AFTER = timedelta(seconds=10)
# First half of the keys of the advisory locks; the second is made of what is done, so that work
# asked for anew waits for a worker that has not yet noticed that the first was stopped.
LOCKS = 7_301
UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
NO_ROOM = (
    "The server has no room left to write on, so this was not made. Tell whoever looks after the "
    "system, and ask again when there is room."
)
WENT_WRONG = "Something went wrong three times while this was being made. Tell the coordinator."

Work = Callable[["Running"], Callable[[], None]]
_work: dict[str, Work] = {}


class Failed(Exception):
    """The work cannot be done, and trying again would not help. The message is shown."""


class Superseded(Exception):
    """Another worker has taken the job since, or it was stopped; nothing of this attempt may be
    kept."""


def does(kind: str) -> Callable[[Work], Work]:
    """Register the work of a kind of job."""

    def registered(work: Work) -> Work:
        _work[kind] = work
        return work

    return registered


@transaction.atomic
def enqueue(kind: str, dedupe_key: str, parameters: dict, actor: Actor | None) -> tuple[Job, bool]:
    """The unfinished job of that kind and key, or a new one; True when it is new.

    actor: who asked, None for the timetable.
    A worker is woken once the caller's transaction is committed.
    """
    job, is_new = Job.objects.get_or_create(
        kind=kind,
        dedupe_key=dedupe_key,
        state__in=UNFINISHED,
        defaults={"parameters": parameters, "asked_by_id": actor and actor.membership_id},
    )
    if is_new:
        transaction.on_commit(lambda: publish(job.pk))
    return job, is_new


def publish(job_id: int) -> None:
    """Wake a worker. A broker that is away costs nothing but time: the sweeper asks again."""
    try:
        current_app.send_task("casework.tasks.run_job", kwargs={"job_id": job_id}, retry=False)
    except OperationalError:
        logger.warning("no broker to wake a worker for job %s; the sweeper will", job_id)


def cancel(job_id: int) -> bool:
    """End an unfinished job: whoever has it in hand stops at the next step and keeps nothing.

    False when it had ended before. Callers ask whether the reader may.
    """
    return bool(
        Job.objects.filter(pk=job_id, state__in=UNFINISHED).update(
            state=JobState.CANCELLED, step="", finished_at=timezone.now()
        )
    )


@dataclass
class Running:
    """A job in the hands of one worker.

    parameters: what was asked. asked_by_id: the membership of who asked, None for the timetable;
    load it and ask the gate again, because the right may have ended since.
    """

    job_id: int
    attempt: int
    parameters: dict
    asked_by_id: int | None
    _progress: dict = field(default_factory=dict)
    _over: Event = field(default_factory=Event)
    _lost: bool = False

    def step(self, words: str, *, done: int = 0, total: int = 0) -> None:
        """Tell what is being done now. Raises Superseded when the job is no longer ours."""
        if self._lost:
            raise Superseded
        self._progress = {"step": words[:200], "done": done, "total": total}

    def mine(self) -> QuerySet:
        return Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=JobState.RUNNING)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Sign of life and progress, once a second, from a thread and connection of their own:
        the work itself may be inside a long statement or a compiler."""
        heart = Thread(target=self._beat, name=f"heart of job {self.job_id}", daemon=True)
        heart.start()
        try:
            yield
        finally:
            self._over.set()
            heart.join()

    def _beat(self) -> None:
        try:
            with _connection_apart() as apart, apart.cursor() as cursor:
                while not self._lost and not self._over.wait(HEARTBEAT_SECONDS):
                    now = {"step": "", "done": 0, "total": 0, **self._progress}
                    cursor.execute(
                        "update casework_job set heartbeat_at = now(), step = %(step)s,"
                        " done = %(done)s, total = %(total)s"
                        " where id = %(id)s and attempt = %(attempt)s and state = %(running)s",
                        {
                            **now,
                            "id": self.job_id,
                            "attempt": self.attempt,
                            "running": JobState.RUNNING.value,
                        },
                    )
                    self._lost = cursor.rowcount == 0
        except DatabaseError:
            logger.warning("job %s goes on without giving a sign", self.job_id, exc_info=True)


def run(job_id: int) -> None:
    """Do a job, unless it is finished or in other hands. Called by the worker."""
    if not Job.objects.filter(pk=job_id, state__in=UNFINISHED).exists():
        return
    with _locked(job_id) as is_ours:
        running = _take(job_id) if is_ours else None
        if running is None:
            return
        try:
            with running.beating():
                keep = _work_of(running)(running)
            _finish(running, keep)
        except Superseded:
            logger.warning("job %s is no longer attempt %s's to do", job_id, running.attempt)
        except Failed as failed:
            _fail(running.mine(), str(failed))
        except Exception as wrong:
            logger.exception("job %s went wrong in attempt %s", job_id, running.attempt)
            if _says_no_room(wrong):
                _fail(running.mine(), NO_ROOM)
            elif running.attempt >= MOST_ATTEMPTS:
                _fail(running.mine(), WENT_WRONG)
            else:
                running.mine().update(state=JobState.QUEUED)


def sweep(at: datetime | None = None) -> list[int]:
    """Wake a worker for every unfinished job that gives no sign of life. Returns their ids."""
    silent_since = (at or timezone.now()) - STALE_AFTER
    silent = (
        Job.objects.filter(state__in=UNFINISHED)
        .alias(sign=Coalesce("heartbeat_at", "asked_at"))
        .filter(sign__lt=silent_since)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    woken = []
    for job_id in silent:
        with _locked(job_id) as is_free:
            pass
        if is_free:
            publish(job_id)
            woken.append(job_id)
    return woken


def _take(job_id: int) -> Running | None:
    """Raise the attempt and make it ours; None when finished meanwhile or tried too often."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state__in=UNFINISHED).first()
        if job is None:
            return None
        if job.attempt >= MOST_ATTEMPTS:
            _fail(Job.objects.filter(pk=job_id), WENT_WRONG)
            return None
        Job.objects.filter(pk=job_id).update(
            attempt=F("attempt") + 1, state=JobState.RUNNING, heartbeat_at=timezone.now(), step=""
        )
        return Running(job_id, job.attempt + 1, job.parameters, job.asked_by_id)


def _work_of(running: Running) -> Work:
    return _work[Job.objects.values_list("kind", flat=True).get(pk=running.job_id)]


@transaction.atomic
def _finish(running: Running, keep: Callable[[], None]) -> None:
    """Result and end in one transaction; neither when the attempt is no longer ours."""
    now = timezone.now()
    if not running.mine().update(state=JobState.DONE, step="", finished_at=now, heartbeat_at=now):
        raise Superseded
    keep()


def _fail(job: QuerySet, reason: str) -> None:
    job.update(state=JobState.FAILED, step="", failure=reason[:500], finished_at=timezone.now())


def _says_no_room(wrong: BaseException | None) -> bool:
    """Whether a disk was full: that of the worker, or that of the database (SQLSTATE 53100)."""
    while wrong is not None:
        if isinstance(wrong, OSError) and wrong.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if getattr(wrong, "pgcode", None) == "53100":
            return True
        wrong = wrong.__cause__
    return False


@contextmanager
def _locked(job_id: int) -> Iterator[bool]:
    """Whether the lock of a job's work could be had; held to the end of the block."""
    with _connection_apart() as apart, apart.cursor() as cursor:
        cursor.execute(
            "select pg_try_advisory_lock(%s, hashtext(kind || ' ' || dedupe_key))"
            " from casework_job where id = %s",
            [LOCKS, job_id],
        )
        yield cursor.fetchone()[0]


@contextmanager
def _connection_apart() -> Iterator[BaseDatabaseWrapper]:
    """A session of its own in autocommit, which nothing else opens, closes or pools."""
    apart = connection.copy()
    try:
        yield apart
    finally:
        apart.close()
