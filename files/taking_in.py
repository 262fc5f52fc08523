"""A file as it arrives: its name and size are looked at, then it is opened and cleaned, apart."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from files import rules, storage
from files.cleaning import UNREADABLE, NotTaken
from files.terms import LARGEST, Kind

# The opened process has 60 seconds of the processor; beside that it may have to wait its turn.
SECONDS = 120
NO_ROOM = "There is no room for files at the moment. Nothing was kept. Tell the administrator."


@dataclass(frozen=True)
class Arrival:
    """A file that may be kept: cleaned, in its place, not yet on any record."""

    name: str
    kind: Kind
    kept: storage.Kept


def take_in(upload: UploadedFile) -> Arrival:
    """Check and clean an uploaded file, and keep what is left. Raises NotTaken with the reason."""
    name = upload.name or ""
    if why := rules.why_not_this_name(name) or rules.why_not_this_size(upload.size or 0):
        raise NotTaken(why)
    if not storage.has_room():
        raise NotTaken(NO_ROOM)
    kind = rules.kind_named(name)
    with storage.desk() as desk:
        arrived, cleaned = desk / "arrived", desk / "cleaned"
        with open(os.open(arrived, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        clean_apart(kind, arrived, cleaned)
        if cleaned.stat().st_size > LARGEST:
            raise NotTaken(rules.why_not_this_size(LARGEST + 1))
        return Arrival(name, kind, storage.keep(cleaned))


def clean_apart(kind: Kind, arrived: Path, cleaned: Path) -> None:
    """Have a process of its own open the file; one that crashes or lasts has not taken it."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "files.cleaning", kind.code, str(arrived), str(cleaned)],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotTaken(UNREADABLE) from None
    if done.returncode or not done.stdout:
        raise NotTaken(UNREADABLE)
    if refused := json.loads(done.stdout)["refused"]:
        raise NotTaken(refused)
