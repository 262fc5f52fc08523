"""The page of figures about referrals: those sent, the way of people met, how long it took."""

from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework.dates import full_moment
from reporting.counting import behind, figures, referral_figures
from reporting.counting.measures import Measure
from reporting.counting.periods import MalformedPeriod, Period
from reporting.counting.referral_figures import ReferralFigures as Figures
from reporting.counting.referral_measures import (
    AGE_GROUPS,
    CLOCKS,
    DIMENSIONS,
    REFERRALS_SENT,
    STAGES,
)
from reporting.counting.spread import Spread
from reporting.document.contract import MARKINGS
from reporting.forms import years_to_choose

TOO_FEW = "Too few to tell"


class ReferralFigures(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor
        access.require_role(actor, "see", "figures")
        period = self.period()
        with connection.cursor() as cursor:
            found = referral_figures.read(cursor, actor.agency.partnership, period)
        audit.record(actor, "read", detail={"figures": "referrals", "period": period.label})
        openable = behind.may_open(actor, REFERRALS_SENT)
        return render(
            request,
            "reporting/referral_figures.html",
            {
                "title": f"Referrals {period.label}",
                "marking": MARKINGS["internal"],
                "words": period.words,
                "read_at": full_moment(timezone.now()),
                "years": self.years(period),
                "tables": [self.sent_by(found, name, period, openable) for name in DIMENSIONS],
                "funnel": self.funnel(found, period, openable),
                "clocks": self.clocks(found, period, openable),
                "definitions": [
                    {"key": each.name, "value": each.definition}
                    for each in (REFERRALS_SENT, *(stage.measure for stage in STAGES), *CLOCKS)
                ],
                "breadcrumbs": [
                    {"text": "Reports", "href": reverse("reports")},
                    {"text": "Referrals"},
                ],
            },
        )

    def period(self) -> Period:
        """The year asked for; without one, the year that is going on."""
        asked = self.request.GET.get("period")
        if asked is None:
            return Period.holding(timezone.localdate())
        try:
            return Period.parse(asked)
        except MalformedPeriod:
            raise Http404(access.NOTHING_HERE) from None

    def years(self, shown: Period) -> list[dict[str, Any]]:
        first = figures.first_year(self.request.actor.agency.partnership)
        return [
            {"text": year.label, "href": f"?period={year.label}", "current": year == shown}
            for year in years_to_choose(first, timezone.localdate())
        ]

    def sent_by(self, found: Figures, name: str, period: Period, openable: bool) -> dict[str, Any]:
        rows = [
            [
                {"text": label},
                self.number(
                    found.sent_by(**{name: code}), REFERRALS_SENT, period, openable, **{name: code}
                ),
            ]
            for code, label in found.labels[name].items()
        ]
        total = self.number(found.sent_by(), REFERRALS_SENT, period, openable)
        note = (
            "A referral counts under each type, so the types can add up to more than the total."
            if name == "exploitation_type"
            else ""
        )
        return {
            "caption": f"Referrals sent by {DIMENSIONS[name].lower()}",
            "columns": [{"text": DIMENSIONS[name]}, {"text": "Referrals", "numeric": True}],
            "rows": [*rows, [{"text": "All referrals"}, total]],
            "note": note,
        }

    def funnel(self, found: Figures, period: Period, openable: bool) -> dict[str, Any]:
        rows = []
        for stage in STAGES:
            parts = [
                self.number(
                    found.stages.get((stage.id, group), 0), stage.measure, period, openable,
                    age_group=group,
                )
                for group in AGE_GROUPS
            ]  # fmt: skip
            rows.append([{"text": stage.name, "hint": self.part_of(stage.of)}, *parts])
        columns = [{"text": label, "numeric": True} for label in AGE_GROUPS.values()]
        return {"columns": [{"text": "People"}, *columns], "rows": rows}

    def part_of(self, of: str) -> str:
        name = next((stage.name for stage in STAGES if stage.id == of), "")
        return f"Of: {name[:1].lower()}{name[1:]}" if name else ""

    def clocks(self, found: Figures, period: Period, openable: bool) -> dict[str, Any]:
        rows = []
        for clock in CLOCKS:
            told: Spread = found.clocks[clock.id]
            rows.append(
                [
                    {"text": clock.name},
                    {"text": str(told.median) if told.median else TOO_FEW},
                    {"text": str(told.ninetieth) if told.ninetieth else TOO_FEW},
                    self.number(told.counted, clock, period, openable),
                    {"text": str(told.running)},
                ]
            )
        columns = ("Time", "Median", "90th centile", "Counted", "Still running")
        return {
            "columns": [
                {"text": text, "numeric": text in ("Counted", "Still running")} for text in columns
            ],
            "rows": rows,
        }

    def number(
        self, value: int, measure: Measure, period: Period, openable: bool, **dimensions: str
    ) -> dict[str, str]:
        """A count, with the way to its records for who may open records."""
        cell = {"text": f"{value:,}"}
        if openable and value:
            query = urlencode({"period": period.label, **dimensions})
            cell["href"] = f"{reverse('figure_records', args=[measure.id])}?{query}"
        return cell
