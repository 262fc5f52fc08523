"""Twenty-four jobs while workers are killed and the broker is lost with all it held.

Real workers, a real clock and a broker of their own. Goals: every job is finished exactly once,
never in two hands at once; what a killed worker had runs again in time; progress is written at most
once a second.
"""

import os
import random
import secrets
import signal
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from casework import jobs
from casework.models import Job, JobState
from devtool import process, programs
from devtool.broker import Broker
from devtool.places import ROOT, socket_folder
from devtool.process import Program
from tests import make

KIND = "storm"
# The real one would make the test long; a shorter one lets a busy machine look dead.
STALE_AFTER = timedelta(seconds=3)
JOBS, LONG_JOBS, WORKERS = 24, 3, 2
KILLS_OF_CHILDREN, KILLS_OF_WORKERS = 9, 3
SECONDS = 150
BROKER_AFTER = 5

TABLES = """
create table storm_began (job int, attempt int, pid int, worker int, alone bool,
    at timestamptz default clock_timestamp());
create table storm_kept (job int, attempt int);
create table storm_progress (job int, attempt int, at timestamptz default clock_timestamp());
create function storm_note() returns trigger language plpgsql as $$
begin
    insert into storm_progress (job, attempt) values (new.id, new.attempt);
    return null;
end $$;
create trigger storm_note after update on casework_job for each row
    when (new.attempt = old.attempt and new.state = 'running' and old.state = 'running')
    execute function storm_note();
"""
GONE = """
drop trigger storm_note on casework_job;
drop function storm_note;
drop table storm_began, storm_kept, storm_progress;
"""
NOW_IN_HAND = """from storm_began began join casework_job job
    on job.id = began.job and job.attempt = began.attempt and job.state = 'running'"""

pytestmark = pytest.mark.django_db(transaction=True)


def asked(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Kill:
    """had: the jobs that were in hand there, each with its attempt."""

    how: str
    at: datetime
    had: list[tuple[int, int]]


@dataclass
class Storm:
    """The processes: workers by process id, clock and broker."""

    folder: Path
    env: dict[str, str]
    broker: Broker
    running: dict[int, object] = field(default_factory=dict)

    def celery(self, name: str, *arguments: str) -> None:
        argv = [sys.executable, "-m", "celery", "-A", "config", *arguments]
        log = self.folder / f"{name}.log"
        child = process.start(Program(name=name, argv=argv, env=self.env, log=log, cwd=ROOT))
        self.running[child.pid] = child

    def start_worker(self) -> None:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        name = f"worker-{secrets.token_hex(3)}"
        self.celery(name, "worker", *quiet, "--concurrency", "2", "-n", f"{name}@storm")

    def start_broker(self) -> None:
        child = self.broker.start()
        self.running[child.pid] = child
        self.broker_pid = child.pid

    def kill(self, pid: int) -> None:
        """As a power cut would, with all that it started."""
        process.kill_session(pid)
        self.running.pop(pid).wait()

    def lose_broker(self) -> None:
        """It comes back with nothing of what was queued."""
        self.kill(self.broker_pid)
        self.start_broker()

    def logs(self) -> str:
        return "\n".join(process.last_lines(log, count=25) for log in self.folder.glob("*.log"))


@pytest.fixture
def storm(tmp_path: Path) -> Iterator[Storm]:
    key = tmp_path / "audit_key"
    key.write_text(secrets.token_hex(32))
    at = urlsplit(os.environ["TEST_DATABASE_URL"])
    sockets = socket_folder(tmp_path / "queue")
    server = programs.broker_program(Path(sysconfig.get_path("purelib")))
    broker = Broker(server, tmp_path / "broker", sockets, tmp_path / "broker.log", lasting=False)
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.casework.storm_settings",
        "STORM_DATABASE_URL": urlunsplit(at._replace(path=connection.settings_dict["NAME"])),
        "STORM_STALE_AFTER": str(STALE_AFTER.total_seconds()),
        "TEST_REDIS_URL": broker.url,
        "AUDIT_KEY_FILE": str(key),
        "AUDIT_CHECKPOINTS": str(tmp_path),
    }
    asked(TABLES)
    made = Storm(tmp_path, env, broker)
    try:
        made.start_broker()
        made.celery("clock", "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile=")
        for _ in range(WORKERS):
            made.start_worker()
        yield made
    finally:
        for pid in list(made.running):
            made.kill(pid)
        asked(GONE)


def test_every_job_is_finished_once_whatever_becomes_of_workers_and_broker(
    storm: Storm, monkeypatch: pytest.MonkeyPatch, counted: Callable[[str, int], None]
) -> None:
    # No message is sent at all: the clock has to find them.
    monkeypatch.setattr(jobs, "publish", lambda job_id: None)
    coordinator = make.coordinator()
    ids = [
        jobs.enqueue(KIND, str(n), {"parts": 60 if n < LONG_JOBS else 10}, coordinator)[0].pk
        for n in range(JOBS)
    ]
    chance = random.Random(24)
    to_come = ["child"] * KILLS_OF_CHILDREN + ["worker"] * KILLS_OF_WORKERS
    chance.shuffle(to_come)
    to_come.insert(BROKER_AFTER, "broker")
    killed: list[Kill] = []
    deadline = time.monotonic() + SECONDS
    while Job.objects.filter(state__in=jobs.UNFINISHED).exists():
        assert time.monotonic() < deadline, storm.logs()
        time.sleep(0.15)
        if to_come and (found := in_hand()):
            killed.append(kill(storm, to_come.pop(0), chance.choice(found)))

    states = set(Job.objects.values_list("state", "failure"))
    assert states == {(JobState.DONE, "")}, storm.logs()
    kept = dict(asked("select job, attempt from storm_kept"))
    assert asked("select count(*) from storm_kept") == [(JOBS,)]
    assert set(kept) == set(ids)
    assert asked("select job from storm_began where not alone") == []
    assert to_come == []
    lost = [
        (one, job, attempt) for one in killed for job, attempt in one.had if attempt < kept[job]
    ]
    assert len({one.at for one, _, _ in lost}) >= 10

    waits = [(one.how, again(job, attempt) - one.at) for one, job, attempt in lost]
    assert max(wait for _, wait in waits) <= STALE_AFTER + timedelta(seconds=30)
    assert {how for how, _ in waits} == {"child", "worker"}

    between = asked(
        "select at - lag(at) over (partition by job, attempt order by at) from storm_progress"
    )
    gaps = [gap for (gap,) in between if gap is not None]
    assert gaps
    assert min(gaps) >= timedelta(seconds=0.95)

    counted("jobs finished once, in spite of kills", len(kept))
    counted("attempts at a job that ended by kill -9", len(lost))


def in_hand() -> list[tuple[int, int]]:
    """Children that do a job now, with their workers; those already dead left out."""
    rows = asked(f"select began.pid, began.worker {NOW_IN_HAND}")
    return [(pid, worker) for pid, worker in rows if process.command_line(pid)]


def kill(storm: Storm, how: str, victim: tuple[int, int]) -> Kill:
    """A child, its worker with all children, or the broker; a worker is started in its place."""
    child, worker = victim
    whose = {"child": ("pid", child), "worker": ("worker", worker)}
    column, pid = whose.get(how, ("pid", 0))
    [(at,)] = asked("select clock_timestamp()")
    had = asked(f"select began.job, began.attempt {NOW_IN_HAND} where began.{column} = %s", pid)
    if how == "child":
        os.kill(child, signal.SIGKILL)
    elif how == "worker":
        storm.kill(worker)
        storm.start_worker()
    else:
        storm.lose_broker()
    return Kill(how, at, had)


def again(job: int, attempt: int) -> datetime:
    """When the next attempt at a job began."""
    sql = "select min(at) from storm_began where job = %s and attempt > %s"
    [(at,)] = asked(sql, job, attempt)
    return at
