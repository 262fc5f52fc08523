"""Figures counted elsewhere: entered by one, approved by another, corrected by a new one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from agencies.models import AuditEvent, Membership
from reporting.counting.periods import Period
from reporting.declared.models import DeclaredFigure, in_use
from reporting.document import editions
from reporting.outputs.printed import Table, printed
from tests import make
from tests.signing_in import sign_in

LIST, ADD = reverse("declared_figures"), reverse("add_declared_figure")
TRAINED = {
    "name": "Professionals trained",
    "period": "2022-23",
    "value": "464",
    "counts": "PEOPLE",
    "supplied_by": "Sandwell Council, training",
    "how_counted": "People who came to at least one session; each once.",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal() -> Membership:
    return make.member(make.agency("desk"), "coordinator", name="Amal")


@pytest.fixture
def chair() -> Membership:
    return make.member(make.agency("board"), "board_member", name="The chair")


def client_of(member: Membership) -> Client:
    return sign_in(member.user, member.pk)


def entered(by: Membership, **changed: str) -> DeclaredFigure:
    answer = client_of(by).post(ADD, TRAINED | changed)
    assert answer.status_code == 302, answer.content.decode()
    return DeclaredFigure.objects.latest("pk")


def approve(figure: DeclaredFigure, by: Membership) -> str:
    return client_of(by).post(page_of(figure), follow=True).content.decode()


def page_of(figure: DeclaredFigure) -> str:
    return reverse("declared_figure", args=[figure.reference])


def names_in_use() -> list[tuple[str, int]]:
    partnership = make.partnership()
    return [(row.name, row.value) for row in in_use(partnership.pk, "2022-23")]


def test_a_figure_is_used_once_another_person_approved_it(amal, chair):
    figure = entered(amal)
    assert names_in_use() == []
    assert "Approved. The next report" in approve(figure, chair)
    assert names_in_use() == [("Professionals trained", 464)]


def test_nobody_approves_what_they_entered_and_nothing_is_approved_twice(amal, chair):
    figure = entered(amal)
    assert "somebody else approves it" in approve(figure, amal)
    approve(figure, chair)
    assert "approved already" in approve(figure, amal)
    figure.refresh_from_db()
    assert figure.approved_by == chair.user


def test_the_database_refuses_one_who_approves_their_own(amal):
    figure = entered(amal)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredFigure.objects.filter(pk=figure.pk).update(
            approved_by=amal.user, approved_at=figure.entered_at
        )


def test_a_correction_takes_the_place_when_it_is_approved_and_both_are_kept(amal, chair):
    figure = entered(amal)
    approve(figure, chair)
    correct = reverse("correct_declared_figure", args=[figure.reference])
    client = client_of(amal)
    assert 'value="464"' in client.get(correct).content.decode()
    client.post(correct, TRAINED | {"value": "465"})
    assert names_in_use() == [("Professionals trained", 464)]
    approve(DeclaredFigure.objects.get(value=465), chair)
    assert names_in_use() == [("Professionals trained", 465)]
    assert "Replaced" in client.get(LIST).content.decode()


def test_two_who_correct_one_figure_do_not_overwrite_each_other(amal):
    figure = entered(amal)
    correct = reverse("correct_declared_figure", args=[figure.reference])
    client = client_of(amal)
    client.post(correct, TRAINED | {"value": "465"})
    page = client.post(correct, TRAINED | {"value": "466"}).content.decode()
    assert "Somebody corrected this figure meanwhile" in page
    assert 'value="466"' in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter what was counted"),
        ("period", "2022", "Write the year as two years"),
        ("value", "4.5", "The figure must be a whole number"),
        ("value", "-1", "The figure must be 0 or more"),
        ("supplied_by", "", "Enter who supplied the figure"),
        ("how_counted", "", "Enter how it was counted"),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(amal, field, typed, sentence):
    page = client_of(amal).post(ADD, TRAINED | {field: typed}).content.decode()
    assert sentence in page
    kept = "supplied_by" if field != "supplied_by" else "name"
    assert TRAINED[kept] in page


def test_an_analyst_reads_the_list_and_enters_nothing():
    analyst = make.member(make.agency("board"), "analyst", name="An analyst")
    client = client_of(analyst)
    page = client.get(LIST).content.decode()
    assert "No figure has been entered yet." in page
    assert ADD not in page
    assert client.get(ADD).status_code == 403


def test_entering_and_approving_are_written_down(amal, chair):
    approve(entered(amal), chair)
    acts = AuditEvent.objects.filter(reference__startswith="FIG-").values_list("act", flat=True)
    assert {"add", "approve", "read"} >= set(acts) >= {"add", "approve"}


def table_of(audience: str) -> Table:
    """The table of such figures in an edition of 2022-23, counted now."""
    partnership = make.partnership()
    with connection.cursor() as cursor:
        year = Period.parse("2022-23")
        edition = editions.read(cursor, partnership, year, audience=audience)
    report = printed(editions.written(edition))
    return next(table for table in report.tables if table.id == "declared")


def test_the_report_prints_it_apart_with_who_supplied_it_and_the_year_before(amal, chair):
    make.incident(at="2021-06-01")
    make.incident()
    approve(entered(amal), chair)
    approve(entered(amal, period="2021-22", value="401"), chair)
    table = table_of("internal")
    [row] = table.rows
    assert row.heading == "Professionals trained"
    assert [cell.text for cell in row.cells] == [
        "401", "464", "Sandwell Council, training",
        "People who came to at least one session; each once.",
    ]  # fmt: skip


def test_small_numbers_of_people_are_withheld_from_partners_and_the_public(amal, chair):
    make.incident()
    approve(entered(amal, name="Survivors who spoke", value="3"), chair)
    approve(entered(amal, name="Sessions", value="2", counts="OTHER"), chair)
    shown = {
        audience: {row.heading: row.cells[0].text for row in table_of(audience).rows}
        for audience in ("internal", "partner", "public")
    }
    assert shown["internal"] == {"Sessions": "2", "Survivors who spoke": "3"}
    assert shown["partner"] == shown["public"] == {"Sessions": "2", "Survivors who spoke": "[c]"}


def test_no_edition_has_a_section_for_figures_that_nobody_supplied(amal):
    make.incident()
    entered(amal)
    with pytest.raises(StopIteration):
        table_of("internal")
