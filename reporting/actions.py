"""Asking for an annual report, and stopping what was asked for."""

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from agencies.models import Partnership
from casework import jobs
from casework.models import Job, JobState
from reporting.counting.grouping import NONE, Grouping
from reporting.counting.periods import Period
from reporting.disclosure.rules import INTERNAL
from reporting.jobs import KIND
from reporting.models import AnnualReport

NOT_YOURS_TO_STOP = "Only who asked for this report stops it. Ask them, or wait until it is made."


@transaction.atomic
def ask_for_report(
    *, by: Actor, period: Period, audience: str = INTERNAL, grouping: Grouping = NONE
) -> AnnualReport:
    """The report of `period`, which a worker makes. One that is still being made is given back
    instead of making it twice.

    Raises Refused when the role of `by` does not ask for reports.
    """
    access.require_role(by, "build", "report")
    return _asked_for(by.agency.partnership, period, audience, grouping, by)


@transaction.atomic
def ask_by_timetable(partnership: Partnership, period: Period) -> AnnualReport:
    """The internal report of a year that is over, asked for by nobody; see `timetable`."""
    return _asked_for(partnership, period, INTERNAL, NONE, None)


def _asked_for(
    partnership: Partnership, period: Period, audience: str, grouping: Grouping, by: Actor | None
) -> AnnualReport:
    job, is_new = jobs.enqueue(
        KIND,
        f"{partnership.code} {period} {audience} {grouping.id}".strip(),
        {"period": period.label, "audience": audience, "together": dict(grouping.together)},
        by,
    )
    if is_new:
        report = AnnualReport.objects.create(
            partnership=partnership,
            period=period.label,
            audience=audience,
            asked_by=by and by.user,
            job=job,
        )
    else:
        report = AnnualReport.objects.get(job=job)
    audit.record(
        by, "ask_for_report", report, detail={"period": period.label, "audience": audience}
    )
    return report


@transaction.atomic
def stop_making(report: AnnualReport, *, by: Actor) -> bool:
    """Nothing of it is kept. False when it had ended before.

    Raises Refused for anybody but who asked; see `may_stop`.
    """
    if not may_stop(by, report.job):
        raise access.Refused(NOT_YOURS_TO_STOP)
    stopped = jobs.cancel(report.job_id)
    audit.record(by, "stop_making", report, detail={"stopped": stopped})
    return stopped


def made_before(report: AnnualReport) -> AnnualReport | None:
    """The latest finished report of the same year and readers, which stands as it was."""
    same = AnnualReport.objects.filter(
        partnership=report.partnership_id, period=report.period, audience=report.audience
    )
    return same.filter(job__state=JobState.DONE).order_by("-asked_at").defer("contract").first()


def may_stop(actor: Actor, job: Job) -> bool:
    """Who asked stops it; what the timetable asked for is stopped by whoever may ask."""
    if not access.may(actor, "build", "report"):
        return False
    return job.asked_by_id in (None, actor.membership_id)
