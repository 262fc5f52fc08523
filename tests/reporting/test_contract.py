"""The contract: every number once, sentences written from it, nothing told that is not shown."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.document import contract, hexmap
from reporting.document.ledger import Ledger
from reporting.outputs.printed import printed
from tests.reporting import sample


@pytest.fixture
def report() -> dict[str, Any]:
    return contract.build(sample.figures(), sample.figures(before=True), sample.context())


def said(document: dict[str, Any], section: str) -> list[str]:
    found = next(one for one in printed(document).sections if one.id == section)
    return [
        words
        for block in found.blocks
        for words in ([block.text] if block.kind == "paragraph" else block.items)
    ]


def rows(document: dict[str, Any], table: str) -> list[list[str]]:
    found = next(one for one in printed(document).tables if one.id == table)
    return [[row.heading, *(cell.text for cell in row.cells)] for row in found.rows]


def withhold(figures: dict[str, Any], measure: str, **dimensions: str) -> dict[str, Any]:
    for value in figures["values"]:
        if value["measure"] == measure and value["dimensions"] == dimensions:
            value.update(value=None, state="withheld")
    return figures


def test_the_document_is_plain_json_and_the_same_input_gives_the_same_document(report):
    again = contract.build(sample.figures(), sample.figures(before=True), sample.context())
    assert json.loads(json.dumps(report)) == report == again


def test_the_fingerprint_changes_with_any_number(report):
    changed = sample.figures()
    changed["values"][0]["value"] += 1
    other = contract.build(changed, sample.figures(before=True), sample.context())
    assert report["edition"]["fingerprint"] == contract.fingerprint(report)
    assert report["edition"]["fingerprint"] != other["edition"]["fingerprint"]


def test_values_of_the_year_stand_as_the_figures_gave_them(report):
    given_values = sample.figures()["values"]
    kept = [
        {key: value[key] for key in ("measure", "dimensions", "value", "state")}
        for value in report["values"]
    ]
    assert kept == given_values


def test_every_cell_and_token_points_to_a_number_that_exists(report):
    parts = ("values", "previous_values", "further_values", "not_available", "derived")
    known = {entry["id"] for part in parts for entry in report[part]}
    pointed = {
        cell["value"]
        for table in report["tables"]
        for row in table["rows"]
        for cell in row["cells"]
        if "value" in cell
    }
    assert pointed <= known
    assert not report["not_available"]


def test_the_towns_table_has_eight_rows_and_a_total_of_its_own(report):
    table = rows(report, "towns")
    assert [row[0] for row in table] == [*sample.TOWNS.values(), "Total"]
    assert table[-1] == ["Total", "175", "175", "145", "129", "434", "203", "56", "7", "3"]
    assert table[0] == ["Tipton", "13", "13", "11", "8", "30", "23", "6", "0", "0"]


def test_a_change_is_told_with_its_direction_and_a_percentage_on_a_base_of_20_or_more(report):
    assert said(report, "summary")[0] == (
        "175 incidents were reported in 2022-23, 1 more than in 2021-22 (174; up 1%)."
    )
    assert said(report, "town-tipton")[0] == (
        "13 incidents were reported in 2022-23, 2 more than in 2021-22 (11)."
    )


def test_the_headline_gives_no_percentage_on_a_base_under_20(report):
    headline = {row[0]: row[1:] for row in rows(report, "headline")}
    assert headline["Incidents"] == ["174", "175", "+1", "+1", "0"]
    assert headline["Duty to Notify"] == ["0", "7", "+7", "[z]", "0"]
    assert headline["Arrests"] == ["20", "3", "−17", "−85", "2"]


def test_a_tie_names_every_type_that_leads(report):
    assert said(report, "town-oldbury")[1] == (
        "The types recorded most often were labour exploitation and sexual exploitation, "
        "each in 9 of 20 incidents."
    )


def test_people_are_told_by_sex_without_the_empty_ones(report):
    assert "Of the people screened, 89 were female and 114 were male." in said(report, "people")


def test_without_a_year_before_nothing_is_compared():
    alone = contract.build(sample.figures(), None, sample.context())
    assert said(alone, "summary")[0] == "175 incidents were reported in 2022-23."
    assert rows(alone, "incidents-by-type")[0] == ["Labour exploitation", "90"]
    assert "2021-22" not in json.dumps(alone)


def test_an_empty_partnership_prints_noughts_and_says_no():
    empty = sample.figures()
    for value in empty["values"]:
        value["value"] = 0
    context = sample.context(further_values=[], wards=[])
    report = contract.build(empty, None, context)
    assert said(report, "summary")[0] == "No incidents were reported in 2022-23."
    assert rows(report, "towns")[-1] == ["Total", *["0"] * 9]
    assert "wards" not in {section["id"] for section in report["sections"]}


def test_a_withheld_count_takes_its_change_and_its_sentence_with_it():
    before = withhold(sample.figures(before=True), "incidents")
    report = contract.build(sample.figures(), before, sample.context())
    assert said(report, "summary")[0] == "175 incidents were reported in 2022-23."
    assert rows(report, "headline")[0][1:5] == ["[c]", "175", "[c]", "[c]"]
    assert "174" not in json.dumps(report["derived"])


def test_no_town_leads_when_one_of_them_is_withheld():
    figures = withhold(sample.figures(), "incidents", town="tipton")
    report = contract.build(figures, None, sample.context())
    assert said(report, "towns") == []


def test_a_cut_that_nobody_counted_is_not_available_and_never_nought():
    report = contract.build(sample.figures(), None, sample.context(further_values=[]))
    table = rows(report, "screened-by-type-and-sex")
    assert table[0] == ["Labour exploitation", "[x]", "[x]", "[x]", "[x]", "138"]


def test_agencies_that_sent_nothing_stand_beside_the_totals(report):
    silent = {row[0]: row[1] for row in rows(report, "silent-agencies")}
    assert silent["Arrests"] == "Adult social care; Housing"
    assert silent["Incidents"] == "None"
    towns = next(table for table in report["tables"] if table["id"] == "towns")
    assert "Sent nothing under “People referred” in 2022-23: Housing." in towns["notes"]


def test_a_measure_whose_agencies_were_not_looked_at_is_not_said_to_be_complete():
    report = contract.build(sample.figures(), None, sample.context(agencies_that_sent_nothing={}))
    assert {row[1] for row in rows(report, "silent-agencies")} == {"[x]"}


def test_a_failed_check_is_named_and_forbids_use():
    figures = sample.figures()
    figures["checks"][0].update(ok=False, difference=1)
    words = said(contract.build(figures, None, sample.context()), "checks")
    failed = "These checks do not agree: Incidents: the rows by town make the total."
    assert words == [f"{failed} The figures must not be used yet."]


def test_every_edition_says_who_may_see_it(report):
    assert report["edition"]["markings"] == [
        "Internal, not for publication",
        "Invented demonstration data",
    ]
    real = contract.build(sample.figures(), None, sample.context(demonstration=False))
    assert real["edition"]["markings"] == ["Internal, not for publication"]
    with pytest.raises(KeyError):
        contract.build(sample.figures(), None, sample.context(audience="everybody"))


def test_the_period_is_told_by_its_last_day_not_by_the_day_after(report):
    assert report["edition"]["period"]["words"] == "1 April 2022 to 31 March 2023"


def test_incidents_of_a_town_without_a_ward_stand_last_in_their_town():
    lost = {"ward_code": "", "ward_name": "Tipton", "town": "tipton", "value": 2}
    report = contract.build(sample.figures(), None, sample.context(wards=[lost, *sample.wards()]))
    table = rows(report, "wards")
    assert table[3] == ["Ward not recorded", "Tipton", "[z]", "2"]
    assert [figure["kind"] for figure in report["figures"]].count("ward_map") == 1


def test_wards_the_layout_does_not_know_are_a_table_without_a_map():
    unknown = {"ward_code": "E05016000", "ward_name": "New", "town": "tipton", "value": 2}
    report = contract.build(sample.figures(), None, sample.context(wards=[unknown]))
    assert rows(report, "wards")[0] == ["New", "Tipton", "E05016000", "2"]
    assert "ward_map" not in {figure["kind"] for figure in report["figures"]}


@given(now=st.integers(0, 5000), before=st.integers(0, 5000))
@settings(max_examples=200)
def test_a_percentage_is_whole_right_and_never_on_a_small_base(now, before):
    ledger = Ledger()
    values = [{"measure": "incidents", "dimensions": {}, "state": "shown"}]
    ledger.enter("now", [{**values[0], "value": now}])
    ledger.enter("before", [{**values[0], "value": before}])
    percent = ledger.entry(
        ledger.percent_change(ledger.count("now", "incidents"), ledger.count("before", "incidents"))
    )
    if before < 20:
        assert percent["state"] == "not_applicable"
        assert percent["value"] is None
    else:
        assert abs(percent["value"] - 100 * (now - before) / before) <= 0.5


@given(st.lists(st.integers(0, 3000), max_size=40))
def test_map_classes_are_at_most_five_and_hold_every_count_once(counts):
    ranges = hexmap.classes(counts)
    assert len(ranges) <= 5
    for count in counts:
        holding = [pair for pair in ranges if pair[0] <= count <= pair[1]]
        assert len(holding) == (1 if count else 0)


def test_the_hexagons_are_the_24_wards_each_in_a_place_of_its_own():
    layout = hexmap.layout()
    assert len({hexagon.ward_code for hexagon in layout}) == 24
    assert len({(hexagon.col, hexagon.row) for hexagon in layout}) == 24
    assert {hexagon.town for hexagon in layout} == set(list(sample.TOWNS)[:6])


def test_outlines_from_a_file_are_drawn_in_place_of_hexagons(tmp_path, report):
    square = [[0.0, 52.0], [0.1, 52.0], [0.1, 52.1], [0.0, 52.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"ward_code": hexagon.ward_code},
            "geometry": {"type": "Polygon", "coordinates": [square]},
        }
        for hexagon in hexmap.layout()
    ]
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"attribution": "Made for a test.", "features": features}))
    figure = next(
        one for one in printed(report, hexmap.load_outlines(path)).figures if one.kind == "ward_map"
    )
    assert figure.credit == "Made for a test."
    assert figure.svg.count("<g>") == 24
    assert "Cradley Heath" in figure.svg
