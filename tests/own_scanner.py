"""A real virus scanner, as tests run it, with signatures of our own."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from devtool import process
from devtool import scanner as programs
from files.scanner import PROBE

# What our own signature finds, wherever it stands in a file.
HARMFUL = b"Zqharmful invented for a test of the virus scanner"


@dataclass
class OwnScanner:
    """clamd as the tests run it. They may stop it, and give it other signatures."""

    program: programs.Scanner
    running: subprocess.Popen | None = None

    def start(self) -> None:
        self.running = self.program.start()
        self.program.wait(self.running)

    def stop(self) -> None:
        if self.running is not None:
            process.stop(self.running, self.program.program())
            self.running = None

    def knows(self, **signatures: bytes) -> None:
        lines = [f"{name}:0:*:{content.hex()}\n" for name, content in signatures.items()]
        (self.program.signatures / "own.ndb").write_text("".join(lines))


def make_scanner(home: Path) -> OwnScanner:
    """One that is not started yet, in a folder with a short path: its socket stands there."""
    server = programs.find() or programs.install()
    if server is None:
        pytest.fail(programs.SENTENCE)
    signatures = home / "signatures"
    signatures.mkdir(exist_ok=True)
    made = OwnScanner(
        programs.Scanner(server, signatures, home / "work", home / "run", home / "log")
    )
    made.knows(Standard=PROBE, Ours=HARMFUL)
    return made
