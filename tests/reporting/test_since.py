"""A published report beside the records as they are now, and beside other editions."""

import hashlib
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from agencies.models import AuditEvent
from casework.models import StatusChange
from reporting.counting.behind import NO_RECORDS
from reporting.counting.periods import Period
from reporting.document import changes
from reporting.figure_views import OPENABLE_ONLY
from reporting.kept.frozen import FrozenFact
from reporting.management.commands.rebuild_report import differences
from shop.models import Incident
from tests import make
from tests.reporting.kept import figures_json, kept_report, published
from tests.reporting.test_frozen import by_sql
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def signed_in(agency: str, role: str, **facts):
    member = make.member(make.agency(agency), role, **facts)
    return sign_in(member.user, member.pk)


@pytest.fixture
def amal():
    return signed_in("desk", "coordinator", name="Amal")


def rows(page: str, caption: str) -> list[list[str]]:
    """The cells of each row of a table, as words."""
    table = page.split(caption, 2)[-1].split("</table>")[0].split("<tbody")[1]
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in cells.findall(row)]
        for row in table.split("<tr")[1:]
    ]


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def changed_since(kept: dict[str, Incident]) -> None:
    """One merged, one moved, one deleted by the owner of the tables, one entered late."""
    Incident.objects.filter(pk=kept["merged"].pk).update(status="DUP", merged_into=kept["stays"])
    oldbury = make.incident("oldbury", at="2022-07-07", types=["SEX"]).town
    Incident.objects.filter(pk=kept["moved"].pk).update(town=oldbury)
    by_sql("delete from shop_incident where id = %s", kept["deleted"].pk)


@pytest.fixture
def four() -> dict[str, Incident]:
    return {name: make.incident() for name in ("stays", "merged", "moved", "deleted")}


def test_the_page_says_what_became_of_each_record(amal, four):
    report = published(kept_report())
    href = reverse("report_since", args=[report.reference])
    assert "The records still give every figure of this report." in text(amal.get(href))
    changed_since(four)
    page = text(amal.get(href))
    assert (
        "Incidents, 2022-23: 4 in the report, 3 now. Of what was counted or counts now, 1 was "
        "disposed of; 1 counts no longer; 1 counts in another row; 1 was added since." in page
    )
    found = {(one[0], one[2]): one[3:] for one in rows(page, "Figures that would be others now")}
    assert found["Incidents", "Total"] == ["4", "3", "−1"]
    assert found["Incidents", "Tipton"] == ["4", "1", "−3"]
    assert found["Incidents", "Oldbury"] == ["0", "2", "+2"]
    assert AuditEvent.objects.filter(act="read", parts=["since"]).count() == 2


def test_a_published_figure_opens_to_what_is_left_of_its_records(amal, four):
    hidden = make.incident()
    hidden.grants.all().delete()
    report = published(kept_report())
    late = make.incident()
    changed_since(four)
    page = text(amal.get(reverse("report", args=[report.reference])))
    figure = f"{reverse('report_figure', args=[report.reference, 'incidents'])}?period=2022-23"
    assert figure in page.replace("&amp;", "&")
    page = text(amal.get(f"{figure}&town=tipton&exploitation_type=LAB"))
    assert "1 record since disposed of." in page
    assert OPENABLE_ONLY in page
    for name in ("stays", "merged", "moved"):
        assert four[name].reference in page
    for gone in (four["deleted"], hidden, late):
        assert gone.reference not in page


def test_those_who_may_not_open_it_do_not(four):
    report = published(kept_report())
    changed_since(four)
    figure = f"{reverse('report_figure', args=[report.reference, 'incidents'])}?period=2022-23"
    board = signed_in("board", "board_member")
    answer = board.get(figure)
    assert (answer.status_code, NO_RECORDS in answer.content.decode()) == (403, True)
    assert figure not in text(board.get(reverse("report", args=[report.reference])))
    stranger = make.member(make.agency("desk", make.partnership("second")), "coordinator")
    foreign = sign_in(stranger.user, stranger.pk)
    worker = signed_in("housing", "practitioner")
    for name in ("report_since", "report_compared"):
        href = reverse(name, args=[report.reference])
        assert worker.get(href).status_code == 403
        assert foreign.get(href).status_code == 404
    assert worker.get(figure).status_code == 403
    assert foreign.get(figure).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?period=2019-20", "?period=2022-23&town=atlantis", "?period=2022-23&town=%00"]
)
def test_a_figure_that_the_report_has_not_is_not_found(amal, query):
    href = reverse("report_figure", args=[kept_report().reference, "incidents"])
    assert amal.get(href + query).status_code == 404
    assert amal.get(href.replace("incidents", "nothing") + query).status_code == 404


def test_what_an_edition_prints_otherwise_than_one_before_is_named(amal, four):
    first = published(kept_report())
    changed_since(four)
    second = published(kept_report(), replaces=first)
    desk = make.coordinator()
    StatusChange.objects.create(
        record_type="annualreport", reference=second.reference,
        step="publish", by=desk.user, agency=desk.agency, note="One was entered late.",
    )  # fmt: skip
    make.incident(at="2023-06-01")
    year_after = kept_report(period=Period.parse("2023-24"))
    page = text(amal.get(reverse("report_compared", args=[year_after.reference])))
    [incidents, *_] = rows(page, "The year of each edition, as it was printed")
    assert incidents == ["Incidents", "4", "3", "1"]
    assert "One was entered late." in page
    assert "Nothing: every figure that both editions print is the same." in page
    restated = {(one[0], one[1], one[2]): one[3:] for one in rows(page, "and not alike")}
    assert restated["Incidents", "2022-23", "Total"] == ["4", "3", "−1"]
    assert restated["Incidents", "2022-23", "Oldbury"] == ["0", "2", "+2"]


def test_a_measure_that_is_counted_by_another_rule_is_no_change():
    then = [{"id": "incidents", "version": 1}, {"id": "arrests", "version": 1}]
    now = [{"id": "incidents", "version": 2}, {"id": "arrests", "version": 1}]
    passed_over = changes.other_rules(then, now)
    assert passed_over == ["incidents"]
    figures = [changes.Figure("2022-23", one, ()) for one in ("incidents", "arrests")]
    before, after = ({one: changes.Told(n) for one in figures} for n in (1, 2))
    found = changes.between(before, after, other_rules=passed_over)
    assert [(one.figure.measure, one.signed) for one in found] == [("arrests", "+1")]


def test_words_that_differ_are_told_apart_from_figures():
    was = {"labels": {}, "sections": ["a"], "values": []}
    assert differences(was, {**was, "sections": ["b"]}) == [
        "Every figure is the same. Another version of the application wrote: sections."
    ]


def test_a_withheld_figure_stays_withheld_beside_another_edition(amal):
    for _ in range(8):
        make.incident()
    first = published(kept_report("public"))
    for _ in range(3):
        make.incident("oldbury")
    draft = kept_report("public")
    page = text(amal.get(reverse("report_compared", args=[draft.reference])))
    shown = changes.between(
        changes.of_document(first.contract), changes.of_document(draft.contract)
    )
    assert all(one.difference is None or abs(one.difference) >= 5 for one in shown)
    assert "Oldbury" not in page or "[c]" in page


@pytest.mark.django_db(transaction=True)
def test_the_command_writes_a_report_again_and_compares_it(tmp_path, capsys, four):
    report = published(kept_report())
    changed_since(four)
    call_command("rebuild_report", report.reference, to=tmp_path / "again")
    assert (tmp_path / "again" / "figures.json").read_bytes() == figures_json(report)
    digest = hashlib.sha256(figures_json(report)).hexdigest()
    assert f"The same: figures.json has the SHA-256 {digest}" in capsys.readouterr().out
    assert AuditEvent.objects.filter(act="rebuild_report").count() == 1
    # A fact that was lost, past every fence.
    by_sql("alter table reporting_frozenfact disable trigger user")
    one = FrozenFact.objects.filter(measure="incidents").first()
    by_sql("update reporting_frozenfact set town = 'oldbury' where key = %s", one.pk)
    by_sql("alter table reporting_frozenfact enable trigger user")
    with pytest.raises(CommandError, match="Not the same") as ended:
        call_command("rebuild_report", report.reference, to=tmp_path / "other")
    assert ended.value.returncode == 1
    said = capsys.readouterr().out
    assert "2022-23, incidents, Tipton: 4 then, 3 now" in said
    assert "2022-23, incidents, Oldbury: 0 then, 1 now" in said
    with pytest.raises(CommandError) as ended:
        call_command("rebuild_report", "REP-222222-J", to=tmp_path)
    assert ended.value.returncode == 2
