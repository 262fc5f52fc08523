"""The virus scanner, as the application asks it. Whatever is not a plain answer is no answer."""

import io
from pathlib import Path
from typing import BinaryIO

from clamav_client.clamd import (
    BufferTooLongError,
    ClamdError,
    ClamdNetworkSocket,
    ClamdUnixSocket,
)
from django.conf import settings
from django.db.models import TextChoices

SECONDS = 120
# What every scanner must find. In two halves, so that none finds it in this file.
PROBE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Verdict(TextChoices):
    CLEAN = "clean"
    FOUND = "found"


class Unavailable(Exception):
    """The scanner did not answer, or not so that one may rely on it."""


def scan(file: BinaryIO) -> Verdict:
    """What the scanner says of an open file. Raises Unavailable."""
    answers = _answer(file)
    if answers == ("OK", None):
        return Verdict.CLEAN
    if answers[0] == "FOUND":
        return Verdict.FOUND
    raise Unavailable(answers[0])


def must_be_trusted() -> None:
    """Raises Unavailable unless the scanner finds what every scanner finds.

    One without signatures passes everything, and so does one that lies.
    """
    if scan(io.BytesIO(PROBE)) != Verdict.FOUND:
        raise Unavailable("it does not find the standard test file: are its signatures there?")


def _answer(file: BinaryIO) -> tuple[str, str | None]:
    try:
        found = _client().instream(file)
    except BufferTooLongError as refused:
        raise Unavailable("its StreamMaxLength is below 25 MB") from refused
    except (ClamdError, OSError, ValueError) as fault:
        raise Unavailable(type(fault).__name__) from fault
    if set(found) != {"stream"}:
        raise Unavailable("it answered something else")
    return found["stream"]


def _client() -> ClamdNetworkSocket | ClamdUnixSocket:
    """The scanner at SCANNER_ADDRESS: unix:///path/of/socket or tcp://host:port."""
    kind, _, where = settings.SCANNER_ADDRESS.partition("://")
    if kind == "unix":
        return ClamdUnixSocket(path=str(Path(where)), timeout=SECONDS)
    if kind == "tcp":
        host, _, port = where.rpartition(":")
        return ClamdNetworkSocket(host=host, port=int(port), timeout=SECONDS)
    raise Unavailable("no scanner is set up")
