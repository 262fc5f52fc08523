"""What became of the records of a published figure: what the live count differs by, and how."""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting.facts import FrozenFacts, LiveFacts
from reporting.counting.measures import ADDED_UP, Measure
from reporting.counting.periods import Period
from reporting.kept.frozen import FrozenEdition


@dataclass(frozen=True)
class Moves:
    """Of one measure and year, how many things counted.

    disposed_of: their record is no more. no_longer: the record is there and counts no more: it was
    corrected, merged or marked as a mistake. elsewhere: counts in another row. since: did not
    count, or was not yet recorded, when the figures were frozen.
    """

    disposed_of: int
    no_longer: int
    elsewhere: int
    since: int

    def __bool__(self) -> bool:
        return bool(self.disposed_of or self.no_longer or self.elsewhere or self.since)

    @property
    def words(self) -> list[str]:
        """Each that there is, as part of a sentence."""
        told = (
            (self.disposed_of, "was disposed of", "were disposed of"),
            (self.no_longer, "counts no longer", "count no longer"),
            (self.elsewhere, "counts in another row", "count in another row"),
            (self.since, "was added since", "were added since"),
        )
        return [
            f"{number:,} {one if number == 1 else many}" for number, one, many in told if number
        ]


def moves(
    cursor: CursorWrapper,
    frozen: FrozenEdition,
    partnership: Partnership,
    year: Period,
    measure: Measure,
) -> Moves:
    """measure: by whose rule records count now."""
    then, now = FrozenFacts(frozen.pk, year), LiveFacts(partnership, year)
    differs = [
        f"known.{column} is distinct from now.{column}"
        for column in ("town", "sex")
        if column in measure.dimensions
    ]
    if "exploitation_type" in measure.dimensions:
        differs.append("not (known.types @> now.types and known.types <@ now.types)")
    if measure.total == ADDED_UP:
        differs.append("known.number <> now.number")
    both = "known.record_id is not null and now.key is not null"
    cursor.execute(
        f"""
        with facts as ({then.statement(measure, measure.dimensions)}),
        now as ({now.statement(measure, measure.dimensions)}),
        known as (
            select facts.*, map.record_id
            from facts left join reporting_factrecord map on map.fact_id = facts.key
        )
        select count(*) filter (where known.key is not null and known.record_id is null),
            count(*) filter (where known.record_id is not null and now.key is null),
            count(*) filter (where {both} and ({" or ".join(differs)})),
            count(*) filter (where known.key is null)
        from known full join now on now.key = known.record_id
        """,  # noqa: S608 constants
        {**now.values(measure), **then.values(measure)},
    )
    return Moves(*cursor.fetchone())
