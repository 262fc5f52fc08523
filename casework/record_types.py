"""A record type, described once: read by its pages, forms, list, API, download, menu and tests."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

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
    save: the function that makes a new one, when making it touches more than its own row.
    tells: one sentence about a record for the timeline of its parent.
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
    save: Callable | None = None
    tells: Callable[[models.Model], str] | None = None

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
    def title(self) -> str:
        return self.singular[:1].upper() + self.singular[1:]

    def __str__(self) -> str:
        return self.plural


_types: dict[str, RecordType] = {}


def register(record_type: RecordType) -> RecordType:
    """Make a type known. Called once, where it is described."""
    if record_type.plural in _types:
        raise ValueError(f"{record_type.plural} is described twice")
    _types[record_type.plural] = record_type
    return record_type


def every() -> tuple[RecordType, ...]:
    return tuple(_types.values())


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
