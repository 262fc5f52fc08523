"""Everything one annual report needs, counted in one snapshot, and made into its contract."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from agencies.models import Partnership
from reporting import contract, figures
from reporting.checks import open_margins
from reporting.figures import Reading
from reporting.material import Context
from reporting.periods import Period

FURTHER = {"people_screened": [("exploitation_type", "sex")]}


class MarginsOpen(Exception):
    """Parts and totals do not agree, so no report is made. The message names the first."""

    def __init__(self, checks: list[dict[str, Any]]) -> None:
        first = checks[0]
        super().__init__(
            f"The figures do not agree with each other, so no report was made. {first['rule']}: "
            f"{first['left']} against {first['right']}."
        )
        self.checks = checks


@dataclass(frozen=True)
class Edition:
    """The year, the year before, and what surrounds them, all of one moment."""

    reading: Reading
    before: Reading
    context: Context


def count(partnership: Partnership, period: Period, *, audience: str = "internal") -> Edition:
    """Reads past the gate: callers ask for the right to build, and write the audit event."""
    with figures.snapshot() as cursor:
        return read(cursor, partnership, period, audience=audience)


def read(
    cursor: CursorWrapper, partnership: Partnership, period: Period, *, audience: str = "internal"
) -> Edition:
    """As `count`, inside a snapshot already opened."""
    before = period.previous()
    reading = figures.read(cursor, partnership, period, further=FURTHER)
    reading_before = figures.read(cursor, partnership, before, further=FURTHER)
    silent = figures.agencies_that_sent_nothing(cursor, partnership, period)
    wards = figures.wards(cursor, partnership, period)
    as_at = figures.moment_of(cursor)
    named = sum(bool(ward["ward_code"]) for ward in wards)
    context: Context = {
        "partnership": partnership.name,
        "period": period.label,
        "previous_period": before.label,
        "start": period.first_day,
        "end": period.day_after,
        "audience": audience,
        "as_at": timezone.localtime(as_at),
        "labels": reading.labels,
        "demonstration": partnership.is_demonstration,
        "agencies_that_sent_nothing": silent,
        "further_values": reading.further_values(),
        "previous_further_values": reading_before.further_values(),
        "wards": wards if named else [],
        "boundary_set": f"the {named} wards in force from {period.words}",
    }
    return Edition(reading, reading_before, context)


def written(edition: Edition) -> dict[str, Any]:
    """The contract of an edition. Raises MarginsOpen.

    A year before without a single record is not compared with: it was not yet recorded here.
    """
    checks = [*edition.reading.checks(), *edition.before.checks()]
    if opened := open_margins(checks):
        raise MarginsOpen(opened)
    before = None if edition.before.is_empty else edition.before.printed()
    return contract.build(edition.reading.printed(), before, edition.context)


def made(
    partnership: Partnership, period: Period, *, audience: str, on_step: Callable[[str], None]
) -> dict[str, Any]:
    """Count, check and write, step by step. Raises MarginsOpen."""
    on_step("Counting the records")
    edition = count(partnership, period, audience=audience)
    on_step("Checking the margins")
    return written(edition)
