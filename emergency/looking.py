"""Looking for the one record: by its place, by name and year of birth, or by its reference.

Answers from among what `access.looked_among` gives: all of the partnership, but for what is kept
from the one who looks. Nothing of it can be opened by being found.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from agencies import access
from agencies.acting import Actor
from agencies.emergency import EmergencyAccess
from casework.models import Record
from casework.search import Words
from shop.models import Incident
from shop.search import at_address
from victims.models import Person
from victims.names import named_in_emergency

MOST = 10
CARRIERS: dict[str, type[Record]] = {model._meta.model_name: model for model in (Incident, Person)}


@dataclass(frozen=True)
class Wanted:
    """What was typed. way: "place", "name" or "reference". born: a year, with a name."""

    way: str
    words: str
    born: int = 0


def look_for(actor: Actor, use: EmergencyAccess, wanted: Wanted) -> list[Record]:
    """What fits, the newest first: one more than `MOST` when there are more."""
    found: list[Record] = []
    for model in CARRIERS.values():
        rows = _WAYS[wanted.way](access.looked_among(actor, use, model), wanted)
        found += rows.standing().order_by(f"-{model.sort_key}", "-id")[: MOST + 1]
    return found[: MOST + 1]


def _by_place(rows: QuerySet, wanted: Wanted) -> QuerySet:
    if rows.model is not Incident:
        return rows.none()
    return rows.filter(at_address(Words(wanted.words), "location__"))


def _by_name(rows: QuerySet, wanted: Wanted) -> QuerySet:
    if rows.model is not Person:
        return rows.none()
    return rows.filter(pk__in=named_in_emergency(wanted.words, wanted.born))


def _by_reference(rows: QuerySet, wanted: Wanted) -> QuerySet:
    return rows.filter(reference=Words(wanted.words).reference)


_WAYS: dict[str, Callable[[QuerySet, Wanted], QuerySet]] = {
    "place": _by_place,
    "name": _by_name,
    "reference": _by_reference,
}
