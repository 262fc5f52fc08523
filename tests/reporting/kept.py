"""Reports kept with their facts, as the job keeps them, without worker and most of the files."""

import hashlib

from django.db import connection
from django.utils import timezone

from casework.models import Job, JobState
from reporting import actions
from reporting.counting.grouping import NONE, Grouping
from reporting.document import editions
from reporting.kept import freezing
from reporting.kept.given_out import given_out
from reporting.models import AnnualReport, ReportFile
from reporting.terms import Standing
from tests import make
from tests.reporting.counting import YEAR


def kept_report(audience="internal", grouping: Grouping = NONE, period=YEAR) -> AnnualReport:
    """A finished draft."""
    by = make.coordinator()
    report = actions.ask_for_report(by=by, period=period, audience=audience, grouping=grouping)
    with connection.cursor() as cursor:
        edition = editions.read(
            cursor,
            report.partnership,
            period,
            audience=audience,
            grouping=grouping,
            with_facts=True,
        )
    made = editions.made_of(edition, given_out(report.partnership))
    report.contract, report.as_at = made.contract, edition.context["as_at"]
    report.save()
    content = freezing.figures_json_of(made.contract)
    ReportFile.objects.create(
        report=report,
        name="figures.json",
        media_type="application/json",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    freezing.keep(report, made, content)
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    return AnnualReport.objects.get(pk=report.pk)


def published(report: AnnualReport, *, replaces: AnnualReport | None = None) -> AnnualReport:
    """As two people approved it, without walking their steps."""
    if replaces:
        AnnualReport.objects.filter(pk=replaces.pk).update(standing=Standing.REPLACED)
    report.checked_by = report.asked_by
    report.approved_by, report.second_approved_by = make.user("Ann"), make.user("Bob")
    report.standing, report.published_at = Standing.PUBLISHED, timezone.now()
    report.replaces = replaces
    report.save()
    return report


def figures_json(report: AnnualReport) -> bytes:
    return bytes(report.files.get(name="figures.json").content)


def rebuilt(report: AnnualReport) -> bytes:
    """figures.json, from frozen rows alone."""
    with connection.cursor() as cursor:
        return freezing.figures_json_of(freezing.rebuilt(cursor, report.frozen))
