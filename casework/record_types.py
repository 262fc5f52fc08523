"""A record type, described once: read by its pages, forms, list, API, download, menu and tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models

from agencies import access
from agencies.acting import Actor
from casework.workflow import Workflow


@dataclass(frozen=True)
class Section:
    """Fields that belong together, under a heading. part: shown and audited as one part."""

    heading: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RecordType:
    """One type of record.

    plural: its name in addresses and in the API. under: the field that names the parent record it
    is added to; the child names its parent, the parent never names its children.
    entry: the fields asked when one is added, if fewer than those of the sections.
    add_act / change_act: what the gate is asked. filters: list fields one can filter by.
    save: the function that makes a new one, when making it touches more than its own row; called
    with the unsaved record, the actor, and what the form cleaned. form: a RecordForm of its own.
    accept_act: what the gate is asked of whoever takes note that a record reached their agency.
    changed: told of a correction, with the record, the actor and the names of the fields.
    add_words: link, title and button of adding one, where "Record a …" will not do.
    several: what they are called on their parent's page, where the model's plural names the parent.
    tab: under which heading its records stand on the parent's page. timeline: lookup path to the
    record whose timeline tells of it; tells: the field whose words it quotes; audience: the choice
    that says who may read those, told beside them unless it is the usual one.
    in_api: whether the API offers it by its plural.
    work_fields: fields told only to those who may `read` the record, which is given with work, such
    as its address; a list never shows them.
    """

    model: type[models.Model]
    plural: str
    singular: str
    sections: tuple[Section, ...]
    columns: tuple[str, ...]
    under: str = ""
    entry: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    workflow: Workflow | None = None
    add_act: str = "work"
    change_act: str = "change"
    accept_act: str = "see"
    save: Callable | None = None
    changed: Callable | None = None
    form: type | None = None
    work_fields: frozenset[str] = frozenset()
    tab: str = ""
    add_words: str = ""
    several: str = ""
    timeline: str = ""
    tells: str = ""
    audience: str = ""
    in_api: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field shown, in the order of the sections."""
        return tuple(name for section in self.sections for name in section.fields)

    @property
    def entry_fields(self) -> tuple[str, ...]:
        """The fields one may fill in: those of the description that are editable."""
        return self.entry or tuple(
            name for name in self.fields if self.model._meta.get_field(name).editable
        )

    def field(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    @property
    def adding(self) -> str:
        return self.add_words or f"Record {with_article(self.singular)}"

    @property
    def title(self) -> str:
        return self.singular[:1].upper() + self.singular[1:]

    def __str__(self) -> str:
        return self.plural


def parents_shown(
    record_type: RecordType, actor: Actor, records: Sequence[models.Model]
) -> set[int]:
    """Which of `records` may be shown with their parent's reference, by primary key.

    Where a type has grants of its own, seeing it says nothing about its parent. At most one query.
    """
    if not record_type.under:
        return set()
    parent = record_type.field(record_type.under).related_model
    if parent.access.kind == record_type.model.access.kind:
        return {record.pk for record in records}
    ids = {getattr(record, f"{record_type.under}_id") for record in records}
    seen = set(access.allowed(actor, "see", parent).filter(pk__in=ids).values_list("pk", flat=True))
    return {r.pk for r in records if getattr(r, f"{record_type.under}_id") in seen}


def shown_fields(
    record_type: RecordType, actor: Actor, records: Sequence[models.Model]
) -> dict[int, tuple[str, ...]]:
    """The fields `actor` is shown of each record, by primary key. At most one query.

    What is left out is absent from the answer, never blanked.
    """
    if not record_type.work_fields:
        return {record.pk: record_type.fields for record in records}
    keys = [record.pk for record in records]
    rows = access.allowed(actor, "read", record_type.model).filter(pk__in=keys)
    reading = set(rows.values_list("pk", flat=True))
    outline = tuple(name for name in record_type.fields if name not in record_type.work_fields)
    return {pk: record_type.fields if pk in reading else outline for pk in keys}


def with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


_types: dict[str, RecordType] = {}
_tabs: dict[str, list[tuple[str, str]]] = {}


def register(record_type: RecordType) -> RecordType:
    """Make a type known. Called once, where it is described."""
    if record_type.plural in _types:
        raise ValueError(f"{record_type.plural} is described twice")
    if record_type.work_fields & set(record_type.columns):
        raise ValueError(f"a list of {record_type.plural} would show what is not for everybody")
    _types[record_type.plural] = record_type
    return record_type


def add_tab(record_type: RecordType, text: str, slug: str) -> None:
    """A page of its own beside a record's tabs, at `<plural>/<reference>/<slug>/`.

    The app that has the page says so; the type it belongs to need not know.
    """
    _tabs.setdefault(record_type.plural, []).append((text, slug))


def added_tabs(record_type: RecordType) -> list[tuple[str, str]]:
    return _tabs.get(record_type.plural, [])


def every() -> tuple[RecordType, ...]:
    return tuple(_types.values())


def carriers() -> tuple[RecordType, ...]:
    """The types whose records are given to agencies; all others borrow."""
    return tuple(
        found
        for found in _types.values()
        if not found.model.access.carrier and hasattr(found.model, "grants")
    )


def named(plural: str) -> RecordType:
    return _types[plural]


def type_of(record: models.Model | type[models.Model]) -> RecordType:
    model = record if isinstance(record, type) else type(record)
    return next(found for found in _types.values() if found.model is model)


def under(record_type: RecordType) -> tuple[RecordType, ...]:
    """The types whose records are added to a record of this one."""
    return tuple(
        child
        for child in _types.values()
        if child.under and child.field(child.under).related_model is record_type.model
    )
