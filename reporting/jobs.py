"""The job that makes an annual report."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from agencies import access, audit
from agencies.acting import Actor, actor_by_membership
from casework import jobs
from reporting import outputs
from reporting.counting.grouping import Grouping
from reporting.counting.periods import Period
from reporting.disclosure.publish import NotSafe
from reporting.document import editions
from reporting.kept import freezing
from reporting.kept.given_out import given_out
from reporting.made_files import FOLDERS, as_files, failures_told
from reporting.models import AnnualReport, ReportFile
from reporting.stories.models import any_withdrawn
from reporting.written.blocks import TooLong

KIND = "annual_report"
# Counting, checking, and one step for each file.
STEPS = 2 + len(outputs.FORMATS)
NOT_ALLOWED = "Whoever asked for this report may no longer make reports, so it was not made."
WITHDRAWN_MEANWHILE = (
    "A story was withdrawn while this report was made, so it was not kept. Ask for it again."
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

    with failures_told():
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
        except (editions.MarginsOpen, NotSafe, TooLong) as unfit:
            raise jobs.Failed(str(unfit)) from unfit
        contract = made.contract
        with TemporaryDirectory(prefix=FOLDERS) as folder:
            files = as_files(report, outputs.write(contract, Path(folder), on_step=on_step))

    def keep() -> None:
        # Asked once more: making it takes minutes, in which the right may have ended.
        _asked_by(running, report)
        if any_withdrawn(contract):
            raise jobs.Failed(WITHDRAWN_MEANWHILE)
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
