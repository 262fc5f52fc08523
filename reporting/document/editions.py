"""Everything one annual report needs, counted in one snapshot, and made into its contract.

For partners and the public, what is too small to publish is withheld from the counts first, the
contract is written from what is left, and an independent audit tries to work out what is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from agencies.models import Partnership
from reporting.counting import by_ward, figures
from reporting.counting.checks import open_margins
from reporting.counting.facts import Fact, LiveFacts, to_freeze
from reporting.counting.figures import Reading
from reporting.counting.grouping import NONE, Grouping
from reporting.counting.measures import BY_ID, MEASURES
from reporting.counting.periods import Period
from reporting.declared import residents
from reporting.disclosure import audit, publish
from reporting.disclosure.decision import Counted, Decision
from reporting.disclosure.publish import Document, NotSafe
from reporting.document import contract
from reporting.document.material import Context
from reporting.written import for_report as written_for

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
    """The year, the year before, and what surrounds them, all of one moment.

    labels: every row of each dimension, before any are told together; wards: every row that a table
    by ward may have. facts: what was counted, when it is to be kept.
    """

    reading: Reading
    before: Reading
    context: Context
    grouping: Grouping = NONE
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    wards: Sequence[by_ward.Ward] = ()
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Made:
    """A contract and what it was made from. decision: None where nothing is withheld."""

    contract: dict[str, Any]
    edition: Edition
    decision: Decision | None


def count(
    partnership: Partnership,
    period: Period,
    *,
    audience: str = "internal",
    grouping: Grouping = NONE,
    with_facts: bool = False,
) -> Edition:
    """Reads past the gate: callers ask for the right to build, and write the audit event."""
    with figures.snapshot() as cursor:
        return read(
            cursor,
            partnership,
            period,
            audience=audience,
            grouping=grouping,
            with_facts=with_facts,
        )


def read(
    cursor: CursorWrapper,
    partnership: Partnership,
    period: Period,
    *,
    audience: str = "internal",
    grouping: Grouping = NONE,
    with_facts: bool = False,
) -> Edition:
    """As `count`, inside a snapshot already opened."""
    years = [LiveFacts(partnership, period), LiveFacts(partnership, period.previous())]
    labels = figures.labels_of(cursor, partnership)
    reading, before = figures.read_each(
        cursor, years, MEASURES, labels, further=FURTHER, grouping=grouping
    )
    silent = figures.agencies_that_sent_nothing(cursor, partnership, period)
    listed = by_ward.listed(cursor, years[0])
    as_at = figures.moment_of(cursor)
    named = sum(bool(ward["ward_code"]) for ward in listed)
    surroundings: Context = {
        "partnership": partnership.name,
        "period": period.label,
        "previous_period": period.previous().label,
        "start": period.first_day,
        "end": period.day_after,
        "audience": audience,
        "as_at": timezone.localtime(as_at),
        "labels": reading.labels,
        "demonstration": partnership.is_demonstration,
        "agencies_that_sent_nothing": silent,
        "boundary_set": f"the {named} wards in force from {period.words}",
        **written_for.for_report(partnership.pk, period, audience),
        "residents": {
            year.label: residents.grouped(residents.of_year(partnership.pk, year), grouping)
            for year in (period, period.previous())
        },
    }
    wards = by_ward.counted_in(cursor, years[0], BY_ID["incidents"], listed)
    facts = [one for live in years if with_facts for one in to_freeze(cursor, MEASURES, live)]
    edition = put_together(reading, before, wards, surroundings, grouping)
    return replace(edition, labels=labels, wards=listed, facts=facts)


def put_together(
    reading: Reading,
    before: Reading,
    wards: Sequence[by_ward.Ward],
    surroundings: Context,
    grouping: Grouping,
) -> Edition:
    """An edition of counts, wherever their facts came from, and what is said beside them."""
    named = any(ward["ward_code"] for ward in wards)
    context: Context = {
        **surroundings,
        "further_values": reading.further_values(),
        "previous_further_values": before.further_values(),
        "wards": grouping.wards(wards) if named else [],
    }
    return Edition(reading, before, context, grouping)


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
    """The contract of an edition; see `made_of`."""
    return made_of(edition, earlier).contract


def made_of(edition: Edition, earlier: Earlier | None = None) -> Made:
    """An edition as its audience may have it.

    earlier: by audience, the editions its readers have had, oldest first.
    Raises MarginsOpen, and NotSafe where the audit could work out a count that is withheld.
    """
    audience = edition.context["audience"]
    given_out = earlier or {}
    protected = publish.protected(counted(edition), audience, earlier=given_out)
    safe = protected.counted
    document = contract.build(safe.figures, safe.previous, safe.context)
    for had in publish.what_readers_have(audience, given_out):
        refuse_unsafe(document, had)
    return Made(document, edition, protected.decision)


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
    with_facts: bool = False,
) -> Made:
    """Count, check, protect and write, step by step. Raises MarginsOpen and NotSafe."""
    on_step("Counting the records")
    edition = count(
        partnership, period, audience=audience, grouping=grouping, with_facts=with_facts
    )
    on_step("Checking the margins and withholding small counts")
    return made_of(edition, earlier)
