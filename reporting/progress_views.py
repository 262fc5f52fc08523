"""While a report is made: how far it has come, and stopping it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies.middleware import shows_no_records
from reporting import actions, progress
from reporting.views import ReportView


class ReportProgress(ReportView):
    """Asked every few seconds: the sentence alone, and whether it is the last one."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.found(reference)
        href = reverse("report", args=[report.reference])
        answer = render(
            request,
            "components/job_progress.html",
            {"job": progress.job_words(report.job, href), "check_href": href},
        )
        if report.job.is_finished:
            answer.headers["X-Live-Done"] = "1"
        return answer


report_progress = shows_no_records(ReportProgress.as_view())


class StopReport(ReportView):
    """Ends the making. One that was ready a moment before is shown instead."""

    http_method_names = ["post", "options"]
    act = "build"

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.found(reference)
        actions.stop_making(report, by=request.actor)
        return redirect("report", report.reference)
