"""One launcher at a time in a checkout, and how the others find it."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from devtool import process
from devtool.places import ADDRESS_FILE, LOCAL, VENV, make_local
from devtool.say import Problem, say

LOCK = LOCAL / "lock"
STATE = LOCAL / "state.json"
CHILDREN = LOCAL / "children"
RUN = "run"
COMMAND = "command"
SECONDS_TO_WAIT = 600


@dataclass(frozen=True)
class Holder:
    """Who holds the lock. url: where the application answers; "" while it starts."""

    pid: int
    doing: str
    url: str


def take() -> IO | None:
    """The lock, held as long as the file stays open; None when another launcher has it.

    The system lets go of it when its holder dies, however it dies.
    """
    make_local()
    file = LOCK.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    _clear_after_the_killed()
    return file


def _clear_after_the_killed() -> None:
    """What a killed launcher started dies with it on Linux, in a moment; elsewhere it is ended."""
    if CHILDREN.exists():
        for number in CHILDREN.read_text().split():
            process.end_leftover(int(number), str(VENV), signal.SIGTERM)
    forget()


def note_child(pid: int) -> None:
    """Remember a process of the application, for the next launcher should this one be killed."""
    with CHILDREN.open("a") as file:
        file.write(f"{pid}\n")


def forget() -> None:
    """Take away what is told to others; the holder of the lock alone may."""
    for told in (STATE, ADDRESS_FILE, CHILDREN):
        told.unlink(missing_ok=True)


def is_held() -> bool:
    if not LOCK.exists():
        return False
    with LOCK.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextlib.contextmanager
def announced(doing: str) -> Iterator[None]:
    """Other launchers find us for as long as this lasts; the lock must be held longer."""
    tell(doing)
    try:
        yield
    finally:
        forget()


def tell(doing: str, url: str = "") -> None:
    """Say to other launchers what the holder of the lock, this process, is doing."""
    half = STATE.with_suffix(".new")
    half.write_text(json.dumps({"pid": os.getpid(), "doing": doing, "url": url}))
    half.rename(STATE)


def holder() -> Holder | None:
    """None when nobody holds the lock, or its holder has not said yet who it is."""
    if not is_held():
        return None
    try:
        return Holder(**json.loads(STATE.read_text()))
    except (OSError, ValueError):
        return None


def write_addresses(env: dict[str, str]) -> None:
    """For `python manage.py` typed by itself, and for other launchers."""
    half = ADDRESS_FILE.with_suffix(".new")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in env.items())
    half.rename(ADDRESS_FILE)


def read_addresses() -> dict[str, str]:
    lines = ADDRESS_FILE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line)


def take_or_join() -> tuple[IO | None, Holder | None]:
    """The lock, or the running application to use instead.

    Waits while the other is still starting, or is a command that will end its servers.
    """
    deadline = time.monotonic() + SECONDS_TO_WAIT
    told = False
    while time.monotonic() < deadline:
        lock = take()
        if lock is not None:
            return lock, None
        other = holder()
        if other is not None and other.url:
            return None, other
        if other is not None and not told:
            waiting = "is starting" if other.doing == RUN else "is using the servers"
            say(f"Another ./run (process {other.pid}) {waiting}; waiting for it …")
            told = True
        time.sleep(0.1)
    raise Problem("Another ./run has not finished for ten minutes: `./run stop` ends it.")


def end_other() -> bool:
    """End the launcher that holds the lock, and wait for it; False when there is none."""
    other = holder()
    if other is None:
        return False
    os.kill(other.pid, signal.SIGTERM)
    deadline = time.monotonic() + 60
    while is_held():
        if time.monotonic() > deadline:
            raise Problem(f"Process {other.pid} does not stop; end it with `kill -9 {other.pid}`.")
        time.sleep(0.05)
    return True
