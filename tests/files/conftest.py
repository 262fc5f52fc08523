"""A real virus scanner with signatures of our own, and people who add files."""

import subprocess
import tempfile
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def own_scanner() -> Iterator[OwnScanner]:
    server = programs.find() or programs.install()
    if server is None:
        pytest.fail(programs.SENTENCE)
    with tempfile.TemporaryDirectory(prefix="casework-scanner-") as folder:
        home = Path(folder)
        signatures = home / "signatures"
        signatures.mkdir()
        made = OwnScanner(
            programs.Scanner(server, signatures, home / "work", home / "run", home / "log")
        )
        made.knows(Standard=PROBE, Ours=HARMFUL)
        made.start()
        yield made
        made.stop()


@pytest.fixture
def scanner(own_scanner: OwnScanner, settings) -> OwnScanner:
    """Running, with our own signatures; the settings say where."""
    if own_scanner.running is None:
        own_scanner.start()
    settings.SCANNER_ADDRESS = own_scanner.program.url
    return own_scanner
