"""My work: what waits for a person, gathered from the apps that know of such things.

An app describes its lists once, with `register`; the page shows those that are not empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.record_types import every


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. due: the day it is wanted by; it is overdue after that."""

    text: str
    href: str
    reference: str
    hint: str = ""
    due: date | None = None


@dataclass(frozen=True)
class WorkList:
    """A heading and the way to find what waits under it, through the gate, for one actor."""

    heading: str
    position: int
    find: Callable[[Actor, date], list[Waiting]]


_lists: list[WorkList] = []
_also: list[tuple[str, str]] = []
_first_acts: list[tuple[str, str, str, str]] = []
LONGEST = 50


def register(heading: str, position: int):
    """Decorate the function that finds what waits under `heading`."""

    def known(find: Callable[[Actor, date], list[Waiting]]):
        _lists.append(WorkList(heading, position, find))
        return find

    return known


def also_for(act: str, kind: str) -> None:
    """Work waits, too, for those who `act` on `kind`, which is no type of record."""
    _also.append((act, kind))


def does_casework(actor: Actor) -> bool:
    """Whether the actor's role opens records of some type."""
    return any(access.may(actor, "see", known.model.access.kind) for known in every())


def is_for(actor: Actor) -> bool:
    """Whether work may wait for the actor."""
    return does_casework(actor) or any(access.may(actor, act, kind) for act, kind in _also)


def waiting_for(actor: Actor, today: date) -> list[tuple[str, list[Waiting]]]:
    """Headings with what waits under each, in order; empty ones left out."""
    found = [(each.heading, each.find(actor, today)) for each in sorted(_lists, key=_position)]
    return [(heading, waiting) for heading, waiting in found if waiting]


def _position(work_list: WorkList) -> int:
    return work_list.position


def latest(records: models.QuerySet, *order: str) -> models.QuerySet:
    """As many as fit on the page, in order."""
    return records.order_by(*order)[:LONGEST]


def register_first_act(text: str, url_name: str, act: str, kind: str) -> None:
    """Name the button that begins new work, for those who may do it."""
    _first_acts.append((text, url_name, act, kind))


def first_act(actor: Actor) -> dict | None:
    """The button on top of My work: {text, href}, or None for those who may not."""
    for text, url_name, act, kind in _first_acts:
        if access.may(actor, act, kind):
            return {"text": text, "href": reverse(url_name)}
    return None
