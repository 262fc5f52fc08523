"""Everything one annual report needs, counted in one snapshot, and made into its contract.

For partners and the public, what is too small to publish is withheld from the counts first, the
contract is written from what is left, and an independent audit tries to work out what is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from agencies.models import Partnership
from reporting import by_ward, contract, figures, written_for
from reporting.checks import open_margins
from reporting.disclosure import audit, publish
from reporting.disclosure.publish import Counted, Document, NotSafe
from reporting.figures import Reading
from reporting.grouping import NONE, Grouping
from reporting.material import Context
from reporting.periods import Period

Earlier = Mapping[str, Sequence[Document]]

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


def count(
    partnership: Partnership,
    period: Period,
    *,
    audience: str = "internal",
    grouping: Grouping = NONE,
) -> Edition:
    """Reads past the gate: callers ask for the right to build, and write the audit event."""
    with figures.snapshot() as cursor:
        return read(cursor, partnership, period, audience=audience, grouping=grouping)


def read(
    cursor: CursorWrapper,
    partnership: Partnership,
    period: Period,
    *,
    audience: str = "internal",
    grouping: Grouping = NONE,
) -> Edition:
    """As `count`, inside a snapshot already opened."""
    before = period.previous()
    reading = figures.read(cursor, partnership, period, further=FURTHER, grouping=grouping)
    reading_before = figures.read(cursor, partnership, before, further=FURTHER, grouping=grouping)
    silent = figures.agencies_that_sent_nothing(cursor, partnership, period)
    wards = by_ward.of_wards(cursor, partnership, period)
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
        "wards": grouping.wards(wards) if named else [],
        "boundary_set": f"the {named} wards in force from {period.words}",
        **written_for.for_report(partnership.pk, period, audience),
    }
    return Edition(reading, reading_before, context)


def counted(edition: Edition) -> Counted:
    """The counts as they are, for those who may see them. Raises MarginsOpen.

    A year before without a single record is not compared with: it was not yet recorded here.
    """
    checks = [*edition.reading.checks(), *edition.before.checks()]
    if opened := open_margins(checks):
        raise MarginsOpen(opened)
    return Counted(
        figures=edition.reading.printed(),
        previous=None if edition.before.is_empty else edition.before.printed(),
        context=edition.context,
        second_mentions=edition.reading.second_mentions,
        second_mentions_before=edition.before.second_mentions,
    )


def written(edition: Edition, earlier: Earlier | None = None) -> dict[str, Any]:
    """The contract of an edition for its audience.

    earlier: by audience, the editions its readers have had, oldest first.
    Raises MarginsOpen, and NotSafe where the audit could work out a count that is withheld.
    """
    audience = edition.context["audience"]
    given_out = earlier or {}
    safe = publish.protected(counted(edition), audience, earlier=given_out).counted
    document = contract.build(safe.figures, safe.previous, safe.context)
    for had in publish.what_readers_have(audience, given_out):
        refuse_unsafe(document, had)
    return document


def refuse_unsafe(document: Document, had: Sequence[Document]) -> None:
    """Raises NotSafe where readers who have `had` could work out what `document` withholds."""
    try:
        found = audit.findings(document, had)
    except audit.ContradictoryEdition as contradiction:
        raise NotSafe(str(contradiction)) from contradiction
    if found:
        first = found[0]
        raise NotSafe(
            f"The audit of this edition found {len(found)} counts that are not safe, so no report "
            f"was made. The first: {first.name} {first.words}."
        )


def made(
    partnership: Partnership,
    period: Period,
    *,
    audience: str,
    on_step: Callable[[str], None],
    earlier: Earlier | None = None,
    grouping: Grouping = NONE,
) -> dict[str, Any]:
    """Count, check, protect and write, step by step. Raises MarginsOpen and NotSafe."""
    on_step("Counting the records")
    edition = count(partnership, period, audience=audience, grouping=grouping)
    on_step("Checking the margins and withholding small counts")
    return written(edition, earlier)
