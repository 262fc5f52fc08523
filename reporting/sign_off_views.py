"""Signing a report off: what stands on its page, and the page of each step."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.entry_views import RecordStep
from casework.models import JobState, StatusChange
from reporting.models import AnnualReport
from reporting.stories.models import taken_back
from reporting.stories.withdrawing import why_no_files
from reporting.terms import Standing
from reporting.workflow import BY_ITSELF, REPORT

TAGS = {
    Standing.DRAFT: "grey",
    Standing.CHECKED: "blue",
    Standing.APPROVED: "blue",
    Standing.SIGNED: "teal",
    Standing.PUBLISHED: "green",
    Standing.REPLACED: "grey",
}

WITHDRAWN = (
    "A story in this report was withdrawn. Its words were removed from the report and its files. "
    "Make the report again to take the place of this one."
)


def warnings(report: AnnualReport) -> list[str]:
    stories = (report.contract or {}).get("stories", ())
    if all(one["has_consent"] for one in stories) and not taken_back(report.contract):
        return []
    return [one for one in (WITHDRAWN, why_no_files(report)) if one]


def sign_off(actor: Actor, report: AnnualReport) -> dict[str, Any]:
    """How far a finished report has come, what the reader may do next, and who did what before."""
    steps = [step for step in REPORT.open_to(actor, report) if step.name not in BY_ITSELF]
    changes = StatusChange.objects.filter(
        record_type=report._meta.model_name, reference=report.reference
    ).select_related("by", "agency")
    return {
        "tag": {"text": Standing(report.standing).label, "colour": TAGS[report.standing]},
        "checks_href": reverse("report_faults", args=[report.reference]),
        "warnings": warnings(report),
        "steps": [
            {
                "text": step.label,
                "href": reverse("report_step", args=[report.reference, step.name]),
                "style": step.style,
            }
            for step in steps
        ],
        "entries": [
            {
                "title": REPORT.step(change.step).done,
                "by": f"{change.by.name}, {change.agency}",
                "at": change.at,
                "text": change.note,
            }
            for change in changes
        ],
        "replaces": beside(report.replaces),
        "replaced_by": beside(getattr(report, "replaced_by", None)),
    }


def beside(report: AnnualReport | None) -> dict[str, str] | None:
    if report is None:
        return None
    return {"text": report.reference, "href": reverse("report", args=[report.reference])}


class ReportStep(RecordStep):
    """As a step of any record; a report is none, so it says itself where it is found."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any):
        access.require_role(request.actor, "see", "report")
        return super().dispatch(request, *args, **kwargs)

    def found(self, act: str = "see") -> AnnualReport:
        rows = AnnualReport.objects.select_related("job").defer("contract")
        rows = rows.filter(job__state=JobState.DONE)
        return access.find(self.actor, act, rows, reference=self.kwargs["reference"])

    def step(self):
        name = self.kwargs["step"]
        if name in BY_ITSELF or name not in {step.name for step in REPORT.steps}:
            raise Http404(access.NOTHING_HERE)
        return REPORT.step(name)

    def workflow(self):
        return REPORT

    def url(self, name: str, *args: str) -> str:
        return reverse("report", args=args)

    def identity(self, report: AnnualReport) -> dict[str, Any]:
        return {
            "reference": report.reference,
            "text": str(report),
            "tag": {"text": Standing(report.standing).label, "colour": TAGS[report.standing]},
        }
