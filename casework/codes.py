"""Code lists: the words a partnership counts by, each with its source and dates of validity.

A list is a CSV file beside the app that owns it, with the columns code, label, description,
source, valid_from, valid_to. An empty valid_to means in use. A code that has ended stays readable
on old records and is no longer offered.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models


@dataclass(frozen=True)
class Code:
    code: str
    label: str
    description: str
    source: str
    valid_from: date | None
    valid_to: date | None

    def in_use(self, on: date | None) -> bool:
        return on is None or (
            (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or on <= self.valid_to)
        )


class CodeList:
    """One list, named `app/list`, read from `<app>/codelists/<list>.csv` when first asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"CodeList({self.name!r})"

    @property
    def title(self) -> str:
        """risk_levels is “Risk levels”. A word without a vowel is an abbreviation."""
        words = self.name.partition("/")[2].split("_")
        told = " ".join(word if set(word) & set("aeiouy") else word.upper() for word in words)
        return told[:1].upper() + told[1:]

    @cached_property
    def rows(self) -> dict[str, Code]:
        app, _, file = self.name.partition("/")
        return _read(Path(apps.get_app_config(app).path) / "codelists" / f"{file}.csv")

    def __iter__(self):
        return iter(self.rows.values())

    def __contains__(self, code: str) -> bool:
        return code in self.rows

    def label(self, code: str) -> str:
        """The words for a code; the code itself when the list no longer knows it."""
        return self.rows[code].label if code in self.rows else code

    def choices(self, on: date | None = None) -> list[tuple[str, str]]:
        """Codes and labels in use on a day, or all when no day is given."""
        return [(row.code, row.label) for row in self if row.in_use(on)]


@cache
def every_list() -> tuple[CodeList, ...]:
    """Each list that comes with the application, by its title."""
    found = [
        CodeList(f"{app.label}/{file.stem}")
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "codelists").glob("*.csv")
    ]
    return tuple(sorted(found, key=lambda codes: codes.title))


@cache
def _read(path: Path) -> dict[str, Code]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Code(
                row["code"],
                row["label"],
                row["description"],
                row["source"],
                day(row["valid_from"]),
                day(row["valid_to"]),
            )
            for row in csv.DictReader(file)
        }


class CodeField(models.CharField):
    """One code of a list. The column holds the code; the label is looked up."""

    def __init__(self, *args, codes: str = "", **kwargs) -> None:
        self.codes = CodeList(codes)
        kwargs.setdefault("max_length", 30)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "codes": self.codes.name}

    def validate(self, value: str, instance: models.Model) -> None:
        super().validate(value, instance)
        if value and value not in self.codes:
            raise ValidationError(f"{value[:30]!r} is not in the list for {self.verbose_name}")


class CodeSetField(ArrayField):
    """A set of codes of one list, in the order of the list, none twice."""

    def __init__(self, base_field: models.Field | None = None, codes: str = "", **kwargs) -> None:
        self.codes = CodeList(codes)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(base_field or models.CharField(max_length=30), **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("base_field", None)
        return name, path, args, {**kwargs, "codes": self.codes.name}

    def validate(self, value: Iterable[str], instance: models.Model) -> None:
        for code in value or ():
            if code not in self.codes:
                raise ValidationError(f"{code[:30]!r} is not in the list for {self.verbose_name}")
        if len(set(value or ())) != len(value or ()):
            raise ValidationError("Select each answer once")
