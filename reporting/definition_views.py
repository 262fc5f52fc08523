"""The register of measures: what each counts, in which unit, by which day, since when."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from agencies import access
from agencies.middleware import shows_no_records
from reporting.counting.measures import BY_ID, MEASURES, Measure
from reporting.counting.referral_measures import CLOCKS, REFERRALS_SENT, STAGE_MEASURES
from reporting.counting.versions import told
from reporting.dashboard.measures import DASHBOARD

OF_REFERRALS = (REFERRALS_SENT, *STAGE_MEASURES, *CLOCKS)
DIMENSIONS = {
    "town": "town", "ward": "ward", "sex": "sex", "exploitation_type": "exploitation type",
    "month": "month", "flag": "flag", "source": "source", "place_kind": "kind of place",
    "agency": "agency", "entered": "when it was entered", "lasting": "whether it lasted",
    "objective": "objective", "age_group": "adult or child", "route": "route",
    "nationality_band": "nationality, in bands", "people_again": "whether they were met again",
    "first_responder": "first responder organisation", "running": "still running or stopped",
    "open_for": "how long it has been open",
}  # fmt: skip


class Definitions(View):
    """Tells of no record: whoever reads figures on any page reads how they are counted."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "dashboard")
        own = {*BY_ID, *(one.id for one in OF_REFERRALS)}
        more = [one for one in DASHBOARD if one.id not in own]
        return render(
            request,
            "reporting/definitions.html",
            {
                "title": "How each figure is counted",
                "groups": [
                    {"title": "The annual report", "measures": entries(MEASURES)},
                    {"title": "Referrals", "measures": entries(OF_REFERRALS)},
                    {"title": "Only on the dashboard", "measures": entries(more)},
                ],
                "back_href": reverse("dashboard"),
                "back_text": "Dashboard",
            },
        )


definitions = shows_no_records(Definitions.as_view())


def entries(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    return [
        {
            "id": measure.id,
            "name": measure.name,
            "definition": measure.definition,
            "facts": [
                f"Counted: {measure.unit}. Decided by: {measure.date}.",
                *(
                    [f"Divided by: {', '.join(divided)}."]
                    if (divided := [DIMENSIONS[name] for name in measure.dimensions])
                    else []
                ),
                *told(measure.versions),
            ],
        }
        for measure in measures
    ]
