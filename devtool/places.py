"""Where things lie. Everything `./run` makes is in .venv and .local, which git ignores."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

from devtool.say import Problem

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCAL = ROOT / ".local"
ADDRESS_FILE = LOCAL / "address.env"

# A name of its own for each checkout, for what must lie outside it.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]

MEGABYTE = 1024 * 1024
# A socket's path may have 104 bytes on macOS; the longest name put behind it is .s.PGSQL.5432.lock
LONGEST_SOCKET_FOLDER = 104 - len("/.s.PGSQL.5432.lock") - 1


def make_local() -> None:
    LOCAL.mkdir(mode=0o755, exist_ok=True)


def need_space(folder: Path, megabytes: int, purpose: str) -> None:
    """Raises Problem before anything is written when `folder` has not that much room."""
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        raise Problem(
            f"Not enough disk space in {folder}: {purpose} needs {megabytes} MB and {free} MB are"
            " free. Nothing was changed."
        )


def socket_folder(wanted: Path) -> Path:
    """`wanted`, or a short folder in the temporary directory where its name cannot hold a socket.

    Addresses carry this path inside a URL, so a name with a space or a quote will not do either.
    """
    if len(os.fsencode(wanted)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(
        r"[\w./+-]+", str(wanted)
    ):
        return wanted
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"casework-{digest}"


def own_folder(folder: Path, owner: int) -> None:
    """Make `folder`, open to nobody but `owner`; refuse one that somebody else laid there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if found.st_uid == os.geteuid() != owner:
        os.chown(folder, owner, -1)
        found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise Problem(f"{folder} belongs to somebody else; remove it and try again.")
    folder.chmod(0o700)
