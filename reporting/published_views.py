"""A page that says what does not add up in anybody's published figures. Nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agencies import audit
from agencies.middleware import shows_no_records
from reporting.forms import PublishedFiguresForm
from reporting.published.adding_up import Finding, check
from reporting.views import ReportView

COLUMNS = [{"text": "Line"}, {"text": "What was found"}, {"text": "What to do"}]


class PublishedFigures(ReportView):
    """Figures are pasted and checked; what was pasted stays in its box, so that it can be corrected
    and checked again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(PublishedFiguresForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PublishedFiguresForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        figures = form.cleaned_data["figures"]
        found = check(figures)
        actor = request.actor
        audit.happened(
            actor.user, "check_totals", agency=actor.agency, detail={"figures": len(figures)}
        )
        return self.page(form, checked=len(figures), found=found)

    def page(
        self, form: PublishedFiguresForm, checked: int = 0, found: list[Finding] | None = None
    ) -> HttpResponse:
        found = found or []
        return render(
            self.request,
            "reporting/published_figures.html",
            {
                "title": "Check published figures",
                "form": form,
                "submit_text": "Check the figures",
                "back_href": reverse("reports"),
                "checked": checked,
                "columns": COLUMNS,
                "wrong": [cells(finding) for finding in found if finding.is_wrong],
                "doubtful": [cells(finding) for finding in found if not finding.is_wrong],
            },
        )


published_figures = shows_no_records(PublishedFigures.as_view())


def cells(finding: Finding) -> list[dict[str, str]]:
    lines = ", ".join(str(line) for line in finding.lines)
    return [{"text": lines}, {"text": finding.said}, {"text": finding.do}]
