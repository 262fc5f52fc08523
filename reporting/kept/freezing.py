"""A report kept so that it can be written again from its frozen facts alone, byte for byte.

Counted again, the same facts go through the same statements as records do; what stood around the
counts, and which of them were withheld, is not asked of the present but read from what was kept.

Of a story that was withdrawn since, no words are left to write again. So what a report says with
none of its stories told has a hash of its own: that can be compared for ever.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting import by_ward, figures
from reporting.counting.facts import FrozenFacts
from reporting.counting.figures import Cut, Reading
from reporting.counting.grouping import Grouping
from reporting.counting.measures import ADDED_UP, COUNTED_ONCE, Measure
from reporting.counting.periods import Period
from reporting.counting.versions import Version
from reporting.disclosure.decision import Decision, applied
from reporting.document import contract, editions
from reporting.document.editions import Edition, Made
from reporting.document.material import Context, Told
from reporting.kept.frozen import FactRecord, FrozenEdition, FrozenFact, FrozenStory
from reporting.models import AnnualReport
from reporting.outputs import json_file
from reporting.stories.untold import said_instead, untold

VERSION = 2
# Rows of one statement.
AT_ONCE = 2_000
# Parts of a context that are counted, or follow from what is kept beside it.
NOT_KEPT = frozenset(
    {"labels", "start", "end", "further_values", "previous_further_values", "wards", "stories"}
)


class NotTheSame(Exception):
    """What was frozen does not give the report it was frozen with."""


@dataclass(frozen=True)
class Kept:
    """What a frozen edition's document says. labels: every row, before any are told together."""

    measures: Sequence[Measure]
    further: Mapping[str, Sequence[Cut]]
    labels: Mapping[str, Mapping[str, str]]
    grouping: Grouping
    wards: Sequence[by_ward.Ward]
    surroundings: Mapping[str, Any]
    decision: Decision | None

    @property
    def period(self) -> Period:
        return Period.parse(self.surroundings["period"])

    @property
    def years(self) -> tuple[Period, Period]:
        return self.period, self.period.previous()

    def measure(self, measure_id: str) -> Measure | None:
        return next((one for one in self.measures if one.id == measure_id), None)


def keep(report: AnnualReport, made: Made, figures_json: bytes) -> FrozenEdition:
    """Freezes what `report` was made from, and proves that it is enough. In one transaction with
    whatever else the caller keeps of the report.

    Raises NotTheSame when it would not give `figures_json` again.
    """
    frozen = FrozenEdition.objects.create(
        report=report,
        document=_document(made.edition, made.decision),
        figures_sha256=hashlib.sha256(figures_json).hexdigest(),
        untold_sha256=hashlib.sha256(figures_json_of(_untold(made))).hexdigest(),
    )
    _keep_facts(frozen, made.edition)
    _keep_stories(frozen, made.edition)
    with connection.cursor() as cursor:
        again = figures_json_of(rebuilt(cursor, frozen))
    if again != figures_json:
        raise NotTheSame(
            "The report could not be written a second time from what was kept of it, so it was not "
            "made. Tell those who run this system."
        )
    return frozen


def figures_json_of(document: Mapping[str, Any]) -> bytes:
    return json_file.data(document)


def rebuilt(
    cursor: CursorWrapper, frozen: FrozenEdition, *, with_stories: bool = True
) -> dict[str, Any]:
    """The contract, from frozen rows alone; without stories, none of them is told."""
    kept = read(frozen)
    reading, before = (of_year(cursor, frozen, kept, year) for year in kept.years)
    measure = next(one for one in kept.measures if one.has_wards)
    facts = FrozenFacts(frozen.pk, kept.period)
    surroundings: Context = {
        **kept.surroundings,
        "start": kept.period.first_day,
        "end": kept.period.day_after,
        "as_at": datetime.fromisoformat(kept.surroundings["as_at"]),
        "labels": reading.labels,
        "stories": [
            _told(one) if with_stories else untold(one.reference)
            for one in frozen.stories.order_by("pk")
        ],
    }
    edition = editions.put_together(
        reading,
        before,
        by_ward.counted_in(cursor, facts, measure, kept.wards),
        surroundings,
        kept.grouping,
    )
    return _written(edition, kept.decision)


def _written(edition: Edition, decision: Decision | None) -> dict[str, Any]:
    counted = editions.counted(edition)
    if decision:
        counted = applied(counted, edition.context["audience"], decision)
    return contract.build(counted.figures, counted.previous, counted.context)


def _untold(made: Made) -> dict[str, Any]:
    stories = [untold(one["reference"]) for one in made.edition.context.get("stories", ())]
    context: Context = {**made.edition.context, "stories": stories}
    return _written(replace(made.edition, context=context), made.decision)


def _told(story: FrozenStory) -> Told:
    if story.withdrawn_on:
        return untold(story.reference, said_instead(story.withdrawn_on))
    return {
        "reference": story.reference,
        "title": story.title,
        "text": story.text,
        "has_consent": True,
        "is_rare": story.is_rare,
    }


def of_year(cursor: CursorWrapper, frozen: FrozenEdition, kept: Kept, year: Period) -> Reading:
    """The exact counts that were frozen, for those who read figures."""
    facts = FrozenFacts(frozen.pk, year)
    return figures.read_from(
        cursor, facts, kept.measures, kept.labels, further=kept.further, grouping=kept.grouping
    )


def now(cursor: CursorWrapper, partnership: Partnership, kept: Kept, year: Period) -> Reading:
    """The same cells, counted from the records as they are now."""
    return figures.read(cursor, partnership, year, further=kept.further, grouping=kept.grouping)


def read(frozen: FrozenEdition) -> Kept:
    found = json.loads(frozen.document)
    decision = found["decision"]
    return Kept(
        measures=tuple(_measure(one) for one in found["measures"]),
        further={
            measure: [tuple(cut) for cut in cuts] for measure, cuts in found["further"].items()
        },
        labels=found["labels"],
        grouping=Grouping(together=found["together"]),
        wards=found["wards"],
        surroundings=found["surroundings"],
        decision=Decision.from_json(decision) if decision else None,
    )


def _document(edition: Edition, decision: Decision | None) -> str:
    """Raises TypeError for a part of the report that JSON cannot hold: it could not be kept."""
    context = edition.context
    surroundings = {name: value for name, value in context.items() if name not in NOT_KEPT}
    return json.dumps(
        {
            "version": VERSION,
            "measures": [_described(measure) for measure in edition.reading.measures],
            "further": dict(edition.reading.further),
            "labels": edition.labels,
            "together": dict(edition.grouping.together),
            "wards": list(edition.wards),
            "surroundings": {**surroundings, "as_at": context["as_at"].isoformat()},
            "decision": decision.to_json() if decision else None,
        },
        ensure_ascii=False,
    )


def _described(measure: Measure) -> dict[str, Any]:
    """A measure as it was then, without the rule: facts are kept instead."""
    return {
        **measure.described(),
        "date": measure.date,
        "model_name": measure.model_name,
        "dimensions": measure.dimensions,
        "crosses": measure.crosses,
        "added_up": measure.total == ADDED_UP,
        "has_wards": measure.has_wards,
    }


def _measure(kept: Mapping[str, Any]) -> Measure:
    return Measure(
        id=kept["id"],
        name=kept["name"],
        unit=kept["unit"],
        date=kept["date"],
        definition=kept["definition"],
        versions=tuple(Version.of(one) for one in kept["versions"]),
        model_name=kept["model_name"],
        rule="",
        dimensions=tuple(kept["dimensions"]),
        crosses=tuple((first, second) for first, second in kept["crosses"]),
        total=ADDED_UP if kept["added_up"] else COUNTED_ONCE,
        has_wards=kept["has_wards"],
    )


def _keep_facts(frozen: FrozenEdition, edition: Edition) -> None:
    tables = {one.id: one.model._meta.db_table for one in edition.reading.measures}
    FrozenFact.objects.bulk_create(
        (
            FrozenFact(
                edition=frozen,
                key=one.key,
                measure=one.measure,
                period=one.period,
                town=one.town,
                ward=one.ward,
                sex=one.sex,
                types=one.types,
                number=one.number,
            )
            for one in edition.facts
        ),
        batch_size=AT_ONCE,
    )
    FactRecord.objects.bulk_create(
        (
            FactRecord(fact_id=one.key, record_type=tables[one.measure], record_id=one.record_id)
            for one in edition.facts
        ),
        batch_size=AT_ONCE,
    )


def _keep_stories(frozen: FrozenEdition, edition: Edition) -> None:
    FrozenStory.objects.bulk_create(
        FrozenStory(
            edition=frozen,
            reference=one["reference"],
            title=one["title"],
            text=one["text"],
            is_rare=one["is_rare"],
        )
        for one in edition.context.get("stories", ())
    )
