"""The addresses of the servers that `./run` started, for `python manage.py` typed by itself."""

import fcntl
import os
from pathlib import Path

import environ


class NothingRunning(Exception):
    """Neither the environment nor the launcher says where the database is."""


def take_launcher_addresses(base_dir: Path) -> None:
    """Where DATABASE_URL is not set, take the addresses that `./run` keeps while it runs.

    Raises NothingRunning when it does not run.
    """
    if "DATABASE_URL" in os.environ:
        return
    folder = base_dir / ".local"
    if not _is_running(folder / "lock"):
        raise NothingRunning("Nothing is running here: type ./run first, or set DATABASE_URL.")
    environ.Env.read_env(folder / "address.env", overwrite=True)


def _is_running(lock: Path) -> bool:
    """Whether a launcher holds `lock`; one that was killed has let go of it."""
    if not lock.exists() or not lock.with_name("address.env").exists():
        return False
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
