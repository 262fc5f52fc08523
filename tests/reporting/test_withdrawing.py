"""A story that is withdrawn leaves every place where the application keeps its words."""

import hashlib
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casework import jobs
from casework.models import Job, JobState
from casework.workflow import CannotBeDone
from reporting import actions, outputs
from reporting.faults import still_open
from reporting.jobs import WITHDRAWN_MEANWHILE
from reporting.kept import freezing
from reporting.kept.frozen import FrozenStory
from reporting.models import AcceptedFault, AnnualReport, ReportFile, Story
from reporting.stories.withdrawing import KIND, withdraw
from reporting.workflow import NO_FACTS, publish
from tests import make
from tests.reporting.counting import YEAR
from tests.reporting.kept import kept_report, published, rebuilt
from tests.signing_in import sign_in
from tests.web_role import as_web_role

pytestmark = pytest.mark.django_db
# Everything that must be found nowhere. The token makes a number of its own in the contract.
WORDS = ("Zmqvk", "wqzxv")
FILES = ("report.html", "report.pdf", "report.docx", "figures.csv")


@pytest.fixture
def amal():
    return make.member(make.agency("desk"), "coordinator", name="Amal")


def story_of(amal, number: int = 0, **facts) -> Story:
    facts = {"title": f"Zmqvk {number}", "text": "He, wqzxv, was one of {incidents}: TBC."} | facts
    return Story.objects.create(
        partnership=amal.agency.partnership, period="2022-23", written_by=amal.user,
        consent_on="2023-02-03", consent_how="Asked", approved_by=make.user("Ann"),
        second_approved_by=make.user("Bob"), **facts,
    )  # fmt: skip


def with_files(report: AnnualReport) -> AnnualReport:
    for name in FILES:
        text = " ".join(WORDS) if name != "figures.csv" else "incidents,1"
        ReportFile.objects.create(
            report=report, name=name, media_type="text/plain", content=text.encode(), sha256="-"
        )
    return report


def everything_stored() -> str:
    """Every row of every table, whatever application or past it is of, as the owner reads it."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select t::text from {table} t")  # noqa: S608 a table of ours
            told += [row for (row,) in cursor.fetchall()]
    for file in ReportFile.objects.all():
        told.append(bytes(file.content).decode(errors="replace"))
    return "\n".join(told)


def withdrawn(amal, story: Story) -> None:
    address = reverse("withdraw_story", args=[story.reference])
    answer = sign_in(amal.user, amal.pk).post(address, {"why": "He asked."})
    assert answer.status_code == 302, answer.content.decode()


def test_no_row_and_no_file_keeps_its_words(amal):
    make.incident()
    story, other = story_of(amal), story_of(amal, 1, title="The other", text="She was met.")
    story.text += " More."
    story.save()
    report = with_files(published(kept_report("internal")))
    draft = kept_report("public")
    fault = next(one for one in still_open(report.contract) if one.rule == "placeholder")
    AcceptedFault.objects.create(
        partnership=report.partnership, period="2022-23", key=fault.key, rule=fault.rule,
        place=fault.place, said=fault.said, reason="So.", accepted_by=amal.user,
        accepted_for=amal.agency,
    )  # fmt: skip
    assert all(word in everything_stored() for word in WORDS), "there is something to remove"
    withdrawn(amal, story)
    stored = everything_stored()
    assert [word for word in WORDS if word in stored] == []
    assert FrozenStory.objects.filter(reference=story.reference, text="").count() == 2
    for kept in (report, draft):
        kept.refresh_from_db()
        words = json.dumps(kept.contract)
        assert "This story was withdrawn on " in words
        assert "She was met." in words
    assert other.reference in [one["reference"] for one in report.contract["stories"]]


@pytest.mark.django_db(transaction=True)
def test_its_files_are_drawn_again_without_it_and_the_page_says_so(amal):
    make.incident()
    story = story_of(amal)
    report = with_files(published(kept_report("internal")))
    client = sign_in(amal.user, amal.pk)
    withdrawn(amal, story)
    assert set(report.files.values_list("name", flat=True)) == {"figures.csv"}
    page = client.get(reverse("report", args=[report.reference])).content.decode()
    assert "A story in this report was withdrawn." in page
    assert "are being made again without it" in page
    job = Job.objects.filter(kind=KIND)
    job.update(state=JobState.FAILED, failure="There was no room.")
    page = client.get(reverse("report", args=[report.reference])).content.decode()
    assert "could not be made again without it. There was no room." in page
    job.update(state=JobState.QUEUED, failure="")
    jobs.run(Job.objects.get(kind=KIND).pk)
    files = {one.name: bytes(one.content).decode(errors="replace") for one in report.files.all()}
    assert set(files) == {*FILES, "figures.json"}
    assert "This story was withdrawn on " in files["report.html"]
    assert files["report.pdf"].startswith("%PDF")
    page = client.get(reverse("report", args=[report.reference])).content.decode()
    assert "are being made again" not in page
    assert (
        client.get(reverse("report_file", args=[report.reference, "report.pdf"])).status_code == 200
    )


@pytest.mark.django_db(transaction=True)
def test_files_of_a_report_from_which_another_story_went_meanwhile_are_not_kept(amal):
    stories = [story_of(amal, number) for number in range(2)]
    report = with_files(kept_report("internal"))
    withdraw(stories[0], by=amal.user, why="x", at=timezone.now())
    withdraw(stories[1], by=amal.user, why="x", at=timezone.now())
    first = Job.objects.get(kind=KIND)
    jobs.run(first.pk)
    assert not report.files.filter(name="report.html").exists()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_with_a_withdrawn_story_is_compared_without_stories(amal, tmp_path):
    """Once its words are gone, no other comparison is left: the hash of the report with none of its
    stories told was kept for that."""
    for town in ("tipton", "oldbury"):
        make.incident(town)
    stories = [story_of(amal, number) for number in range(2)]
    report = published(kept_report("internal"))
    whole = report.frozen.figures_sha256
    assert hashlib.sha256(rebuilt(report)).hexdigest() == whole
    withdrawn(amal, stories[0])
    said = io.StringIO()
    call_command("rebuild_report", report.reference, to=tmp_path, stdout=said, stderr=io.StringIO())
    assert f"without stories has the SHA-256 {report.frozen.untold_sha256}" in said.getvalue()
    told = (tmp_path / "figures.json").read_text()
    assert "This story was withdrawn on " in told
    assert "Zmqvk 0" not in told
    assert "Zmqvk 1" in told
    assert json.loads(told)["values"] == report.contract["values"]
    # What differs is noticed still.
    facts = report.frozen.facts.model
    with connection.cursor() as cursor:
        cursor.execute("alter table reporting_frozenfact disable trigger user")
        facts.objects.filter(town="oldbury").update(town="tipton")
        cursor.execute("alter table reporting_frozenfact enable trigger user")
    with pytest.raises(CommandError, match="Not the same"):
        call_command("rebuild_report", report.reference, to=tmp_path, stdout=said,
                     stderr=io.StringIO())  # fmt: skip


def test_the_hash_without_stories_is_the_same_whichever_was_withdrawn(amal):
    make.incident()
    stories = [story_of(amal, number) for number in range(2)]
    report = kept_report("internal")
    for story in (None, *stories):
        if story:
            withdraw(story, by=amal.user, why="x", at=timezone.now())
        with connection.cursor() as cursor:
            untold = freezing.rebuilt(cursor, report.frozen, with_stories=False)
        found = hashlib.sha256(freezing.figures_json_of(untold)).hexdigest()
        assert found == report.frozen.untold_sha256


@pytest.mark.django_db(transaction=True)
def test_a_report_that_was_being_made_when_it_was_withdrawn_is_not_kept(amal, monkeypatch):
    story = story_of(amal)
    write = outputs.write

    def withdrawn_meanwhile(*args, **more):
        withdraw(story, by=amal.user, why="x", at=timezone.now())
        return write(*args, **more)

    monkeypatch.setattr(outputs, "write", withdrawn_meanwhile)
    report = actions.ask_for_report(by=make.coordinator(), period=YEAR)
    jobs.run(report.job_id)
    assert Job.objects.get(pk=report.job_id).failure == WITHDRAWN_MEANWHILE
    assert not report.files.exists()


def test_words_that_are_gone_are_not_written_again(amal):
    story = story_of(amal)
    withdrawn(amal, story)
    client = sign_in(amal.user, amal.pk)
    answer = client.get(reverse("change_story", args=[story.reference]))
    assert (answer.status_code, "Write a new one instead" in answer.content.decode()) == (403, True)
    assert (
        "Its words were removed"
        in client.get(reverse("story", args=[story.reference])).content.decode()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "update reporting_frozenstory set text = 'Another'",
        "update reporting_frozenstory set title = '', text = '', reference = 'x'",
        "delete from reporting_frozenstory",
        "truncate reporting_frozenstory",
        "update reporting_storypast set text = 'Another'",
        "update reporting_storypast set title = '', text = '', version = 7",
        "delete from reporting_storypast",
        "truncate reporting_storypast",
    ],
)
def test_words_can_go_and_nothing_else_changes(amal, statement):
    story_of(amal)
    kept_report()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    with (
        pytest.raises(DatabaseError, match=r"append-only|nothing changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_past_of_a_story_that_stands_is_not_forgotten(amal):
    story = story_of(amal)
    with connection.cursor() as cursor:
        cursor.execute("select reporting_forget_past_of_story(%s)", [story.pk])
        cursor.execute("select text from reporting_storypast where id = %s", [story.pk])
        assert cursor.fetchall() == [(story.text,)]


def test_a_report_without_its_facts_is_not_published(amal):
    report = kept_report("internal")
    without = AnnualReport.objects.get(pk=report.pk)
    without.pk = None
    with pytest.raises(CannotBeDone) as refused:
        publish(without, {}, by=amal, at=timezone.now(), note="")
    assert str(refused.value) == NO_FACTS


def test_the_running_application_empties_words_and_can_do_nothing_else(amal):
    make.incident()
    story = story_of(amal)
    kept_report()
    with as_web_role():
        withdraw(story, by=amal.user, why="x", at=timezone.now())
        assert FrozenStory.objects.get().text == ""
    for statement in (
        "update reporting_frozenstory set reference = 'x'",
        "delete from reporting_frozenstory",
        "select text from reporting_storypast",
        "update reporting_storypast set text = ''",
    ):
        with (
            as_web_role(),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
