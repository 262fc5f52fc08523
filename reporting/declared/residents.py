"""Residents of the towns and of the whole area, supplied by somebody and approved by another.

A census counts every ten years, so what was entered for a year stands for later ones until another
is.
"""

from collections.abc import Sequence

from reporting.counting.grouping import TOGETHER, Grouping
from reporting.counting.periods import Period
from reporting.declared.models import DeclaredFigure, WhatIsCounted
from reporting.document.material import NOT_A_TOWN, Residents

# The key of the whole area among town codes.
EVERYWHERE = ""
WHAT_TO_ENTER = (
    "To see the rate for each 10,000 residents, the residents of each town are needed: the "
    "coordinator enters them under Reports, Figures counted elsewhere, and another person "
    "approves them."
)


def of_year(partnership_id: int, period: Period) -> Residents:
    """By town code, EVERYWHERE for the whole area: the latest that was in use by the year."""
    rows = (
        DeclaredFigure.objects.filter(
            partnership_id=partnership_id,
            counts=WhatIsCounted.RESIDENTS,
            period__lte=period.label,
            approved_at__isnull=False,
        )
        .exclude(replaced_by__approved_at__isnull=False)
        .select_related("town")
    )
    latest = {
        (row.town.code if row.town else EVERYWHERE): row
        for row in rows.order_by("period", "approved_at", "pk")
    }
    return {
        "by_town": {town: row.value for town, row in latest.items()},
        "sources": sorted({f"{row.supplied_by}: {row.how_counted}" for row in latest.values()}),
    }


def grouped(residents: Residents, grouping: Grouping) -> Residents:
    """Towns told together have the residents of all of them, where each is known."""
    members = grouping.together.get("town", ())
    by_town = {town: n for town, n in residents["by_town"].items() if town not in members}
    if members and all(town in residents["by_town"] for town in members):
        by_town[TOGETHER] = sum(residents["by_town"][town] for town in members)
    return {**residents, "by_town": by_town}


def of_area(residents: Residents, towns: Sequence[str]) -> int | None:
    """The whole area's own, else the sum of its towns where each is known."""
    by_town = residents["by_town"]
    if EVERYWHERE in by_town:
        return by_town[EVERYWHERE]
    own = [by_town.get(town) for town in towns if town not in NOT_A_TOWN]
    return sum(own) if own and None not in own else None
