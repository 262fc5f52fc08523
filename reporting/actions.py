"""Asking for an annual report."""

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from casework import jobs
from reporting.disclosure.rules import INTERNAL
from reporting.grouping import NONE, Grouping
from reporting.jobs import KIND
from reporting.models import AnnualReport
from reporting.periods import Period


@transaction.atomic
def ask_for_report(
    *, by: Actor, period: Period, audience: str = INTERNAL, grouping: Grouping = NONE
) -> AnnualReport:
    """The report of `period`, which a worker makes. One that is still being made is given back
    instead of making it twice.

    Raises Refused when the role of `by` does not ask for reports.
    """
    access.require_role(by, "build", "report")
    job, is_new = jobs.enqueue(
        KIND,
        f"{by.agency.partnership.code} {period} {audience} {grouping.id}".strip(),
        {"period": period.label, "audience": audience, "together": dict(grouping.together)},
        by,
    )
    if is_new:
        report = AnnualReport.objects.create(
            partnership=by.agency.partnership,
            period=period.label,
            audience=audience,
            asked_by=by.user,
            job=job,
        )
    else:
        report = AnnualReport.objects.get(job=job)
    audit.record(
        by, "ask_for_report", report, detail={"period": period.label, "audience": audience}
    )
    return report
