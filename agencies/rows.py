"""Reading one row."""

from typing import Any

from django.db.models import QuerySet


def named(rows: QuerySet) -> Any | None:
    """The one of `rows`, which a lookup of something unique left at most one of; else None.

    `first()` would put them in order: writing that into the statement takes longer than reading.
    """
    return next(iter(rows.order_by()[:1]), None)
