"""Withdrawing a story: its words leave every place where this application keeps them.

The story itself and its past, what reports were frozen with, the reports, and those of their files
that hold what people wrote. The files are drawn again without it by a job. What other people saved
or printed is beyond reach; the page of the story names the reports that had it.
"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from agencies import audit
from casework import jobs
from casework.models import Job, JobState
from reporting import outputs
from reporting.document import contract
from reporting.kept.frozen import FrozenStory
from reporting.made_files import FOLDERS, WITH_WORDS, as_files, failures_told
from reporting.models import AnnualReport, ReportFile
from reporting.stories.models import Story
from reporting.stories.untold import said_instead, without

KIND = "annual_report_without_a_story"
DRAWN_AGAIN = "Files that held its words are being made again without it. Look again soon."
NOT_DRAWN = "Files that held its words could not be made again without it."


@transaction.atomic
def withdraw(story: Story, *, by: AbstractBaseUser, why: str, at: datetime) -> list[AnnualReport]:
    """Returns the reports that held it. The row is locked here; withdrawing it twice does nothing.

    Callers ask whether `by` may, and write the audit event.
    """
    story = Story.objects.select_for_update().get(pk=story.pk)
    if story.withdrawn_at is not None:
        return []
    story.withdrawn_at, story.withdrawn_by, story.withdrawn_because = at, by, why
    story.title = story.text = story.told_age = story.told_gender = story.told_nationality = ""
    story.told_town = None
    story.version += 1
    story.save()
    day = timezone.localdate(at)
    FrozenStory.objects.filter(reference=story.reference).update(
        title="", text="", withdrawn_on=day
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_forget_past_of_story(%s)", [story.pk])
    reports = list(reports_with(story).select_for_update())
    for report in reports:
        _take_out(report, story.reference, said_instead(day))
    return reports


def reports_with(story: Story) -> QuerySet[AnnualReport]:
    """Every report that was made with it, the latest first."""
    made_with = {"stories": [{"reference": story.reference}]}
    return AnnualReport.objects.filter(
        partnership_id=story.partnership_id, contract__contains=made_with
    ).order_by("-asked_at")


def _take_out(report: AnnualReport, reference: str, instead: str) -> None:
    report.contract = without(report.contract, {reference: instead})
    report.contract["edition"]["fingerprint"] = contract.fingerprint(report.contract)
    report.save(update_fields=["contract"])
    gone, _ = ReportFile.objects.filter(report=report, name__in=WITH_WORDS).delete()
    if gone:
        _ask_for_files(report)


def _ask_for_files(report: AnnualReport) -> None:
    print_of = report.contract["edition"]["fingerprint"]
    jobs.enqueue(
        KIND, f"{report.reference} {print_of}", {"report": report.pk, "fingerprint": print_of}, None
    )


def why_no_files(report: AnnualReport) -> str:
    """Why files that held its words are not there again yet, and what to do; "" where they are."""
    names = set(report.files.values_list("name", flat=True))
    if not names or names & WITH_WORDS:
        return ""
    asked = Job.objects.filter(kind=KIND, parameters__report=report.pk).order_by("-pk").first()
    if asked is not None and asked.state == JobState.FAILED:
        return f"{NOT_DRAWN} {asked.failure}"
    return DRAWN_AGAIN


@jobs.does(KIND)
def draw_again(running: jobs.Running):
    """The files that hold words, from the report as it is now. In nobody's name: the act that took
    the story out is in the audit."""
    report = AnnualReport.objects.get(pk=running.parameters["report"])
    audit.record(None, "draw_again", report)
    with failures_told(), TemporaryDirectory(prefix=FOLDERS) as folder:
        written = outputs.write(report.contract, Path(folder), on_step=running.step)
        files = [one for one in as_files(report, written) if one.name in WITH_WORDS]

    def keep() -> None:
        now = AnnualReport.objects.select_for_update().get(pk=report.pk)
        # Another story was withdrawn meanwhile: that asked for files of its own.
        if now.contract["edition"]["fingerprint"] == running.parameters["fingerprint"]:
            ReportFile.objects.filter(report=now, name__in=WITH_WORDS).delete()
            ReportFile.objects.bulk_create(files)

    return keep
