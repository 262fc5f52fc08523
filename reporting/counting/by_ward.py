"""Incidents by ward. A ward belongs to one town, and wards carry dates; see `figures`."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.utils import CursorWrapper

from agencies.models import Partnership
from reporting.counting import figures
from reporting.counting.facts import NOT_RECORDED, OUTSIDE, TOWN_CODE, LiveFacts, Source, parameters
from reporting.counting.measures import BY_ID, Measure
from reporting.counting.periods import Period

Ward = dict[str, Any]
PLACE = ("town", "ward")


def of_wards(cursor: CursorWrapper, partnership: Partnership, period: Period) -> list[Ward]:
    """Incidents by ward: each ward in force in the period, and a row without a ward for the rest.

    The rows of all towns together hold every incident once. Keys: ward_code, ward_name, town,
    value; ward_code is "" where no ward of the town is recorded.
    """
    live = LiveFacts(partnership, period)
    return counted_in(cursor, live, BY_ID["incidents"], listed(cursor, live))


def listed(cursor: CursorWrapper, live: LiveFacts) -> list[Ward]:
    """Every row that a table by ward may have, in the order of printing."""
    cursor.execute(
        f"""
        with towns as (
            select town.id, town.name, town.position, {TOWN_CODE} as code
            from shop_town town where partnership_id = %(partnership)s
        ), listed as (
            select ward.code, ward.name, ward.town_id from shop_ward ward
            where (valid_from is null or valid_from < %(day_after)s)
              and (valid_to is null or valid_to >= %(first_day)s)
            union all
            select '', '', id from towns
        )
        select listed.code, coalesce(nullif(listed.name, ''), towns.name), towns.code
        from listed join towns on towns.id = listed.town_id
        order by towns.position, listed.code = '', listed.name
        """,  # noqa: S608 constants
        parameters(live.partnership, live.period),
    )
    return [
        {"ward_code": code, "ward_name": name, "town": town}
        for code, name, town in cursor.fetchall()
    ]


def counted_in(
    cursor: CursorWrapper,
    source: Source,
    measure: Measure,
    wards: Sequence[Ward],
) -> list[Ward]:
    """The counts of those wards. A row without a ward stands only where it counts something, or
    where no town has wards: outside the area, and town not recorded."""
    counted: dict[tuple[str, str], int] = dict.fromkeys(
        ((row["town"], row["ward_code"]) for row in wards), 0
    )
    for (_, dimensions), value, _ in figures.cells_from(cursor, source, measure, [PLACE]):
        named = dict(dimensions)
        place = (named["town"], named["ward"])
        place = place if place in counted else (named["town"], "")
        if place in counted:
            counted[place] += value
    rows = [{**row, "value": counted[row["town"], row["ward_code"]]} for row in wards]
    return [
        row
        for row in rows
        if row["ward_code"] or row["value"] or row["town"] in (OUTSIDE, NOT_RECORDED)
    ]
