"""A virus scanner of our own, and where the settings find it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.own_scanner import OwnScanner, make_scanner


@pytest.fixture(scope="session")
def own_scanner() -> Iterator[OwnScanner]:
    with tempfile.TemporaryDirectory(prefix="casework-scanner-") as folder:
        made = make_scanner(Path(folder))
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
