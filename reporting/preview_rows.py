"""A forecast of what is withheld, as tables of the page that asks before a report is made."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from casework.page_parts import with_query
from reporting.counting.measures import BY_ID
from reporting.disclosure.publish import Told
from reporting.preview import Forecast

NAMES = {
    "": "As it is",
    "towns": "The smaller half of the towns together",
    "types": "All types but the two commonest together",
    "years": "Two years together",
}
RECKONED = "Only reckoned: a report covers one year"


def of_measures(forecast: Forecast) -> dict[str, Any]:
    """sentence, columns and rows; or problem, why there is no such edition."""
    if forecast.problem:
        return {"problem": forecast.problem}
    return {
        "sentence": f"{forecast.percent_withheld}% of all counts would be left out. Of the counts "
        f"that are not nought, {forecast.percent_shown}% would be shown.",
        "grouping": NAMES[forecast.grouping.id] if forecast.grouping.id else "",
        "columns": [
            {"text": "Measure"},
            {"text": "Year"},
            {"text": "Counts", "numeric": True},
            {"text": "Too small", "numeric": True},
            {"text": "Left out in all", "numeric": True},
            {"text": "Shown, of those not nought"},
        ],
        "rows": [_row(one) for one in forecast.told],
    }


def _row(told: Told) -> list[dict[str, Any]]:
    stands = f"As in {told.as_published}" if told.as_published else ""
    return [
        {"text": BY_ID[told.measure].name, "hint": stands},
        {"text": told.period},
        {"text": f"{told.cells:,}", "numeric": True},
        {"text": f"{told.unsafe:,}", "numeric": True},
        {"text": f"{told.withheld:,}", "numeric": True},
        {"text": f"{told.shown:,} of {told.counted:,}"},
    ]


def of_groupings(forecasts: Sequence[Forecast], query: QueryDict) -> dict[str, Any]:
    """columns, rows and a sentence that names the grouping that hides least."""
    possible = [one for one in forecasts if not one.problem]
    best = max(possible, key=lambda one: one.percent_shown, default=None)
    return {
        "sentence": f"Hides least: {NAMES[best.grouping.id].lower()}." if best else "",
        "columns": [
            {"text": "Told together"},
            {"text": "Counts left out"},
            {"text": "Shown, of those not nought"},
        ],
        "rows": [_grouping(one, query) for one in forecasts],
    }


def _grouping(forecast: Forecast, query: QueryDict) -> list[dict[str, Any]]:
    name = forecast.grouping.id
    cell: dict[str, Any] = {"text": NAMES[name]}
    if name == "years":
        cell["hint"] = RECKONED
    elif not forecast.problem:
        cell["href"] = with_query(query, compare=None, grouping=name or None)
    if forecast.problem:
        return [cell, {"text": forecast.problem}, {"text": ""}]
    return [
        cell,
        {"text": f"{forecast.percent_withheld}%"},
        {"text": f"{forecast.percent_shown}%"},
    ]
