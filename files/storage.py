"""Where the bytes lie: a folder outside the web root, each file under a random name.

Nothing about a file can be told from its name or its place, and no address leads here.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from files.terms import MEGABYTE

NAME_BYTES = 16


class Gone(Exception):
    """There are no such bytes, or they are not those that were kept."""


@dataclass(frozen=True)
class Kept:
    """Bytes that are in their place: under which name, how many, and their SHA-256."""

    name: str
    size: int
    digest: str


def place(name: str) -> Path:
    return Path(settings.FILES_ROOT) / "kept" / name[:2] / name


@contextmanager
def desk() -> Iterator[Path]:
    """A folder of one's own for work on one file; it is empty again afterwards."""
    folder = Path(settings.FILES_ROOT) / "arriving" / secrets.token_hex(NAME_BYTES)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def keep(source: Path) -> Kept:
    """Move `source` to its place, for good: it is on the disk before this returns."""
    name = secrets.token_hex(NAME_BYTES)
    target = place(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.chmod(0o600)
    with source.open("rb") as file:
        os.fsync(file.fileno())
        digest, size = digest_of(file), os.fstat(file.fileno()).st_size
    source.rename(target)
    for folder in (target.parent, target.parent.parent):
        _settle_folder(folder)
    return Kept(name, size, digest)


def _settle_folder(folder: Path) -> None:
    """So that the name, too, outlasts a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of an open file, which is then at its start again."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def opened(name: str, digest: str) -> BinaryIO:
    """The kept file, open for reading. Raises Gone when it is not there, or not as it was kept."""
    try:
        file = place(name).open("rb")
    except FileNotFoundError:
        raise Gone(name) from None
    if digest_of(file) != digest:
        file.close()
        raise Gone(name)
    return file


def remove(name: str) -> None:
    place(name).unlink(missing_ok=True)


def left_alone(seconds: float) -> Iterator[str]:
    """Names of kept files that nobody touched for so long."""
    before = time.time() - seconds
    for path in sorted((Path(settings.FILES_ROOT) / "kept").glob("*/*")):
        if path.stat().st_mtime < before:
            yield path.name


def clear_desks(seconds: float) -> None:
    """Empty the folders of work that was interrupted so long ago."""
    before = time.time() - seconds
    for folder in (Path(settings.FILES_ROOT) / "arriving").glob("*"):
        if folder.stat().st_mtime < before:
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            folder.rmdir()


def has_room(megabytes: int = 200) -> bool:
    """Whether the disk has room for a file more, and for what working on it needs."""
    root = Path(settings.FILES_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = os.statvfs(root)
    return found.f_bavail * found.f_frsize >= megabytes * MEGABYTE
