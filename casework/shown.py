"""How a field's value is told on pages, in downloads and in the API."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from casework.codes import CodeField, CodeSetField
from casework.dates import full_date, full_moment, short_date


def in_words(record: models.Model, name: str) -> str:
    """The value of a field as people read it; "" when it is empty."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if value in (None, "", []):
        return ""
    if isinstance(field, CodeField):
        return field.codes.label(value)
    if isinstance(field, CodeSetField):
        return ", ".join(field.codes.label(code) for code in value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return full_moment(value)
    if isinstance(value, date):
        return full_date(value)
    return told(value) if isinstance(value, models.Model) else str(value)


def told(related: models.Model) -> str:
    """A related row in words: what it calls itself to a reader, else its name or reference."""
    return str(getattr(related, "address", "") or related)


def in_short(record: models.Model, name: str) -> str:
    """As `in_words`, for a column of a list."""
    value = getattr(record, name)
    return short_date(value) if isinstance(value, date) else in_words(record, name)


def as_data(record: models.Model, name: str) -> Any:
    """The value as the API gives it: codes, ISO dates, references of related records."""
    value = getattr(record, name)
    if isinstance(value, models.Model):
        return getattr(value, "reference", None) or getattr(value, "code", None) or str(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value
