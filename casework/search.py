"""Search: what was typed, and the types in which it is looked for.

An app names once what of its records is found by words, with `register`. Every answer comes from
the gate; a reference is looked for in every type. Words never stand in an address: they may be
names.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework import lists
from casework.record_types import RecordType, every
from casework.references import is_well_formed

LEAST = 3
LONGEST = 100
SHOWN = 25


@dataclass(frozen=True)
class Words:
    """What was typed. keys: each word in small letters, without signs; reference: "" for none."""

    typed: str

    @property
    def keys(self) -> tuple[str, ...]:
        found = (re.sub(r"[^\w]", "", word.casefold()) for word in self.typed.split())
        return tuple(key for key in found if key)

    @property
    def reference(self) -> str:
        """`INC-7K3QXM-P`, also when it was typed in small letters, or with spaces in it."""
        typed = re.sub(r"[\s-]", "", self.typed).upper()
        found = f"{typed[:3]}-{typed[3:9]}-{typed[9:]}"
        return found if is_well_formed(found) else ""

    @property
    def letters(self) -> int:
        return sum(len(key) for key in self.keys)


@dataclass(frozen=True)
class Found:
    """What one type has for the words: the newest, and whether there are more than are shown."""

    record_type: RecordType
    rows: list[models.Model]
    more: bool


Find = Callable[[Actor, Words], models.QuerySet]

_elsewhere: list[tuple[str, str, str, str]] = []
_finders: dict[str, tuple[RecordType, Find]] = {}


def register(record_type: RecordType):
    """Decorate the function that finds records of a type by words, through the gate."""

    def known(find: Find) -> Find:
        _finders[record_type.plural] = (record_type, find)
        return find

    return known


def otherwise(text: str, url_name: str, act: str, kind: str) -> None:
    """Name a page to turn to when nothing is found, for those who may."""
    _elsewhere.append((text, url_name, act, kind))


def elsewhere(actor: Actor) -> list[dict[str, str]]:
    """Where `actor` may turn to: [{text, href}]."""
    return [
        {"text": text, "href": reverse(url_name)}
        for text, url_name, act, kind in _elsewhere
        if access.may(actor, act, kind)
    ]


def search(actor: Actor, words: Words) -> list[Found]:
    """What `actor` may see of what the words mean, by type; types without any are left out."""
    if words.reference:
        answers = [
            (known, lists.listed(known, actor).filter(reference=words.reference))
            for known in every()
            if known.model.prefix == words.reference[:3]
        ]
    else:
        answers = [(known, find(actor, words)) for known, find in _finders.values()]
    found = [_found(known, records) for known, records in answers]
    return [each for each in found if each.rows]


def _found(record_type: RecordType, records: models.QuerySet) -> Found:
    related = [name for name in record_type.columns if record_type.field(name).is_relation]
    ordered = records.select_related(*related).order_by(f"-{record_type.model.sort_key}", "-id")
    rows = list(ordered[: SHOWN + 1])
    return Found(record_type, rows[:SHOWN], more=len(rows) > SHOWN)
