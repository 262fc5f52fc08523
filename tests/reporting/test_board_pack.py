"""The quarterly board pack: what it counts, what it says changed, and who decides what it asks."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.access import Refused
from casework import jobs
from casework.models import Job, JobState
from casework.printing.pdf import body_rows, elements
from reporting import timetable
from reporting.board import actions, contract, counting, drawing
from reporting.board.models import LONGEST_DECISIONS, MOST_DECISIONS, BoardPack
from reporting.board.quarters import Quarter, YearSoFar
from reporting.counting.measures import MEASURES
from reporting.outputs.printed import printed
from tests import make
from tests.signing_in import sign_in

Q2 = Quarter.parse("2022-23 Q2")
Q3 = Q2.next()

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_woken(monkeypatch):
    monkeypatch.setattr(jobs, "publish", lambda job_id: None)


@pytest.fixture
def desk():
    return make.coordinator()


def made(quarter: Quarter, desk, decisions: str = "") -> BoardPack:
    pack = actions.ask_for_pack(by=desk, quarter=quarter, decisions=decisions)
    return run(pack)


def run(pack: BoardPack) -> BoardPack:
    pack.refresh_from_db()
    jobs.run(pack.job_id)
    pack = BoardPack.objects.get(pk=pack.pk)
    assert (pack.job.state, pack.job.failure) == (JobState.DONE, "")
    return pack


def rows_of(pack: BoardPack, table: str) -> dict[str, list[str]]:
    [found] = [one for one in printed(pack.contract).tables if one.id == table]
    return {row.heading: [cell.text for cell in row.cells] for row in found.rows}


def words_of(pack: BoardPack) -> str:
    document = contract.with_decisions(pack.contract, pack.decisions)
    return " ".join(
        " ".join([block.text, *block.items])
        for section in printed(document).sections
        for block in section.blocks
    )


# What it counts


@committed
def test_a_pack_counts_the_quarter_the_one_a_year_before_and_the_years_so_far(desk):
    for at in ("2022-04-01", "2022-07-01", "2022-09-30", "2021-07-15", "2021-05-01", "2021-06-01"):
        make.incident(at=at, types=["LAB"])
    make.incident(at="2022-10-01")
    pack = made(Q2, desk)
    assert rows_of(pack, "measures")["Incidents"] == ["1", "2", "+1", "3", "3", "0"]
    assert rows_of(pack, "types")["Labour exploitation"] == ["1", "2", "+1"]
    assert contract.NO_PACK_BEFORE in words_of(pack)
    assert contract.NONE_SOUGHT in words_of(pack)


@committed
def test_the_next_pack_says_what_was_corrected_since(desk):
    kept, wrong = make.incident(at="2022-07-01"), make.incident(at="2022-08-01")
    before = made(Q2, desk)
    # No record of the year before: nothing is compared with it.
    assert rows_of(before, "measures")["Incidents"] == ["[x]", "2", "[x]", "[x]", "2", "[x]"]
    type(wrong).objects.filter(pk=wrong.pk).update(
        mistake_at=timezone.now(), mistake_by=kept.made_by, mistake_reason="Twice"
    )
    make.incident(at="2022-04-02")
    pack = made(Q3, desk)
    assert rows_of(pack, "corrections")["Incidents"] == ["July to September 2022", "2", "1", "−1"]
    assert "One of its figures is another now." in words_of(pack)
    assert BoardPack.objects.get(pk=before.pk).contract == before.contract


def test_a_changed_rule_gives_no_difference():
    span = YearSoFar(Q2)
    then = {
        "counts": {one.label: {"incidents": 5} for one in (Q2, span)},
        "versions": {"incidents": 0},
    }
    now = {one.label: {measure.id: 7 for measure in MEASURES} for one in (Q2, span)}
    found = contract.corrections(now, contract.Before(Q2, then))
    assert [(one.span, one.by_other_rule) for one in found] == [
        ("July to September 2022", True),
        ("April 2022 to September 2022", True),
    ]


# Two pages


def longest() -> tuple[dict, str]:
    """A pack as full as one can be, and decisions that use all the room there is for them."""
    spans = (Q3, Q3.year_before(), YearSoFar(Q3), YearSoFar(Q3).year_before())
    totals = {one.label: {measure.id: 12_345 for measure in MEASURES} for one in spans}
    types = [(f"Kind of exploitation {n}", dict.fromkeys(totals, 12_345)) for n in range(8)]
    recounted = {one.label: dict.fromkeys(totals[Q3.label], 9) for one in (Q2, YearSoFar(Q2))}
    silent = {one.id: ["A long name of an agency"] * 3 for one in MEASURES}
    counted = counting.Counted(Q3, totals, types, recounted, silent, timezone.now())
    before = {
        "edition": {"as_at_words": "10 October 2022 at 5:10am"},
        "counts": {one: dict.fromkeys(totals[Q3.label], 7) for one in recounted},
        "versions": counting.versions(),
    }
    document = contract.build(
        counted, partnership="Sandwell", demonstration=True,
        before=contract.Before(Q2, before), published=[f"Annual report {n}" for n in range(20)],
    )  # fmt: skip
    line = ("Agree that somebody " * 20)[: LONGEST_DECISIONS // MOST_DECISIONS - 1]
    return document, "\n".join([line] * MOST_DECISIONS)


def test_the_fullest_pack_has_two_pages_that_a_screen_reader_reads():
    pack = printed(contract.with_decisions(*longest()))
    with pikepdf.open(io.BytesIO(drawing.pdf(pack))) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert len(elements(pdf, pikepdf.Name.Table)) == len(pack.tables) == 3
        rows = body_rows(pdf)
        assert len(rows) == sum(len(table.rows) for table in pack.tables)
        assert {str(row.K[0].S) for row in rows} == {"/TH"}
        assert len(elements(pdf, pikepdf.Name.H1)) == 1
        assert len(elements(pdf, pikepdf.Name.H2)) == 3


# Decisions sought


@committed
def test_the_desk_changes_the_decisions_and_the_figures_stay(desk):
    make.incident(at="2022-07-01")
    pack = made(Q2, desk, "Fund a second worker")
    before = dict(pack.files.values_list("name", "sha256"))
    make.incident(at="2022-07-02")
    actions.seek_decisions(pack, "Fund two workers", by=desk)
    with pytest.raises(actions.StillMade):
        actions.seek_decisions(pack, "Fund nobody", by=desk)
    pack = run(pack)
    assert "Fund two workers" in words_of(pack)
    assert rows_of(pack, "measures")["Incidents"][1] == "1"
    after = dict(pack.files.values_list("name", "sha256"))
    assert set(after) == set(before) == set(drawing.MEDIA_TYPES)
    assert all(after[name] != before[name] for name in after)
    page = bytes(pack.files.get(name="board-pack.html").content).decode()
    assert "Fund two workers" in page
    chair = make.actor(make.agency("board"), "board_member", capabilities=["approver"])
    with pytest.raises(Refused):
        actions.seek_decisions(pack, "Fund nobody", by=chair)


@committed
def test_a_template_that_breaks_leaves_the_files_as_they_were(desk, monkeypatch, tmp_path):
    make.incident(at="2022-07-01")
    pack = made(Q2, desk, "Fund a second worker")
    before = set(pack.files.values_list("sha256", flat=True))
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing-of-that-name()")
    monkeypatch.setattr(drawing, "TEMPLATE", broken)
    actions.seek_decisions(pack, "Fund two workers", by=desk)
    pack.refresh_from_db()
    jobs.run(pack.job_id)
    assert set(pack.files.values_list("sha256", flat=True)) == before
    page = text(client_of(desk).get(reverse("board_pack", args=[pack.reference])))
    assert "The files below still hold the decisions of before." in page


# Pages


def client_of(actor):
    return sign_in(actor.user, actor.membership_id)


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.django_db
def test_the_desk_asks_for_a_pack_and_nothing_typed_is_lost(desk):
    make.incident(at="2025-07-01")
    client = client_of(desk)
    assert "No board pack has been made yet." in text(client.get(reverse("board_packs")))
    typed = {"quarter": "2025-26 Q2", "decisions": "\n".join(["Decide"] * (MOST_DECISIONS + 1))}
    page = text(client.post(reverse("new_board_pack"), typed))
    assert f"Enter {MOST_DECISIONS} decisions or fewer" in page
    assert typed["decisions"] in page.replace("\r", "")
    answer = client.post(reverse("new_board_pack"), {**typed, "decisions": "Decide"})
    pack = BoardPack.objects.get()
    assert answer.url == reverse("board_pack", args=[pack.reference])
    page = text(client.get(answer.url))
    assert "Waiting to start." in page
    stop = reverse("stop_board_pack", args=[pack.reference])
    assert stop in page
    assert "The making was stopped." in text(client.post(stop, follow=True))
    assert "Stopped" in text(client.get(reverse("board_packs")))


@pytest.mark.django_db
def test_a_pack_is_read_by_who_reads_figures_and_by_nobody_of_another_partnership(desk):
    pack = actions.ask_for_pack(by=desk, quarter=Q2, decisions="Decide")
    pack.contract, _ = longest()
    pack.as_at = timezone.now()
    pack.save()
    pack.files.create(
        name="board-pack.pdf", media_type="application/pdf", content=b"Zqfile", sha256="-"
    )
    Job.objects.filter(pk=pack.job_id).update(state=JobState.DONE)
    here = [pack.reference]
    reads = [
        reverse("board_pack", args=here),
        reverse("board_pack_progress", args=here),
        reverse("board_pack_file", args=[*here, "board-pack.pdf"]),
    ]
    change, stop = (reverse(name, args=here) for name in ("decisions_sought", "stop_board_pack"))
    other = make.coordinator(make.partnership("dudley"))
    for actor, may_read, may_change in (
        (desk, 200, 200),
        (make.actor(make.agency("board"), "board_member"), 200, 403),
        (make.actor(make.agency("council"), "analyst"), 200, 403),
        (make.actor(make.agency("housing"), "practitioner"), 403, 403),
        (other, 404, 404),
    ):
        client = client_of(actor)
        assert [client.get(path).status_code for path in reads] == [may_read] * 3, actor
        assert client.get(change).status_code == may_change
        if may_change != 200:
            assert client.post(stop).status_code == may_change
        assert (b"Zqfile" in client.get(reads[2]).content) == (may_read == 200)
    client = client_of(desk)
    assert "The pack for printing, two pages (PDF, 6\xa0bytes)" in text(client.get(reads[0]))
    assert client.get(reverse("board_pack_file", args=[*here, "settings.py"])).status_code == 404


@pytest.mark.django_db
def test_the_pack_of_a_quarter_is_made_by_the_timetable_once(desk):
    make.incident(at="2022-07-01")
    due = date(2022, 10, 10)
    assert timetable.ask_for_packs_due(due - timedelta(days=1)) == []
    [pack] = timetable.ask_for_packs_due(due)
    assert (pack.quarter, pack.asked_by, pack.decisions) == ("2022-23 Q2", None, "")
    assert timetable.ask_for_packs_due(due + timedelta(days=20)) == []
