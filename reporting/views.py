"""Reports: the list, asking for one, how far it has come, reading it, its files."""

from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from agencies.middleware import shows_no_records
from agencies.models import Partnership
from casework import dates, lists
from casework.dates import short_moment
from casework.models import JobState
from casework.page_parts import page_links, with_query
from reporting import actions, preview, preview_rows, progress
from reporting.counting import behind, figures
from reporting.counting.periods import Period
from reporting.disclosure.rules import is_protected
from reporting.forms import YearForm, years_to_choose
from reporting.made_files import WITH_WORDS
from reporting.models import AnnualReport, ReportFile
from reporting.outputs.printed import printed
from reporting.retention import DRAFT_FILES_KEPT
from reporting.sign_off_views import TAGS, sign_off
from reporting.stories.models import as_told_now, taken_back
from reporting.terms import FOR_WHOM, Standing

# In the order a reader is likely to want them.
DOWNLOADS = {
    "report.html": ("The report as one web page", "HTML"),
    "report.pdf": ("The report for printing", "PDF"),
    "report.docx": ("The report for Word", "DOCX"),
    "figures.xlsx": ("All tables as a spreadsheet", "XLSX"),
    "figures.ods": ("All tables as an open spreadsheet", "ODS"),
    "figures.csv": ("All figures, one a row", "CSV"),
    "figures.json": ("All figures with definitions and checks", "JSON"),
}
STATE_TAGS = {
    JobState.QUEUED: "govuk-tag--grey",
    JobState.RUNNING: "govuk-tag--blue",
    JobState.FAILED: "govuk-tag--red",
    JobState.CANCELLED: "govuk-tag--grey",
}
STATES = {
    JobState.QUEUED: "Waiting to start",
    JobState.RUNNING: "Being made",
    JobState.FAILED: "Not made",
    JobState.CANCELLED: "Stopped",
}
BY_TIMETABLE = "The timetable"
NOT_GIVEN_OUT = (
    "A story in this file was withdrawn, so the file is given out no more. Ask the coordinator for "
    "a report made since; the spreadsheets hold no stories and can still be taken."
)
# How the sections of towns are named in a contract.
PROFILE = "town-"
NONE_YET = "No annual report has been made yet."


class ReportView(View):
    """What the pages of one report share: each asks the gate for the act it needs."""

    http_method_names = ["get", "post", "head", "options"]
    act = "see"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_role(request.actor, self.act, "report")
        return super().dispatch(request, *args, **kwargs)

    def found(self, reference: str) -> AnnualReport:
        reports = AnnualReport.objects.select_related(
            "job", "partnership", "replaces", "replaced_by", "frozen"
        ).defer("contract", "frozen__document")
        return access.find(self.request.actor, "see", reports, reference=reference)


class ReportList(ReportView):
    def get(self, request: HttpRequest) -> HttpResponse:
        reports = access.allowed(request.actor, "see", AnnualReport)
        page = lists.page_of(
            reports.select_related("job", "asked_by").defer("contract"),
            "-asked_at",
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
        )
        audit.listed(request.actor, "annualreport", [report.reference for report in page.rows])
        may_ask = access.may(request.actor, "build", "report")
        ask = {"text": "Make an annual report", "href": reverse("new_report")} if may_ask else None
        return render(
            request,
            "reporting/reports.html",
            {
                "title": "Reports",
                "ask": ask,
                "columns": [
                    {"text": "Year"},
                    {"text": "State"},
                    {"text": "Records read"},
                    {"text": "Asked for by"},
                ],
                "rows": [report_cells(report) for report in page.rows],
                "empty": NONE_YET,
                "may_write": access.may(request.actor, "write", "report"),
                **page_links(request.GET, page),
            },
        )


def report_cells(report: AnnualReport) -> list[dict[str, Any]]:
    return [
        {
            "text": f"Annual report {report.period}",
            "href": reverse("report", args=[report.reference]),
            "hint": f"{report.reference}, {FOR_WHOM[report.audience]}",
        },
        state_cell(report),
        {"text": short_moment(report.as_at) if report.as_at else "Not yet"},
        {"text": report.asked_by.name if report.asked_by else BY_TIMETABLE},
    ]


def state_cell(report: AnnualReport) -> dict[str, Any]:
    """How far the making has come; once made, how far the signing off."""
    state = JobState(report.job.state)
    if state != JobState.DONE:
        return {"text": STATES[state], "tag_class": STATE_TAGS[state]}
    standing = Standing(report.standing)
    return {"text": standing.label, "tag_class": f"govuk-tag--{TAGS[standing]}"}


class NewReport(ReportView):
    """First the year, then a page that says what will be made, then the making."""

    act = "build"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "period" not in request.GET:
            return self.ask(self.form())
        form = self.form(request.GET)
        return self.confirm(form) if form.is_valid() else self.ask(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        period, audience = form.cleaned_data["period"], form.cleaned_data["audience"]
        if "confirmed" not in request.POST:
            query = urlencode({"period": period.label, "audience": audience})
            return redirect(f"{reverse('new_report')}?{query}")
        partnership = request.actor.agency.partnership
        report = actions.ask_for_report(
            by=request.actor,
            period=period,
            audience=audience,
            grouping=preview.grouping_named(form.cleaned_data["grouping"], partnership, period),
        )
        return redirect("report", report.reference)

    def form(self, *data: Any) -> YearForm:
        first = figures.first_year(self.request.actor.agency.partnership)
        today = timezone.localdate()
        return YearForm(years_to_choose(first, today), today, *data)

    def ask(self, form: YearForm) -> HttpResponse:
        return render(
            self.request,
            "reporting/new_report.html",
            {
                "title": "Make an annual report",
                "form": form,
                "submit_text": "Continue",
                "back_href": reverse("reports"),
            },
        )

    def confirm(self, form: YearForm) -> HttpResponse:
        period: Period = form.cleaned_data["period"]
        audience, chosen = form.cleaned_data["audience"], form.cleaned_data["grouping"]
        partnership = self.request.actor.agency.partnership
        withheld: dict[str, Any] = {}
        if is_protected(audience):
            withheld = self.withheld(partnership, period, audience, chosen)
        return render(
            self.request,
            "reporting/confirm_report.html",
            {
                "title": f"Make the annual report {period}",
                "period": period,
                "not_over": period.last_day >= timezone.localdate(),
                "partnership": partnership,
                "audience": audience,
                "grouping": chosen,
                "withheld": withheld,
                "submit_text": "Make the report",
                "back_href": reverse("new_report"),
                "cancel_href": reverse("reports"),
            },
        )

    def withheld(
        self, partnership: Partnership, period: Period, audience: str, chosen: str
    ) -> dict[str, Any]:
        """What small counts would be left out, and when asked, with which rows told together."""
        query = self.request.GET
        if "compare" in query:
            forecasts = preview.compared(partnership, period, audience)
            compared = preview_rows.of_groupings(forecasts, query)
            return {**preview_rows.of_measures(forecasts[0]), "compared": compared}
        grouping = preview.grouping_named(chosen, partnership, period)
        forecast = preview.forecast(partnership, period, audience, grouping)
        compare_href = with_query(query, compare="yes", grouping=None)
        return {**preview_rows.of_measures(forecast), "compare_href": compare_href}


new_report = shows_no_records(NewReport.as_view())


class ReportPage(ReportView):
    """The web edition; while it is being made, how far it has come."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.found(reference)
        audit.record(request.actor, "read", report)
        if report.job.state != JobState.DONE:
            page = progress.page(request.actor, report)
            return render(request, "reporting/report_progress.html", page)
        links = behind.links_for(request.actor, report)
        return render(
            request,
            "reporting/report.html",
            {
                "report": printed(as_told_now(report.contract), behind=links),
                "downloads": downloads(report),
                "removed": removed(report),
                "sign_off": sign_off(request.actor, report),
                "beside": beside_it(report),
                "towns": town_pages(report),
                "breadcrumbs": progress.trail(report),
            },
        )


def town_pages(report: AnnualReport) -> list[dict[str, str]]:
    """The page of each town and of the rows beside the towns, in the order of the report."""
    return [
        {
            "text": section["title"],
            "href": reverse("report_town", args=[report.reference, code]),
        }
        for section in report.contract["sections"]
        if (code := section["id"].removeprefix(PROFILE)) != section["id"]
    ]


def beside_it(report: AnnualReport) -> list[dict[str, str]]:
    """Pages that hold the report against other editions and against the records."""
    pages = [("report_compared", "Compare it with other editions")]
    if hasattr(report, "frozen"):
        pages.append(("report_since", "What the records say now"))
    return [{"text": text, "href": reverse(name, args=[report.reference])} for name, text in pages]


def downloads(report: AnnualReport) -> list[dict[str, str]]:
    sizes = dict(report.files.annotate(size=Length("content")).values_list("name", "size"))
    return [
        {
            "url": reverse("report_file", args=[report.reference, name]),
            "label": label,
            "format": kind,
            "size": filesizeformat(sizes[name]),
        }
        for name, (label, kind) in DOWNLOADS.items()
        if name in sizes
    ]


def removed(report: AnnualReport) -> str:
    """Why there is nothing to download, "" where there is."""
    if report.files_removed_at is None:
        return ""
    on = dates.full_date(timezone.localdate(report.files_removed_at))
    return (
        f"The files of this draft were removed on {on}, {DRAFT_FILES_KEPT.days} days after it was "
        "made. Make the report anew to have them again."
    )


class ReportFileView(ReportView):
    """The bytes of one file, asked of the gate each time."""

    def get(self, request: HttpRequest, reference: str, name: str) -> HttpResponse:
        report = self.found(reference)
        file: ReportFile | None = report.files.filter(name=name).first()
        if file is None:
            raise Http404(access.NOTHING_HERE)
        if name in WITH_WORDS and taken_back(report.contract):
            audit.record(request.actor, "not_done", report, parts=[file.name])
            raise access.Refused(NOT_GIVEN_OUT)
        audit.record(request.actor, "download", report, parts=[file.name])
        saved_as = f"{report.partnership.code}-{report.period}-{file.name}"
        return HttpResponse(
            bytes(file.content),
            content_type=file.media_type,
            headers={"Content-Disposition": f'attachment; filename="{saved_as}"'},
        )
