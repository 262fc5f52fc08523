"""The page of published tables beside local figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework.dates import date_range, full_date
from reporting.counting.measures import BY_ID
from reporting.counting.periods import Period
from reporting.document.contract import MARKINGS
from reporting.national import comparing
from reporting.national.comparing import Group, TownBesideBorough
from reporting.outputs.printed import SHORTHAND

# Under it a share says more of chance than of a town; the report gives none either.
LEAST_BASE = 20
NOT_COMPARABLE = "Nothing that is counted here may stand beside this."
ACTIVITY = (
    "Figures counted here tell what the agencies of this partnership did. A table of an area tells "
    "of all who were found there, by whoever found them. Neither is a part of the other."
)
WHOSE_REFERRAL = (
    "National tables count a referral where its first responder says that the exploitation was, "
    "or under the first responder's own agency. A person of this borough who was referred "
    "elsewhere is in another row there, and not here at all."
)
DAYS = (
    "Only figures of the same days stand in one table. Later editions of a national table correct "
    "earlier ones, so compare two years within one edition."
)
RATES = (
    "A larger count in a larger place says nothing: the dashboard and the report tell incidents "
    "for each 10,000 residents. Numbers also rise where people look harder."
)
FAIR = (ACTIVITY, WHOSE_REFERRAL, DAYS, RATES)


class NationalTables(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor
        access.require_role(actor, "see", "figures")
        partnership = actor.agency.partnership
        period = Period.holding(timezone.localdate()).previous()
        groups = comparing.groups(partnership)
        towns = comparing.by_town(partnership, period)
        if not any(towns[-1].counts):
            # Nothing was recorded in the year that is over: the one that is going on.
            period = period.next()
            towns = comparing.by_town(partnership, period)
        audit.record(actor, "read", detail={"figures": "national tables", "tables": len(groups)})
        return render(
            request,
            "reporting/national_tables.html",
            {
                "title": "National tables beside local figures",
                "marking": MARKINGS["internal"],
                "fair": FAIR,
                "groups": [told(group, partnership.name) for group in groups],
                "towns": {
                    "caption": f"Towns and the whole of {partnership.name}, {period.words}",
                    **rows_of_towns(towns),
                },
                "breadcrumbs": [
                    {"text": "Reports", "href": reverse("reports")},
                    {"text": "National tables"},
                ],
            },
        )


def told(group: Group, partnership: str) -> dict[str, Any]:
    rows = []
    if group.local_measure is not None:
        rows.append(
            [
                {"text": f"Counted here: {partnership}"},
                {"text": group.local_measure.name},
                {"text": f"{group.local:,}"},
            ]
        )
    rows += [
        [
            {"text": f"{group.table.source}: {one.area}"},
            {"text": one.row},
            {"text": f"{one.value:,}" if one.value is not None else SHORTHAND[one.state]},
        ]
        for one in group.figures
    ]  # fmt: skip
    table = group.table
    return {
        "caption": f"{group.measure}, {date_range(group.first_day, group.last_day)}",
        "columns": [
            {"text": "Whose figure"},
            {"text": "What is counted"},
            {"text": "Figure", "numeric": True},
        ],
        "rows": rows,
        "local": group.local_measure.definition if group.local_measure else NOT_COMPARABLE,
        "source": f"Source: {table.source}, “{table.title}”, published on "
        f"{full_date(table.published_on)}, {table.licence}.",
        "url": table.url,
    }


def rows_of_towns(towns: list[TownBesideBorough]) -> dict[str, Any]:
    whole = towns[-1].counts
    columns = [{"text": "Town"}]
    for one in comparing.BY_TOWN:
        columns += [
            {"text": BY_ID[one].name, "numeric": True},
            {"text": "Of the whole", "numeric": True},
        ]
    rows = []
    for town in towns:
        row: list[dict[str, str]] = [{"text": town.town}]
        for count, base in zip(town.counts, whole, strict=True):
            share = f"{round(100 * count / base)}%" if base >= LEAST_BASE else "[z]"
            row += [{"text": f"{count:,}"}, {"text": share}]
        rows.append(row)
    return {"columns": columns, "rows": rows}
