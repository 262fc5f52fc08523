"""10,000 random tamperings with a sealed audit, each found by the verifier that the command uses.

Each begins from the same whole audit: events under seals, seals under checkpoints, checkpoints in a
second place. The rows are held in memory as the database gives them; tests/agencies/test_sealing.py
does to real tables what is done here to copies. The tamperer may write everything, the second place
too, and lacks one thing: the key.
"""

import copy
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agencies import checkpoints
from agencies.checkpoints import Checkpoint
from agencies.models import AuditSeal
from agencies.sealing import COLUMNS, sealed_batch
from agencies.verifying import Verdict, judge

TAMPERINGS = 10_000
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ANOTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
BATCH = 5


@dataclass
class Audit:
    """events, seals: as the database gives them. lines: of the second place."""

    events: list[dict]
    seals: list[AuditSeal]
    lines: list[bytes]

    def copy(self) -> "Audit":
        events = [dict(event) for event in self.events]
        return Audit(events, [copy.copy(seal) for seal in self.seals], list(self.lines))

    def told(self) -> tuple:
        seals = [(s.first_event, s.last_event, s.events, s.digest, s.sealed_at) for s in self.seals]
        return self.events, seals, self.lines

    def verdict(self) -> Verdict:
        events = sorted(self.events, key=lambda event: event["id"])
        seals = sorted(self.seals, key=lambda seal: seal.last_event)
        keys = [KEY.public_key()]
        second = checkpoints.judged(self.lines, keys, there=len(self.lines))
        return judge(events, seals, second)


def event(number: int, act: str, detail: dict) -> dict:
    """As the column names say; numbers have gaps, as those of a database have."""
    return {
        "id": number * 2,
        "at": BEGAN + timedelta(seconds=number),
        "user_id": number % 7,
        "agency_id": number % 3,
        "act": act,
        "record_type": "incident",
        "reference": f"INC-{number:06}-A",
        "references": [f"INC-{number:06}-B", f"INC-{number:06}-C"],
        "parts": ["Summary"],
        "detail": detail,
        "request": UUID(int=number),
    }


def whole() -> Audit:
    """Six seals; every second one has its checkpoint, and all events but the last are covered."""
    made = Audit([], [], [])
    for number in range(1, 6 * BATCH + 2):
        if number % BATCH == 1 and number > 1:
            seal_rest(made)
            if len(made.seals) % 2 == 0:
                note = checkpoint(made, KEY)
                told = {"number": note.number, "digest": note.digest}
                made.events.append(event(number, checkpoints.ACT, told))
                continue
        made.events.append(event(number, "read", {"step": "x", "n": number}))
    return made


def seal_rest(audit: Audit) -> None:
    last = audit.seals[-1] if audit.seals else None
    rest = [each for each in audit.events if last is None or each["id"] > last.last_event]
    audit.seals.append(sealed_batch(rest, last.digest if last else ""))


def checkpoint(audit: Audit, key: Ed25519PrivateKey) -> Checkpoint:
    seal = audit.seals[-1]
    made = Checkpoint(
        number=len(audit.lines) + 1,
        at="2026-11-02T09:00:00+00:00",
        last_event=seal.last_event,
        digest=seal.digest,
        previous=checkpoints.hash_of(audit.lines[-1]) if audit.lines else "",
    )
    audit.lines.append(checkpoints.sign(made, key).line())
    return made


def another(value: object, by: random.Random) -> object:
    """A value of the same kind that is another one."""
    if isinstance(value, int):
        return value + by.choice([-1, 1, 2**20])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=by.choice([-1, 1, 10**9]))
    if isinstance(value, UUID):
        return UUID(int=value.int ^ (1 << by.randrange(128)))
    if isinstance(value, list):
        return by.choice([value[:-1], [*value, "X"], [str(each) + " " for each in value]])
    if isinstance(value, dict):
        return by.choice([{}, {**value, "more": 1}, {**value, by.choice([*value]): None}])
    place = by.randrange(len(value))
    return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]


# The tamperings. Each changes the copy it is given.


def flip(audit: Audit, by: random.Random) -> None:
    column = by.choice([each for each in COLUMNS if each != "id"])
    row = by.choice(covered(audit))
    row[column] = another(row[column], by)


def delete(audit: Audit, by: random.Random) -> None:
    rows = covered(audit)
    for row in by.sample(rows, by.randint(1, 3)):
        audit.events.remove(row)


def insert(audit: Audit, by: random.Random) -> None:
    row = dict(by.choice(covered(audit)))
    row["id"] -= 1
    audit.events.append(row)


def move(audit: Audit, by: random.Random) -> None:
    """Two events change places, as their numbers say it."""
    one, other = by.sample(covered(audit), 2)
    one["id"], other["id"] = other["id"], one["id"]


def replace_one(audit: Audit, by: random.Random) -> None:
    """As many events as before: one is taken out, one is put in."""
    delete_from = by.choice(covered(audit))
    delete_from["id"] += by.choice([-1, 1])


def truncate(audit: Audit, by: random.Random) -> None:
    """The newest events, with the seals that told of them."""
    keep = by.randrange(len(audit.seals))
    bound = audit.seals[keep - 1].last_event if keep else 0
    audit.seals = audit.seals[:keep]
    audit.events = [row for row in audit.events if row["id"] <= bound]


def edit_a_seal(audit: Audit, by: random.Random) -> None:
    seal = by.choice(audit.seals)
    name = by.choice(["first_event", "last_event", "events", "digest", "sealed_at"])
    setattr(seal, name, another(getattr(seal, name), by))


def take_off_a_seal(audit: Audit, by: random.Random) -> None:
    audit.seals.remove(by.choice(audit.seals))


def seal_anew(audit: Audit, by: random.Random) -> None:
    """Change the events, then make a chain that fits them."""
    by.choice([flip, delete, insert, move])(audit, by)
    audit.seals, events = [], sorted(audit.events, key=lambda row: row["id"])
    for start in range(0, len(events), BATCH):
        digest = audit.seals[-1].digest if audit.seals else ""
        audit.seals.append(sealed_batch(events[start : start + BATCH], digest))


def seal_and_sign_anew(audit: Audit, by: random.Random) -> None:
    """Change everything, in both places, so that all fits; but with another key."""
    by.choice([flip, delete, insert, move])(audit, by)
    events = sorted(audit.events, key=lambda row: row["id"])
    audit.events, audit.seals, audit.lines = [], [], []
    for start in range(0, len(events), BATCH):
        batch = events[start : start + BATCH]
        audit.events += batch
        seal_rest(audit)
        if len(audit.seals) % 2 == 0:
            checkpoint(audit, ANOTHER_KEY)
    told = [checkpoints.parsed(line) for line in audit.lines]
    noted = [row for row in audit.events if row["act"] == checkpoints.ACT]
    for row, one in zip(noted, told, strict=False):
        row["detail"] = {"number": one.number, "digest": one.digest}


def edit_a_checkpoint(audit: Audit, by: random.Random) -> None:
    place = by.randrange(len(audit.lines))
    one = checkpoints.parsed(audit.lines[place])
    name = by.choice(["number", "at", "last_event", "digest", "previous", "signature"])
    value = getattr(one, name) or "0" * 64
    audit.lines[place] = replace(one, **{name: another(value, by)}).line()


def break_a_checkpoint(audit: Audit, by: random.Random) -> None:
    place = by.randrange(len(audit.lines))
    line = audit.lines[place]
    at = by.randrange(len(line))
    audit.lines[place] = line[:at] + bytes([line[at] ^ (1 << by.randrange(7))]) + line[at + 1 :]


def take_out_checkpoints(audit: Audit, by: random.Random) -> None:
    """The last one's own event is not sealed yet: until it is, its loss cannot be told."""
    audit.lines.pop(by.randrange(len(audit.lines) - 1))
    if by.random() < 0.3:
        audit.lines.clear()


def exchange_checkpoints(audit: Audit, by: random.Random) -> None:
    one, other = by.sample(range(len(audit.lines)), 2)
    audit.lines[one], audit.lines[other] = audit.lines[other], audit.lines[one]


def covered(audit: Audit) -> list[dict]:
    bound = audit.seals[-1].last_event
    return [row for row in audit.events if row["id"] <= bound]


TAMPER: list[Callable[[Audit, random.Random], None]] = [
    *(flip, delete, insert, move, replace_one, truncate, edit_a_seal, take_off_a_seal, seal_anew),
    *(seal_and_sign_anew, edit_a_checkpoint, break_a_checkpoint, take_out_checkpoints),
    exchange_checkpoints,
]


def test_the_whole_audit_has_no_findings() -> None:
    found = whole().verdict()
    assert (found.findings, found.checkpoints) == ([], 3)
    assert (found.sealed, found.unsealed, found.beyond) == (6 * BATCH, 1, 0)


def test_every_one_of_10000_random_tamperings_is_found(counted) -> None:
    by, base, missed = random.Random(20261125), whole(), []
    before = base.told()
    for number in range(TAMPERINGS):
        tamper = TAMPER[number % len(TAMPER)]
        audit = base.copy()
        tamper(audit, by)
        assert audit.told() != before, f"{tamper.__name__} changed nothing"
        if not audit.verdict().findings:
            missed.append((number, tamper.__name__))
    assert missed == []
    counted("tamperings with the sealed audit, all found:", TAMPERINGS)
