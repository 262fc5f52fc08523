"""The job that makes an annual report."""

import hashlib
import logging
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from agencies import access, audit
from agencies.acting import Actor, actor_by_membership
from casework import jobs
from casework.printing.pdf import PdfLate, PdfNotMade
from reporting import editions, freezing, outputs
from reporting.disclosure.publish import NotSafe
from reporting.given_out import given_out
from reporting.grouping import Grouping
from reporting.models import AnnualReport, ReportFile
from reporting.periods import Period
from reporting.written import TooLong

logger = logging.getLogger(__name__)

KIND = "annual_report"
# The folder it is written in; what a killed worker leaves there is removed, see `retention`.
FOLDERS = "annual-report-"
# Counting, checking, and one step for each file.
STEPS = 2 + len(outputs.FORMATS)
MEDIA_TYPES = {
    "figures.json": "application/json",
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "figures.ods": "application/vnd.oasis.opendocument.spreadsheet",
    "figures.csv": "text/csv; charset=utf-8",
}
NOT_ALLOWED = "Whoever asked for this report may no longer make reports, so it was not made."
PDF_LATE = "The PDF could not be drawn in time. Ask for the report again."
TEMPLATE_BROKEN = (
    "The report could not be drawn: a template of this system has a fault. Tell whoever looks "
    "after the system."
)


@jobs.does(KIND)
def build(running: jobs.Running):
    """Makes the report that waits for this job, in the name of whoever asked for it."""
    report = AnnualReport.objects.select_related("partnership").get(job_id=running.job_id)
    actor = _asked_by(running, report)
    audit.record(
        actor, "build", report, detail={"period": report.period, "attempt": running.attempt}
    )
    begun = iter(range(STEPS))

    def on_step(words: str) -> None:
        running.step(words, done=next(begun), total=STEPS)

    try:
        made = editions.made(
            report.partnership,
            Period.parse(report.period),
            audience=report.audience,
            on_step=on_step,
            earlier=given_out(report.partnership),
            grouping=Grouping(together=running.parameters.get("together", {})),
            with_facts=True,
        )
        contract = made.contract
        with TemporaryDirectory(prefix=FOLDERS) as folder:
            files = [
                ReportFile(
                    report=report,
                    name=path.name,
                    media_type=MEDIA_TYPES[path.name],
                    content=(content := path.read_bytes()),
                    sha256=hashlib.sha256(content).hexdigest(),
                )
                for path in outputs.write(contract, Path(folder), on_step=on_step)
            ]
    except (editions.MarginsOpen, NotSafe, TooLong) as unfit:
        raise jobs.Failed(str(unfit)) from unfit
    except PdfLate as late:
        raise jobs.Failed(PDF_LATE) from late
    except (PdfNotMade, TemplateSyntaxError, TemplateDoesNotExist) as broken:
        logger.exception("the template of a report is broken")
        raise jobs.Failed(TEMPLATE_BROKEN) from broken

    def keep() -> None:
        # Asked once more: making it takes minutes, in which the right may have ended.
        _asked_by(running, report)
        report.contract = contract
        report.as_at = datetime.fromisoformat(contract["edition"]["as_at"])
        report.save(update_fields=["contract", "as_at"])
        ReportFile.objects.bulk_create(files)
        figures_json = next(file.content for file in files if file.name == "figures.json")
        try:
            freezing.keep(report, made, figures_json)
        except freezing.NotTheSame as not_the_same:
            raise jobs.Failed(str(not_the_same)) from not_the_same

    return keep


def _asked_by(running: jobs.Running, report: AnnualReport) -> Actor | None:
    """Loaded and asked again here: the right may have ended since the report was asked for.

    None for what the timetable asked for: it is made in nobody's name, and read as any other.
    """
    if running.asked_by_id is None:
        return None
    actor = actor_by_membership(running.asked_by_id)
    if (
        actor is None
        or not access.may(actor, "build", "report")
        or actor.partnership_id != report.partnership_id
    ):
        raise jobs.Failed(NOT_ALLOWED)
    return actor
