"""The virus scanner: the clamd of this machine, run by us with settings and a socket of our own."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from devtool import apt, process
from devtool.places import own_folder
from devtool.say import Problem

NAMES = ("clamd", "/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")
# Where freshclam puts what it fetches.
SIGNATURES = ("/var/lib/clamav", "/usr/local/share/clamav", "/opt/homebrew/var/lib/clamav")
SECONDS_TO_START = 60
SENTENCE = (
    "The tests of files need clamd, the virus scanner, and it is not installed: install it, such"
    " as with `sudo apt install clamav-daemon`."
)
NOT_INSTALLED = (
    "No virus scanner (clamd) is installed: files that are added stay held and cannot be opened."
)
NO_SIGNATURES = (
    "The virus scanner has no signatures yet: files that are added stay held and cannot be opened"
    " until `freshclam` has fetched some and ./run is started again."
)


def find() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def install() -> Path | None:
    return find() if apt.install("clamav-daemon", "the virus scanner") else None


def signatures() -> Path | None:
    """The folder of the machine's signatures, when there are any."""
    return next((Path(each) for each in SIGNATURES if any(_fetched(Path(each)))), None)


def _fetched(folder: Path) -> Iterator[Path]:
    for ending in ("cvd", "cld"):
        yield from folder.glob(f"*.{ending}")


@dataclass(frozen=True)
class Scanner:
    server: Path
    signatures: Path
    folder: Path
    sockets: Path
    log: Path

    @property
    def socket(self) -> Path:
        return self.sockets / "scanner.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def program(self) -> process.Program:
        return process.Program(
            name="virus scanner",
            argv=[str(self.server), "--config-file", str(self.folder / "clamd.conf")],
            env=dict(os.environ),
            log=self.log,
            before=self._prepare,
            needed=False,
        )

    def start(self) -> subprocess.Popen:
        """Start it. Reading its signatures may take a minute; files are held until it answers."""
        return process.start(self.program())

    def wait(self, running: subprocess.Popen) -> None:
        """Wait until it answers. Raises Problem when it does not."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if running.poll() is not None or time.monotonic() > deadline:
                raise Problem(
                    "The virus scanner did not start; its last lines were:\n"
                    + process.last_lines(self.log)
                )
            time.sleep(0.02)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"nPING\n")
                return connection.recv(64).startswith(b"PONG")
            except OSError:
                return False

    def _prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own_folder(self.sockets, os.geteuid())
        self.socket.unlink(missing_ok=True)
        settings = {
            "Foreground": "yes",
            "DatabaseDirectory": self.signatures,
            "LocalSocket": self.socket,
            "LocalSocketMode": "600",
            "TemporaryDirectory": self.folder,
            # Above the largest file that is taken; one that is not read whole has not passed.
            "StreamMaxLength": "30M",
            "AlertExceedsMax": "yes",
            "MaxThreads": "4",
        }
        lines = "".join(f"{name} {value}\n" for name, value in settings.items())
        (self.folder / "clamd.conf").write_text(lines)
