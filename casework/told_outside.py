"""Telling someone outside: a page of chosen parts of a record, made once and kept as it was told.

That page is the record, instead of an e-mail. An app says which parts of its records can be told,
with `register`; what it does not name, such as how to reach someone, is never on a page.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from casework.models import Record, note_change
from casework.references import new_reference

Rows = list[tuple[str, str]]


class HowTold(models.TextChoices):
    HANDED = "HANDED", "Handed over on paper"
    PHONE = "PHONE", "Read out by phone"
    SECURE = "SECURE", "Sent by a secure way that both use"
    MEETING = "MEETING", "Read out at a meeting"


@dataclass(frozen=True)
class Tellable:
    """A part of a record that can be told. carriers: the records whose part `actor` may see."""

    code: str
    label: str
    carriers: Callable[[Actor], QuerySet]
    rows: Callable[[Record], Rows]


@dataclass(frozen=True)
class Telling:
    """What can be told of one type of record. warnings: what comes first, ticked or not."""

    model: type["ToldOutside"]
    parts: tuple[Tellable, ...]
    warnings: Callable[[Record], list[str]]

    @property
    def of(self) -> str:
        """The field that names the record told of."""
        return self.model.access.carrier

    def open_parts(self, actor: Actor, record: Record) -> list[Tellable]:
        return [p for p in self.parts if p.carriers(actor).filter(pk=record.pk).exists()]


_known: dict[type[models.Model], Telling] = {}


def register(telling: Telling) -> Telling:
    _known[telling.model] = telling
    return telling


def every_telling() -> list[Telling]:
    return list(_known.values())


def with_all_parts(rows: QuerySet, actor: Actor, act: str) -> QuerySet:
    """A page is read by those who may see every part that stands on it."""
    telling = _known[rows.model]
    for part in telling.parts:
        seen = Exists(part.carriers(actor).filter(pk=OuterRef(telling.of)))
        rows = rows.filter(~Q(parts__contains=[part.code]) | Q(seen))
    return rows


class ToldOutside(models.Model):
    """One page: whom it was for, why, how it was told, and the words as they stood that day.

    Only ever added; the digest shows that the words are still those.
    """

    reference = models.CharField(max_length=20, unique=True)
    whom = models.CharField(max_length=200)
    why = models.CharField(max_length=1000)
    how = models.CharField(max_length=10, choices=HowTold.choices)
    purpose = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    parts = ArrayField(models.CharField(max_length=20))
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def record(self) -> Record:
        return getattr(self, self.access.carrier)

    @property
    def is_as_told(self) -> bool:
        return self.digest == digest_of(self.content)


def digest_of(content: dict) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def tell_outside(
    telling: Telling,
    record: Record,
    codes: list[str],
    *,
    by: Actor,
    at: datetime,
    whom: str,
    why: str,
    how: str,
    purpose: str,
    basis: str,
) -> ToldOutside:
    """Make the page from the parts named by `codes`, as far as `by` may see them now.

    Raises access.Refused when one of them is not theirs to see, however the form was sent.
    """
    access.require(by, "tell", record)
    chosen = [part for part in telling.open_parts(by, record) if part.code in codes]
    if {part.code for part in chosen} != set(codes):
        raise access.Refused("You can tell only what you may see yourself. Choose again.")
    content = {
        "reference": record.reference,
        "warnings": telling.warnings(record),
        "sections": [
            {"heading": part.label, "rows": [list(row) for row in part.rows(record)]}
            for part in chosen
        ],
    }
    told = telling.model.objects.create(
        reference=new_reference("OUT"),
        **{telling.of: record},
        whom=whom,
        why=why,
        how=how,
        purpose=purpose,
        basis=basis,
        parts=[part.code for part in chosen],
        content=content,
        digest=digest_of(content),
        made_by=by.user,
        agency=by.agency,
        made_at=at,
    )
    # Whom and why may say much of the person, so the timeline names the page alone.
    note_change(record, by, "tell_outside", "", "", told.reference, at)
    detail = {"page": told.reference, "digest": told.digest}
    audit.record(by, "tell_outside", record, parts=told.parts, detail=detail)
    return told
