"""Incidents for each 10,000 residents, by town, from the numbers that the reader is told.

Only for those who are told of all records: the records of one agency are not those of an area.
"""

from collections.abc import Mapping, Sequence

from reporting.counting import rates
from reporting.dashboard.cells import Dashboard
from reporting.dashboard.counting import BEFORE, NOW
from reporting.dashboard.told import Number
from reporting.declared.residents import WHAT_TO_ENTER
from reporting.document.material import NOT_A_TOWN, Residents
from reporting.outputs.printed import SHORTHAND

BOTH = (BEFORE, NOW)
WHOLE_YEARS_ONLY = "Rates for each 10,000 residents are told of whole years."
NOTES = (
    "Where a count is withheld its rate is, too; of a rounded count it is a little off.",
    "A rate of few incidents moves a lot by chance: read it together with the count.",
)
# By NOW and BEFORE.
ByYear = Mapping[str, Residents]
Rows = list[tuple[str, Sequence[Number], Sequence[str]]]


def why_none(board: Dashboard, residents: ByYear) -> str:
    """What to do to see rates; "" where they are there."""
    if not board.now.is_whole_year:
        return WHOLE_YEARS_ONLY
    return "" if any(residents[year]["by_town"] for year in BOTH) else WHAT_TO_ENTER


def by_town(
    board: Dashboard, residents: ByYear, towns: Sequence[tuple[str, str]]
) -> tuple[Rows, list[str]]:
    """The rows and the notes of the table. towns: code and name."""
    rows: Rows = [
        (name, [], [_rate(board, residents[year], year, code) for year in BOTH])
        for code, name in towns
        if code not in NOT_A_TOWN
    ]
    sources = [f"Residents supplied by {one}" for one in residents[NOW]["sources"]]
    return rows, [*NOTES, *sources]


def _rate(board: Dashboard, residents: Residents, year: str, town: str) -> str:
    number = board.number("incidents", "town", town, year)
    count = rates.Count(number.value, number.state)
    found, state = rates.rate([count], residents["by_town"].get(town))
    return SHORTHAND[state] if found is None else rates.told(found)
