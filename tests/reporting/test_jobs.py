"""The job row: done once, in the hands of one worker, and never lost."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from agencies.access import Refused
from agencies.models import AuditEvent
from casework import jobs, tasks
from casework.models import Job, JobState
from casework.printing import pdf
from reporting import actions, outputs
from reporting.counting.periods import Period
from reporting.jobs import NOT_ALLOWED
from reporting.made_files import NO_COMPILER, TEMPLATE_BROKEN
from reporting.models import AnnualReport, ReportFile, WrittenSection
from reporting.outputs import pdf as report_pdf
from tests import make

YEAR = Period.parse("2022-23")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """The jobs a worker was woken for, instead of waking one."""
    ids = []
    monkeypatch.setattr(jobs, "publish", ids.append)
    return ids


@pytest.fixture
def chair():
    return make.actor(make.agency("board"), "board_member", capabilities=["approver"])


@pytest.fixture
def kind(monkeypatch):
    """Registers work for the length of one test: kind(work) gives the name of the kind."""

    def registered(work):
        monkeypatch.setitem(jobs._work, "try", work)
        return "try"

    return registered


def asked(by, work_kind="try", key="one"):
    job, _ = jobs.enqueue(work_kind, key, {}, by)
    return job


def now(job):
    return Job.objects.get(pk=job.pk)


# One job


def test_a_job_runs_once_though_two_messages_came(chair, kind):
    done = []
    job = asked(chair, kind(lambda running: lambda: done.append(running.attempt)))
    tasks.run_job(job_id=job.pk)
    tasks.run_job(job_id=job.pk)
    assert done == [1]
    assert now(job).state == JobState.DONE


def test_asking_twice_gives_the_unfinished_job_and_wakes_one_worker(chair, kind, woken):
    kind(lambda running: lambda: None)
    first = asked(chair)
    assert jobs.enqueue("try", "one", {}, chair) == (first, False)
    assert asked(chair, key="another") != first
    jobs.run(first.pk)
    assert asked(chair) != first
    assert len(woken) == 3


def test_a_job_in_other_hands_is_left_alone(chair, kind):
    job = asked(chair, kind(lambda running: pytest.fail))
    with jobs._locked(job.pk) as is_ours:
        assert is_ours
        jobs.run(job.pk)
        assert jobs.sweep(timezone.now() + timedelta(hours=1)) == []
    assert (now(job).state, now(job).attempt) == (JobState.QUEUED, 0)


def test_a_worker_that_was_overtaken_keeps_nothing(chair, kind):
    kept = []

    def overtaken(running):
        Job.objects.filter(pk=running.job_id).update(attempt=running.attempt + 1)
        return lambda: kept.append("something")

    job = asked(chair, kind(overtaken))
    jobs.run(job.pk)
    assert kept == []
    assert now(job).state == JobState.RUNNING


def test_result_and_end_stand_or_fall_together(chair, kind):
    def keep():
        make.agency("half-written")
        raise OSError

    job = asked(chair, kind(lambda running: keep))
    jobs.run(job.pk)
    assert now(job).state == JobState.QUEUED
    assert not make.Agency.objects.filter(code="half-written").exists()


def test_work_that_goes_wrong_is_tried_three_times_and_then_says_so(chair, kind):
    attempts = []

    def wrong(running):
        attempts.append(running.attempt)
        raise ZeroDivisionError

    job = asked(chair, kind(wrong))
    for _ in range(5):
        jobs.run(job.pk)
    assert attempts == [1, 2, 3]
    assert (now(job).state, now(job).failure) == (JobState.FAILED, jobs.WENT_WRONG)


def test_a_worker_killed_three_times_ends_in_a_sentence(chair, kind):
    job = asked(chair, kind(lambda running: pytest.fail))
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=jobs.MOST_ATTEMPTS)
    jobs.run(job.pk)
    assert now(job).failure == jobs.WENT_WRONG


def test_work_that_cannot_be_done_is_not_tried_again(chair, kind):
    def refused(running):
        raise jobs.Failed("There is no paper.")

    job = asked(chair, kind(refused))
    jobs.run(job.pk)
    assert (now(job).state, now(job).attempt) == (JobState.FAILED, 1)
    assert now(job).failure == "There is no paper."


def test_progress_is_seen_by_others_while_the_work_goes_on(chair, kind, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.02)
    seen = []

    def slow(running):
        running.step("Counting", done=1, total=4)
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.3)")
        seen.append(Job.objects.values_list("step", "done", "total").get(pk=running.job_id))
        return lambda: None

    jobs.run(asked(chair, kind(slow)).pk)
    assert seen == [("Counting", 1, 4)]


def test_work_learns_at_its_next_step_that_it_was_overtaken(chair, kind, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.02)

    def overtaken(running):
        Job.objects.filter(pk=running.job_id).update(attempt=running.attempt + 1)
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.3)")
        running.step("Writing the PDF")
        pytest.fail("went on")

    job = asked(chair, kind(overtaken))
    jobs.run(job.pk)
    assert now(job).failure == ""


# Stopping


def test_a_job_that_was_stopped_ends_at_its_next_step_and_keeps_nothing(chair, kind, monkeypatch):
    monkeypatch.setattr(jobs, "HEARTBEAT_SECONDS", 0.02)

    def stopped(running):
        assert jobs.cancel(running.job_id)
        with connection.cursor() as cursor:
            cursor.execute("select pg_sleep(0.3)")
        running.step("Writing the PDF")
        pytest.fail("went on")

    job = asked(chair, kind(stopped))
    jobs.run(job.pk)
    assert (now(job).state, now(job).failure) == (JobState.CANCELLED, "")
    assert now(job).is_finished


def test_a_job_stopped_after_its_last_step_keeps_nothing(chair, kind):
    kept = []

    def stopped(running):
        jobs.cancel(running.job_id)
        return lambda: kept.append("something")

    job = asked(chair, kind(stopped))
    jobs.run(job.pk)
    assert (kept, now(job).state) == ([], JobState.CANCELLED)


def test_what_is_done_or_stopped_cannot_be_stopped(chair, kind):
    job = asked(chair, kind(lambda running: lambda: None))
    jobs.run(job.pk)
    assert not jobs.cancel(job.pk)
    assert now(job).state == JobState.DONE


def test_the_same_work_asked_anew_waits_for_a_worker_that_has_not_noticed(chair, kind):
    began = []

    def stopped(running):
        began.append(running.job_id)
        if len(began) == 1:
            jobs.cancel(running.job_id)
            again = asked(chair)
            jobs.run(again.pk)
            assert (now(again).state, now(again).attempt) == (JobState.QUEUED, 0)
        return lambda: None

    jobs.run(asked(chair, kind(stopped)).pk)
    jobs.run(Job.objects.latest("pk").pk)
    assert len(began) == 2
    assert now(Job.objects.latest("pk")).state == JobState.DONE


# The sweeper


def test_the_sweeper_wakes_a_worker_for_what_gives_no_sign(chair, kind, woken):
    kind(lambda running: lambda: None)
    fresh, lost, stale, ended = (asked(chair, key=key) for key in "abcd")
    long_ago = timezone.now() - timedelta(minutes=1)
    Job.objects.filter(pk=lost.pk).update(asked_at=long_ago)
    Job.objects.filter(pk=stale.pk).update(state=JobState.RUNNING, heartbeat_at=long_ago)
    Job.objects.filter(pk=ended.pk).update(state=JobState.DONE, heartbeat_at=long_ago)
    woken.clear()
    assert jobs.sweep() == woken == [lost.pk, stale.pk]
    assert fresh.pk not in woken


def test_a_broker_that_is_away_loses_nothing(chair, kind, monkeypatch, caplog):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.undo()
    monkeypatch.setattr(jobs.current_app, "send_task", away)
    job = asked(chair)
    assert now(job).state == JobState.QUEUED
    assert "the sweeper will" in caplog.text


# The report


def test_a_report_is_made_with_all_its_files(chair, woken):
    make.incident()
    report = actions.ask_for_report(by=chair, period=YEAR)
    assert woken == [report.job_id]
    jobs.run(report.job_id)
    report = AnnualReport.objects.get()
    assert now(report.job).failure == ""
    assert {file.name for file in report.files.all()} == set(outputs.FORMATS)
    assert report.contract["edition"]["period"]["label"] == "2022-23"
    assert report.as_at is not None
    assert list(
        AuditEvent.objects.filter(reference=report.reference)
        .order_by("pk")
        .values_list("act", flat=True)
    ) == ["ask_for_report", "build"]


def test_a_text_that_cannot_be_printed_is_named_and_the_worker_makes_the_next_report(chair):
    """Past the form, which refuses it: a word of many pages stops the making of any PDF."""
    section = WrittenSection.objects.create(
        partnership=chair.agency.partnership, period="2022-23", place="PREVENT", title="Prevent",
        text="w" * 20_000, written_by=chair.user,
    )  # fmt: skip
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    assert now(report.job).failure.startswith("The section “Prevent” cannot be printed. It has a")
    WrittenSection.objects.filter(pk=section.pk).update(text="習近平 ਪੰਜਾਬੀ 😀 <b> =cmd \\ #x")
    again = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(again.job_id)
    assert now(again.job).failure == ""
    page = bytes(again.files.get(name="report.html").content).decode()
    assert "習近平 ਪੰਜਾਬੀ 😀 &lt;b&gt; =cmd" in page


def test_asking_again_while_it_is_being_made_gives_the_same_report(chair):
    first = actions.ask_for_report(by=chair, period=YEAR)
    assert actions.ask_for_report(by=chair, period=YEAR) == first
    jobs.run(first.job_id)
    assert actions.ask_for_report(by=chair, period=YEAR) != first


def test_someone_who_lost_the_right_meanwhile_gets_no_report(chair):
    report = actions.ask_for_report(by=chair, period=YEAR)
    make.Membership.objects.filter(pk=chair.membership_id).update(is_active=False)
    jobs.run(report.job_id)
    assert now(report.job).failure == NOT_ALLOWED
    assert ReportFile.objects.count() == 0


def test_a_right_that_ends_while_the_report_is_made_gives_no_report(chair, monkeypatch):
    report = actions.ask_for_report(by=chair, period=YEAR)
    write = outputs.write

    def ended_meanwhile(*args, **kwargs):
        make.Membership.objects.filter(pk=chair.membership_id).update(is_active=False)
        return write(*args, **kwargs)

    monkeypatch.setattr(outputs, "write", ended_meanwhile)
    jobs.run(report.job_id)
    assert now(report.job).failure == NOT_ALLOWED
    assert ReportFile.objects.count() == 0
    assert not AnnualReport.objects.exclude(contract=None).exclude(contract={}).exists()


def test_no_report_is_made_of_figures_that_do_not_agree(chair):
    make.incident(types=["LAB"])
    with connection.cursor() as cursor:
        cursor.execute("update shop_incident set types = '{LAB,LAB}'")
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    assert now(report.job).failure.startswith("The figures do not agree with each other")
    assert AnnualReport.objects.get().contract is None


def test_only_who_asked_stops_a_report(chair):
    another = make.actor(make.agency("board"), "board_member", name="Ora")
    report = actions.ask_for_report(by=chair, period=YEAR)
    with pytest.raises(Refused, match="Only who asked"):
        actions.stop_making(report, by=another)
    assert actions.stop_making(report, by=chair)
    assert not actions.stop_making(report, by=chair)
    jobs.run(report.job_id)
    assert (now(report.job).state, report.files.count()) == (JobState.CANCELLED, 0)


# What goes wrong around it


@pytest.fixture
def earlier(chair):
    """A report made before, with its files as they were."""
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    before = as_kept(report)
    assert len(before) == len(outputs.FORMATS)
    yield report
    assert as_kept(report) == before


def as_kept(report):
    return set(report.files.values_list("name", "sha256", "content"))


def test_a_full_disk_is_said_in_a_sentence(chair, earlier, monkeypatch):
    write = outputs.write

    def on_a_full_disk(contract, folder, **more):
        (folder / ".report.docx.part").symlink_to("/dev/full")
        return write(contract, folder, **more)

    monkeypatch.setattr(outputs, "write", on_a_full_disk)
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    assert (now(report.job).state, now(report.job).failure) == (JobState.FAILED, jobs.NO_ROOM)
    assert report.files.count() == 0


def test_a_disk_that_fills_while_the_pdf_is_set_is_no_fault_of_the_template(tmp_path):
    (tmp_path / "document.typ").write_text('#set document(title: "T")\n= T')
    (tmp_path / "document.pdf").symlink_to("/dev/full")
    with pytest.raises(OSError, match="no room"):
        pdf._compile(tmp_path, made_at=timezone.now(), seconds=30)


def test_a_broken_template_is_said_in_a_sentence(chair, earlier, monkeypatch, tmp_path):
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing-of-that-name()")
    monkeypatch.setattr(report_pdf, "TEMPLATE", broken)
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    assert now(report.job).failure == TEMPLATE_BROKEN
    assert report.files.count() == 0


@pytest.mark.parametrize("script", ["compile_typst.py", "draw_pictures.py"])
def test_a_missing_compiler_is_no_fault_of_the_template(script, tmp_path):
    """The script runs where no typst can be imported."""
    run_apart = "import runpy, sys; sys.modules['typst'] = None; runpy.run_path(sys.argv[1])"
    path = Path(pdf.__file__).with_name(script)
    done = subprocess.run(
        [sys.executable, "-c", run_apart, str(path), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == pdf.NO_COMPILER
    with pytest.raises(pdf.PdfCompilerAway):
        pdf.refuse(done, "The PDF could not be drawn")


def test_what_the_system_ended_is_no_fault_of_the_template():
    with pytest.raises(pdf.PdfCompilerAway):
        pdf.refuse(subprocess.CompletedProcess([], -9, "", ""), "The PDF could not be drawn")


def test_a_report_that_no_compiler_draws_says_who_can_help(chair, earlier, monkeypatch, tmp_path):
    away = tmp_path / "compile.py"
    away.write_text("raise SystemExit(3)")
    monkeypatch.setattr(pdf, "COMPILE", away)
    report = actions.ask_for_report(by=chair, period=YEAR)
    jobs.run(report.job_id)
    assert now(report.job).failure == NO_COMPILER
    assert report.files.count() == 0
