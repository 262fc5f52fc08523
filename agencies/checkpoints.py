"""Checkpoints: how far the audit was sealed, signed and written to a second place.

The chain of seals lies in the database, and whoever owns the database can make another one. The
key that signs and the file that is written here lie outside it. The file is only ever added to;
best it lies on another machine, on storage that lets nobody change what is there.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from agencies import audit
from agencies.models import AuditEvent, AuditSeal

FILE = "checkpoints.jsonl"
LONGEST_LINE = 1024
# Its own act: a checkpoint is an event too, so that a line cut off the file is missed.
ACT = "checkpoint"


class NotReady(RuntimeError):
    """The key or the second place is missing; the message says which."""


@dataclass(frozen=True)
class Checkpoint:
    """One line of the second place. digest: of the seal that ends with `last_event`.

    previous: the hash of the line before, "" for the first. at: in UTC.
    """

    number: int
    at: str
    last_event: int
    digest: str
    previous: str
    signature: str = ""

    def signed_text(self) -> bytes:
        return _json({**asdict(self), "signature": ""})

    def line(self) -> bytes:
        return _json(asdict(self))

    def is_signed_with(self, key: Ed25519PublicKey) -> bool:
        try:
            signature = bytes.fromhex(self.signature)
            key.verify(signature, self.signed_text())
        except (InvalidSignature, ValueError):
            return False
        return signature.hex() == self.signature


@dataclass
class SecondPlace:
    """What was read there. there: how many of them were there before the seals were read."""

    checkpoints: list[Checkpoint] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    there: int = 0

    @property
    def up_to(self) -> int:
        """The last event that a checkpoint covers; 0 for none."""
        return self.checkpoints[-1].last_event if self.checkpoints else 0


def why_not_ready() -> str:
    """What is missing before checkpoints can be written, or "" when nothing is."""
    try:
        _signing_key()
        with _alone():
            return ""
    except NotReady as missing:
        return str(missing)
    except OSError as refused:
        return f"AUDIT_CHECKPOINTS cannot be written: {refused.strerror}."


def write(now: datetime) -> Checkpoint | None:
    """Sign how far the audit is sealed now. None when nothing but checkpoints was sealed since.

    The line is on the disk before the event that tells of it is written: a line without its event
    is harmless, an event without its line is a finding.
    """
    with _alone() as file:
        last, previous = _last_of(file)
        after = last.last_event if last else 0
        seal = AuditSeal.objects.filter(last_event__gt=after).order_by("-last_event").first()
        if seal is None or not _anything_new(after, seal.last_event):
            return None
        made = sign(
            Checkpoint(
                number=last.number + 1 if last else 1,
                at=now.astimezone(UTC).isoformat(timespec="seconds"),
                last_event=seal.last_event,
                digest=seal.digest,
                previous=previous,
            ),
            _signing_key(),
        )
        _append(file, made.line())
    audit.happened(None, ACT, detail={"number": made.number, "digest": made.digest})
    return made


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> Checkpoint:
    return replace(checkpoint, signature=key.sign(checkpoint.signed_text()).hex())


def parsed(line: bytes) -> Checkpoint | None:
    """The checkpoint of a line, or None for what this module never wrote whole."""
    try:
        found = Checkpoint(**json.loads(line))
    except (ValueError, TypeError):
        return None
    if not all(isinstance(getattr(found, each.name), each.type) for each in fields(Checkpoint)):
        return None
    return found if found.line() == line else None


def lines() -> Iterator[bytes]:
    """The lines of the second place, none when nothing was written yet. Raises NotReady."""
    file = _place() / FILE
    if file.exists():
        with file.open("rb") as opened:
            yield from (line.rstrip(b"\n") for line in opened)


def hash_of(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def public_keys(public: str = "") -> list[Ed25519PublicKey]:
    """The keys whose signature counts. public: a file of public keys, where this machine has no
    key that signs; each a line of 64 hexadecimal digits. Raises NotReady."""
    if public:
        return [Ed25519PublicKey.from_public_bytes(key) for key in _keys(Path(public))]
    return [Ed25519PrivateKey.from_private_bytes(key).public_key() for key in _keys(_key_file())]


def public_text(key: Ed25519PublicKey) -> str:
    return key.public_bytes_raw().hex()


def _signing_key() -> Ed25519PrivateKey:
    """The first key of the file signs; those after it signed before, and still count."""
    return Ed25519PrivateKey.from_private_bytes(_keys(_key_file())[0])


def _key_file() -> Path:
    if not settings.AUDIT_KEY_FILE:
        raise NotReady("AUDIT_KEY_FILE is not set: checkpoints of the audit need a key.")
    return Path(settings.AUDIT_KEY_FILE)


def _keys(file: Path) -> list[bytes]:
    try:
        found = [bytes.fromhex(line) for line in file.read_text(encoding="ascii").split()]
    except (OSError, ValueError) as broken:
        raise NotReady(f"The file of keys {file} cannot be read.") from broken
    if not found or any(len(key) != 32 for key in found):
        raise NotReady(f"The file of keys {file} must hold 64 hexadecimal digits a line.")
    return found


def _place() -> Path:
    if not settings.AUDIT_CHECKPOINTS:
        raise NotReady("AUDIT_CHECKPOINTS is not set: checkpoints need a second place.")
    place = Path(settings.AUDIT_CHECKPOINTS)
    if not place.is_dir():
        raise NotReady(f"AUDIT_CHECKPOINTS names {place}, which is no folder.")
    return place


@contextmanager
def _alone() -> Iterator[BinaryIO]:
    """The file, opened only to read and add to, by one process at a time."""
    with open(_place() / FILE, "a+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _last_of(file: BinaryIO) -> tuple[Checkpoint | None, str]:
    """The newest whole checkpoint and the hash of its line."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 4 * LONGEST_LINE))
    for line in reversed(file.read().split(b"\n")):
        if found := parsed(line):
            return found, hash_of(line)
    if end:
        raise NotReady(f"{FILE} ends in nothing that is a checkpoint: run verify_audit.")
    return None, ""


def _append(file: BinaryIO, line: bytes) -> None:
    end = file.seek(0, os.SEEK_END)
    if end:
        file.seek(end - 1)
        if file.read(1) != b"\n":
            # What a crash cut short stays, on a line of its own.
            line = b"\n" + line
    line += b"\n"
    if file.write(line) != len(line):
        raise OSError("The second place took only a part of a checkpoint.")
    os.fsync(file.fileno())


def _anything_new(after: int, up_to: int) -> bool:
    """Without this a checkpoint would cause the next, for ever."""
    events = AuditEvent.objects.filter(pk__gt=after, pk__lte=up_to)
    return events.exclude(act=ACT).exists()


def _json(facts: dict) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()


def judged(found: Iterable[bytes], keys: list[Ed25519PublicKey], *, there: int) -> SecondPlace:
    """The second place read, with what is wrong among its lines. there: see SecondPlace.

    A line that a crash cut short is no finding where the next one goes on from before it.
    """
    second, number, previous, cut = SecondPlace(), 0, "", False
    for position, line in enumerate(found, start=1):
        one = parsed(line)
        cut = one is None
        if one is None:
            continue
        name = f"Checkpoint {one.number}"
        if one.number != number + 1 or one.previous != previous:
            second.findings.append(f"{name}: one before it was changed, removed, put in or moved.")
        if not any(one.is_signed_with(key) for key in keys):
            second.findings.append(f"{name}: it is not signed with a key of this system.")
        second.checkpoints.append(one)
        second.there += position <= there
        number, previous = one.number, hash_of(line)
    if cut:
        second.findings.append("The last line of the second place is no checkpoint.")
    return second
