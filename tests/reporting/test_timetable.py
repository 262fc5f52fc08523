"""What the clock has made and removed without being asked."""

import os
import tempfile
from datetime import date, timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from agencies.models import AuditEvent
from casework import jobs
from casework.models import Job, JobState
from reporting import actions, retention, timetable
from reporting.counting.periods import Period
from reporting.models import AnnualReport
from reporting.terms import Standing
from tests import make

YEAR = Period.parse("2022-23")
DUE = date(2023, 4, 15)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_woken(monkeypatch):
    monkeypatch.setattr(jobs, "publish", lambda job_id: None)


# Made by the timetable


def test_the_report_of_a_year_is_made_once_a_fortnight_after_it_ended():
    make.incident(at="2022-06-01")
    assert timetable.ask_for_reports_due(DUE - timedelta(days=1)) == []
    [report] = timetable.ask_for_reports_due(DUE)
    assert (report.period, report.audience, report.asked_by) == ("2022-23", "internal", None)
    assert timetable.ask_for_reports_due(DUE + timedelta(days=1)) == []
    assert list(
        AuditEvent.objects.filter(reference=report.reference).values_list("act", "user")
    ) == [("ask_for_report", None)]


def test_a_year_without_records_has_no_report():
    make.partnership()
    assert timetable.ask_for_reports_due(DUE) == []
    make.incident(at="2023-04-02")
    assert timetable.ask_for_reports_due(DUE) == []


def test_what_somebody_asked_for_since_is_not_made_again():
    make.incident(at="2022-06-01")
    early = actions.ask_for_report(by=make.coordinator(), period=YEAR)
    Job.objects.filter(pk=early.job_id).update(state=JobState.DONE)
    AnnualReport.objects.filter(pk=early.pk).update(asked_at=make.moment("2023-04-01"))
    # Made before late records were in: another is due.
    [due] = timetable.ask_for_reports_due(DUE)
    assert due != early
    AnnualReport.objects.filter(pk=due.pk).update(asked_at=make.moment("2023-04-16"))
    Job.objects.filter(pk=due.job_id).update(state=JobState.CANCELLED)
    assert timetable.ask_for_reports_due(DUE + timedelta(days=30)) == []


def test_whoever_may_ask_for_reports_stops_what_the_timetable_asked_for():
    make.incident(at="2022-06-01")
    [report] = timetable.ask_for_reports_due(DUE)
    analyst = make.actor(make.agency("council"), "analyst")
    assert not actions.may_stop(analyst, report.job)
    assert actions.stop_making(report, by=make.coordinator())


def test_what_the_clock_sends_is_what_the_worker_knows():
    current_app.loader.import_default_modules()
    sent = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"reporting.ask_for_what_is_due", "reporting.remove_old_files"} < sent
    assert sent <= set(current_app.tasks)


# Removed after a time


def made(standing: str, days_ago: float) -> AnnualReport:
    report = actions.ask_for_report(by=make.coordinator(), period=YEAR)
    Job.objects.filter(pk=report.job_id).update(state=JobState.DONE)
    report.files.create(name="report.pdf", media_type="application/pdf", content=b"%", sha256="-")
    signed = {}
    if standing == Standing.PUBLISHED:
        names = ("checked_by", "approved_by", "second_approved_by")
        signed = {name: make.user(f"Signs {name}") for name in names}
        signed["published_at"] = timezone.now()
    AnnualReport.objects.filter(pk=report.pk).update(
        as_at=timezone.now() - timedelta(days=days_ago), standing=standing, **signed
    )
    return report


def test_files_of_drafts_go_after_90_days_and_those_of_published_reports_stay():
    old, young = made(Standing.DRAFT, 90.1), made(Standing.DRAFT, 89.9)
    signed, published = made(Standing.CHECKED, 400), made(Standing.PUBLISHED, 4000)
    assert retention.remove_files_of_old_drafts(timezone.now()) == [old.reference]
    assert [report.files.count() for report in (old, young, signed, published)] == [0, 1, 1, 1]
    assert retention.remove_files_of_old_drafts(timezone.now()) == []
    assert AuditEvent.objects.filter(act="remove_files", reference=old.reference).count() == 1


def test_folders_that_a_killed_worker_left_are_removed_after_a_day(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long_ago = timezone.now().timestamp() - 90_000
    for name in ("annual-report-old", "printing-old", "another-program"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "figures.json").write_text("{}")
        os.utime(tmp_path / name, (long_ago, long_ago))
    (tmp_path / "annual-report-now").mkdir()
    (tmp_path / "printing-link").symlink_to(tmp_path / "another-program")
    retention.remove_leftover_folders()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"another-program", "annual-report-now", "printing-link"}
