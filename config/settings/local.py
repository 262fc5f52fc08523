"""The addresses of the servers that `./run` started, for `python manage.py` typed by itself."""

import os
from pathlib import Path

import environ


class NothingRunning(Exception):
    """Neither the environment nor the launcher says where the database is."""


def take_launcher_addresses(base_dir: Path) -> None:
    """Fill what the environment leaves open from the file that `./run` keeps while it runs.

    Raises NothingRunning when there is no such file and DATABASE_URL is not set.
    """
    written = base_dir / ".local" / "address.env"
    if written.exists():
        environ.Env.read_env(written, overwrite=False)
    elif "DATABASE_URL" not in os.environ:
        raise NothingRunning("Nothing is running here: type ./run first, or set DATABASE_URL.")
