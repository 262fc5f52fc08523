"""How far the making of a report has come, in words."""

from typing import Any

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.models import Job, JobState
from reporting import actions
from reporting.models import AnnualReport

STOPPED = "The making was stopped. Nothing of it was kept."


def page(actor: Actor, report: AnnualReport) -> dict[str, Any]:
    """What reporting/report_progress.html shows to that reader."""
    job = report.job
    again = job.is_finished and access.may(actor, "build", "report")
    may_stop = not job.is_finished and actions.may_stop(actor, job)
    return {
        "title": f"Annual report {report.period}",
        "report": report,
        "job": job_words(job, reverse("report", args=[report.reference])),
        "live_href": reverse("report_progress", args=[report.reference]),
        "check_href": reverse("report", args=[report.reference]),
        "again_href": f"{reverse('new_report')}?period={report.period}" if again else "",
        "stop_href": reverse("stop_report", args=[report.reference]) if may_stop else "",
        "earlier": actions.made_before(report) if job.is_finished else None,
        "breadcrumbs": trail(report),
    }


def job_words(job: Job, href: str, what: str = "report") -> dict[str, Any]:
    """Of a job, as components/job_progress.html tells it. href: where what it makes is read."""
    told = {"done": job.done, "total": job.total or 1, "finished": job.is_finished}
    if job.state == JobState.DONE:
        return {"sentence": f"The {what} is ready.", "href": href, "link_text": "Read it", **told}
    if job.state == JobState.FAILED:
        return {"sentence": job.failure, **told}
    if job.state == JobState.CANCELLED:
        return {"sentence": STOPPED, **told}
    if job.state == JobState.QUEUED or not job.step:
        return {"sentence": "Waiting to start.", **told}
    return {"sentence": f"{job.step}: step {job.done + 1} of {told['total']}.", **told}


def trail(report: AnnualReport, here: str = "") -> list[dict[str, str]]:
    """here: a page under the report's own."""
    reports = {"text": "Reports", "href": reverse("reports")}
    if not here:
        return [reports, {"text": str(report)}]
    page = {"text": str(report), "href": reverse("report", args=[report.reference])}
    return [reports, page, {"text": here}]
