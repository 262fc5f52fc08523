"""Each town of a report on a page of its own: its profile, from the same contract."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from agencies import access, audit
from casework.models import JobState
from reporting import progress
from reporting.counting import behind
from reporting.outputs.printed import Block, Printed, Section, printed
from reporting.stories.models import as_told_now
from reporting.views import PROFILE, ReportView, town_pages

# A table of all towns, of which the page of a town shows its own row.
RATES = "incident-rates"


class TownOfReport(ReportView):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, reference: str, town: str) -> HttpResponse:
        report = self.found(reference)
        if report.job.state != JobState.DONE or not report.contract:
            raise Http404(access.NOTHING_HERE)
        contract = as_told_now(report.contract)
        names = contract["labels"]["town"]
        if town not in names:
            raise Http404(access.NOTHING_HERE)
        audit.record(request.actor, "read", report, parts=["town"])
        whole = printed(contract, behind=behind.links_for(request.actor, report))
        profile = next(one for one in whole.sections if one.id == f"{PROFILE}{town}")
        return render(
            request,
            "reporting/report_town.html",
            {
                "title": f"{names[town]}, {report.period}",
                "markings": whole.edition["markings"],
                "blocks": with_its_row(whole, profile, names[town]),
                "towns": [
                    {**page, "current": page["text"] == names[town]} for page in town_pages(report)
                ],
                "as_at": whole.edition["as_at_words"],
                "breadcrumbs": progress.trail(report, here=names[town]),
            },
        )


def with_its_row(whole: Printed, profile: Section, town: str) -> Sequence[Block]:
    """The profile, and after it the rate of this town."""
    blocks = list(profile.blocks)
    for table in whole.tables:
        rows = [row for row in table.rows if row.heading == town]
        if table.id == RATES and rows:
            blocks.append(Block("table", table=replace(table, rows=rows)))
    return blocks
