"""Incidents for each 10,000 residents: in the report, its files and the dashboard."""

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.urls import reverse

from casework import lists
from reporting.counting import rates
from reporting.counting.grouping import Grouping
from reporting.counting.rates import Count
from reporting.declared.models import DeclaredFigure
from reporting.declared.residents import WHAT_TO_ENTER, grouped, of_area, of_year
from reporting.disclosure import audit
from reporting.document import contract, editions
from reporting.outputs import csv_file, ods, xlsx
from reporting.outputs.printed import printed
from shop.models import Town
from tests import make
from tests.reporting import sample
from tests.reporting.counting import YEAR
from tests.signing_in import sign_in

SHOWN = "shown"
RESIDENTS = {"by_town": {"tipton": 38_000, "oldbury": 50_000}, "sources": ["ONS: census"]}


# Worked by hand


@pytest.mark.parametrize(
    ("number", "less", "residents", "told"),
    [
        (13, [], 38_000, 3.4),  # 3.421
        (19, [], 40_000, 4.8),  # 4.75, half up
        (0, [], 38_000, 0.0),
        (175, [7], 341_900, 4.9),  # 168 of them: 4.913
    ],
)
def test_a_rate_is_for_each_10_000_to_one_decimal(number, less, residents, told):
    counts = [Count(one, SHOWN) for one in (number, *less)]
    assert rates.rate(counts, residents) == (told, SHOWN)


def test_a_rate_says_no_more_than_its_counts():
    withheld = Count(None, "withheld")
    assert rates.rate([withheld], 38_000) == (None, "withheld")
    assert rates.rate([Count(175, SHOWN), withheld], 38_000) == (None, "withheld")
    assert rates.rate([withheld], None) == (None, "withheld")
    assert rates.rate([Count(13, SHOWN)], None) == (None, "not_available")


def test_the_area_has_its_own_residents_or_those_of_all_its_towns():
    towns = ["tipton", "oldbury", "outside_area", "not_recorded"]
    assert of_area(RESIDENTS, towns) == 88_000
    assert of_area(RESIDENTS | {"by_town": {"": 90_000, "tipton": 1}}, towns) == 90_000
    assert of_area(RESIDENTS, [*towns, "smethwick"]) is None
    together = Grouping("towns", {"town": ["tipton", "oldbury"]})
    assert grouped(RESIDENTS, together)["by_town"] == {"together": 88_000}
    unknown = Grouping("towns", {"town": ["tipton", "smethwick"]})
    assert grouped(RESIDENTS, unknown)["by_town"] == {"oldbury": 50_000}


# In the report


def report(*hidden: str, **changed) -> dict:
    """The sample's report; `hidden`: rows by town whose count of incidents is withheld."""
    figures = sample.figures()
    for value in figures["values"]:
        dimensions = value["dimensions"]
        if value["measure"] == "incidents" and list(dimensions) == ["town"]:
            value["state"] = "withheld" if dimensions["town"] in hidden else SHOWN
            value["value"] = None if dimensions["town"] in hidden else value["value"]
    residents = {"2022-23": RESIDENTS | {"by_town": RESIDENTS["by_town"] | {"": 341_900}}}
    context = sample.context(residents=residents, **changed)
    return contract.build(figures, None, context)


def rows(document: dict) -> dict[str, list[str]]:
    table = next(one for one in printed(document).tables if one.id == "incident-rates")
    return {row.heading: [cell.text for cell in row.cells] for row in table.rows}


def test_the_report_tells_rates_beside_the_residents():
    found = rows(report())
    assert found["Tipton"] == ["38,000", "3.4"]
    assert found["Oldbury"] == ["50,000", "4.0"]
    assert found["Smethwick"] == ["[x]", "[x]"]
    # 175 incidents, 7 of them outside the area.
    assert found["Whole area"] == ["341,900", "4.9"]


def test_a_rate_is_withheld_with_its_count_and_with_what_would_give_it_back():
    document = report("tipton", "outside_area")
    assert rows(document)["Tipton"] == ["38,000", "[c]"]
    assert rows(document)["Whole area"] == ["341,900", "[c]"]
    assert rows(document)["Oldbury"][1] == "4.0"
    for one in document["rates"]:
        assert (one["value"] is None) == (one["state"] != SHOWN)


def test_the_audit_finds_a_rate_of_a_count_that_is_withheld():
    document = report("tipton")
    document["edition"]["disclosure"]["thresholds"] = {"incidents": 5}
    planted = [{**one, "value": 3.4, "state": SHOWN} for one in document["rates"]]
    found = audit._numbers_beside(document | {"rates": planted})
    assert [one.name for one in found if "rate of a count" in one.words] == [
        "rate(2022-23/incidents/town=tipton)"
    ]
    assert not [one for one in audit._numbers_beside(document) if "rate" in one.name]


def test_a_report_without_residents_has_no_rates():
    document = contract.build(sample.figures(), None, sample.context())
    assert document["rates"] == []
    assert "incident-rates" not in {one["id"] for one in document["tables"]}


def test_spreadsheets_hold_a_rate_as_a_number_with_its_decimal():
    document = printed(report())
    assert xlsx.workbook(document)
    with zipfile.ZipFile(io.BytesIO(ods.workbook(document))) as file:
        content = file.read("content.xml").decode()
    assert 'table:style-name="rate" office:value-type="float" office:value="3.4"' in content
    with zipfile.ZipFile(io.BytesIO(xlsx.workbook(document))) as file:
        sheets = [
            file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name
        ]
        styles = file.read("xl/styles.xml").decode()
    assert any("<v>3.4</v>" in one for one in sheets)
    assert "#,##0.0" in styles


def test_figures_counted_elsewhere_stand_in_the_csv_with_who_supplied_them():
    one = {
        "reference": "FIG-1", "name": "=Trained", "supplied_by": "Council", "how_counted": "Once.",
        "value": 464, "state": "shown", "value_before": None, "state_before": "not_available",
    }  # fmt: skip
    document = contract.build(
        sample.figures(), sample.figures(before=True), sample.context(declared=[one])
    )
    lines = list(csv.DictReader(io.StringIO(csv_file.tidy(document).decode("utf-8-sig"))))
    told = [line for line in lines if line["supplied_by"]]
    assert [(one["measure_name"], one["period"], one["value"], one["state"]) for one in told] == [
        ("'=Trained", "2021-22", "", "not_available"),
        ("'=Trained", "2022-23", "464", "shown"),
    ]


# Entered and read


@pytest.fixture
def amal(db):
    return make.member(make.agency("desk"), "coordinator", name="Amal")


def entered(amal, approver, *, town: str = "tipton", value: str = "38000", period="2021-22"):
    given = {
        "name": "Residents", "period": period, "value": value, "counts": "RESIDENTS",
        "town": Town.objects.get(code=town).pk if town else "", "supplied_by": "ONS, Census 2021",
        "how_counted": "Usual residents on 21 March 2021.",
    }  # fmt: skip
    answer = sign_in(amal.user, amal.pk).post(reverse("add_declared_figure"), given)
    assert answer.status_code == 302, answer.content.decode()
    figure = DeclaredFigure.objects.latest("pk")
    sign_in(approver.user, approver.pk).post(reverse("declared_figure", args=[figure.reference]))
    return figure


@pytest.fixture
def chair(amal):
    return make.member(make.agency("board"), "board_member", name="The chair")


def test_residents_stand_for_later_years_until_others_are_entered(amal, chair):
    partnership = amal.agency.partnership
    make.incident()
    entered(amal, chair)
    assert of_year(partnership.pk, YEAR)["by_town"] == {"tipton": 38_000}
    assert of_year(partnership.pk, YEAR)["sources"] == [
        "ONS, Census 2021: Usual residents on 21 March 2021."
    ]
    assert of_year(partnership.pk, YEAR.previous().previous())["by_town"] == {}
    entered(amal, chair, value="39000", period="2022-23")
    entered(amal, amal, value="1", period="2022-23")
    assert of_year(partnership.pk, YEAR)["by_town"] == {"tipton": 39_000}
    with connection.cursor() as cursor:
        edition = editions.read(cursor, partnership, YEAR)
    document = editions.written(edition)
    assert rows(document)["Tipton"] == ["39,000", "0.3"]
    assert document["declared_names"] == [], "residents are printed with the rates alone"


def test_only_residents_are_of_a_town(amal):
    make.incident()
    given = {
        "name": "Trained", "period": "2022-23", "value": "1", "counts": "PEOPLE",
        "town": Town.objects.get(code="tipton").pk, "supplied_by": "x", "how_counted": "x",
    }  # fmt: skip
    client = sign_in(amal.user, amal.pk)
    page = client.post(reverse("add_declared_figure"), given).content.decode()
    assert "Leave this empty: only residents are of a town" in page
    given |= {"counts": "RESIDENTS", "value": "0"}
    page = client.post(reverse("add_declared_figure"), given).content.decode()
    assert "Enter how many residents there are" in page
    assert not DeclaredFigure.objects.exists()


def test_the_public_edition_withholds_a_rate_with_its_count(amal, chair):
    for _ in range(12):
        make.incident("tipton", types=["LAB"])
    for _ in range(2):
        make.incident("oldbury", types=["LAB"])
    entered(amal, chair)
    entered(amal, chair, town="oldbury", value="50000")
    with connection.cursor() as cursor:
        edition = editions.read(cursor, amal.agency.partnership, YEAR, audience="public")
    document = editions.written(edition)
    assert rows(document)["Oldbury"][-1] == "[c]"
    shown = {one["id"] for one in document["values"] if one["state"] == SHOWN}
    assert {one["id"] for one in document["rates"] if one["value"] is not None} == {
        one["id"] for one in document["rates"] if shown.issuperset(one["of"]) and one["residents"]
    }
    assert audit.findings(document) == []
    assert "0.4" not in json.dumps(document["rates"])


def board(member) -> str:
    page = sign_in(member.user, member.pk).get(reverse("dashboard"), {"period": "2022-23"})
    return page.content.decode()


RATES = "Incidents for each 10,000 residents"


def test_the_dashboard_says_what_to_enter_then_tells_rates(amal, chair):
    for _ in range(12):
        make.incident("tipton")
    make.incident("oldbury", granted_to=[make.agency("housing")])
    bea = make.member(make.agency("housing"), "practitioner", name="Bea")
    assert WHAT_TO_ENTER in board(amal)
    entered(amal, chair)
    entered(amal, chair, town="oldbury", value="50000")
    for reader, tipton, oldbury in ((amal, "3.2", "0.2"), (chair, "2.6", "[c]")):
        page = board(reader)
        table = page.split(RATES, 2)[-1].split("</table>")[0]
        for town, told in (("Tipton", tipton), ("Oldbury", oldbury)):
            assert told in table.split(town)[1].split("</tr>")[0]
        assert WHAT_TO_ENTER not in page
    assert RATES not in board(bea)
    assert WHAT_TO_ENTER not in board(bea)
    client = sign_in(amal.user, amal.pk)
    quarter = client.get(reverse("dashboard"), {"period": "2022-04-01_2022-06-30"})
    assert "told of whole years" in quarter.content.decode()


def test_the_list_of_declared_figures_has_no_end_that_is_cut_silently(amal, chair):
    for number in range(lists.PAGE + 1):
        DeclaredFigure.objects.create(
            partnership=amal.agency.partnership, period="2022-23", name=f"Figure {number}",
            value=1, supplied_by="x", how_counted="x", entered_by=amal.user,
        )  # fmt: skip
    client = sign_in(amal.user, amal.pk)
    first = client.get(reverse("declared_figures")).content.decode()
    assert "Figure 0<" not in first
    after = first.split("after=")[1].split('"')[0]
    assert (
        "Figure 0<" in client.get(f"{reverse('declared_figures')}?after={after}").content.decode()
    )
