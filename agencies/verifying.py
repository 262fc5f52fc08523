"""Reads the sealed audit again and says what is no longer as it was sealed.

Seals tell a change among the events under them. Checkpoints, which lie in a second place, tell that
seals themselves were cut off or made anew. Checkpoints cut off are told by the sealed events that
speak of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from agencies import checkpoints
from agencies.checkpoints import SecondPlace
from agencies.models import AuditEvent, AuditSeal
from agencies.sealing import COLUMNS, Sum


@dataclass
class Verdict:
    """findings: sentences, none when all is well. digest: of the newest seal, "" for none.

    beyond: events that are sealed but that no checkpoint covers yet.
    """

    findings: list[str] = field(default_factory=list)
    sealed: int = 0
    unsealed: int = 0
    beyond: int = 0
    checkpoints: int = 0
    digest: str = ""


def verify(expect: str = "", public_keys: str = "") -> Verdict:
    """Judge all that is sealed in one pass, while work goes on.

    expect: the digest of a seal that was noted elsewhere. public_keys: see `checkpoints`.
    """
    second, missing = SecondPlace(), ""
    with transaction.atomic():
        # A checkpoint that is there now has its seal among those read next, and one that the
        # events under these seals speak of is there after them.
        try:
            there = sum(1 for _ in checkpoints.lines())
            keys = checkpoints.public_keys(public_keys)
        except checkpoints.NotReady as why:
            missing = f"Checkpoints cannot be looked at. {why}"
        seals = list(AuditSeal.objects.order_by("last_event"))
        if not missing:
            second = checkpoints.judged(checkpoints.lines(), keys, there=there)
        events = AuditEvent.objects.order_by("pk").values(*COLUMNS).iterator(chunk_size=2000)
        verdict = judge(events, seals, second, expect=expect)
    if missing:
        verdict.findings.insert(0, missing)
    return verdict


def judge(
    events: Iterable[dict[str, Any]],
    seals: Iterable[AuditSeal],
    second: SecondPlace,
    *,
    expect: str = "",
) -> Verdict:
    """events and seals as the database gives them, in the order of their numbers."""
    verdict = Verdict(findings=list(second.findings), checkpoints=len(second.checkpoints))
    rest, noted, chain = iter(events), [], {}
    held = next(rest, None)
    for number, seal in enumerate(seals, start=1):
        summed = Sum(verdict.digest)
        while held is not None and held["id"] <= seal.last_event:
            summed.add(held)
            if held["act"] == checkpoints.ACT:
                noted.append(held["detail"] if isinstance(held["detail"], dict) else {})
            held = next(rest, None)
        verdict.findings += _wrong_with(number, seal, summed)
        # The chain goes on from what was sealed, so that one change is told once.
        verdict.digest = chain[seal.last_event] = seal.digest
        verdict.sealed += summed.events
        covered = seal.last_event <= second.up_to
        verdict.beyond = 0 if covered else verdict.beyond + summed.events
    verdict.unsealed = (held is not None) + sum(1 for _ in rest)
    verdict.findings += _wrong_with_chain(chain, second)
    verdict.findings += _missing(noted, second)
    if expect and expect not in chain.values():
        verdict.findings.append(
            "No seal has the digest that was noted: the chain was cut or replaced."
        )
    return verdict


def _wrong_with(number: int, seal: AuditSeal, summed: Sum) -> Iterator[str]:
    name = f"Seal {number}, events {seal.first_event} to {seal.last_event}"
    if summed.events < seal.events:
        yield f"{name}: {seal.events - summed.events} of {seal.events} are missing."
    elif summed.events > seal.events:
        yield f"{name}: {summed.events - seal.events} were put in after sealing."
    elif summed.digest(seal) != seal.digest:
        yield f"{name}: an event, the order or the seal was changed, or a seal before it."


def _wrong_with_chain(chain: dict[int, str], second: SecondPlace) -> Iterator[str]:
    for one in second.checkpoints[: second.there]:
        if chain.get(one.last_event) != one.digest:
            yield (
                f"Checkpoint {one.number}: no seal ends with event {one.last_event} as it says; "
                "seals were cut off or made anew."
            )


def _missing(noted: list[dict], second: SecondPlace) -> Iterator[str]:
    there = {(one.number, one.digest) for one in second.checkpoints}
    for detail in noted:
        # Whoever changed the event may have put anything there.
        number, digest = detail.get("number"), detail.get("digest")
        if (number, digest) not in there:
            yield f"Checkpoint {number}: it was written, and is not in the second place."
