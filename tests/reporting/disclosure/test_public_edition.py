"""A public edition as a reader holds it: every file, table, chart, map and sentence."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from casework.printing.pdf import elements
from reporting import outputs
from reporting.disclosure import audit, publish, rules, wards
from reporting.disclosure.publish import Counted
from reporting.document import contract
from reporting.outputs import pdf
from reporting.outputs.printed import Printed, printed
from tests.reporting import sample

Document = dict[str, Any]


def counted(**changed: Any) -> Counted:
    context = sample.context(previous_period="2021-22", **changed)
    return Counted(
        sample.figures(),
        figures_before(),
        context,
        {("people_screened", ()): 5, ("people_screened", (("sex", "M"),)): 5},
    )


def figures_before() -> Document:
    """The sample's year before, in which not all who were screened have a type."""
    made = sample.figures(before=True)
    types = {
        one["dimensions"].get("exploitation_type"): one
        for one in made["values"]
        if one["measure"] == "people_screened" and "exploitation_type" in one["dimensions"]
    }
    everybody = next(
        one["value"]
        for one in made["values"]
        if one["measure"] == "people_screened" and not one["dimensions"]
    )
    types["UNK"]["value"] = everybody - sum(one["value"] for one in types.values())
    return made


def published(of: Counted, audience: str = "public", **earlier: Any) -> Document:
    safe = publish.protected(of, audience, earlier=earlier).counted
    return contract.build(safe.figures, safe.previous, safe.context)


@pytest.fixture(scope="module")
def document() -> Document:
    return published(counted())


@pytest.fixture(scope="module")
def report(document) -> Printed:
    return printed(document)


def rows(report: Printed, table: str) -> dict[str, list[str]]:
    found = next(one for one in report.tables if one.id == table)
    return {row.heading: [cell.text for cell in row.cells] for row in found.rows}


def said(report: Printed, section: str) -> list[str]:
    found = next(one for one in report.sections if one.id == section)
    return [block.text for block in found.blocks if block.kind == "paragraph"]


def test_the_audit_passes_it_and_counts_of_work_stay_exact(document, report):
    assert audit.findings(document) == []
    towns = rows(report, "towns")
    assert towns["Tipton"][1:5] == ["13", "11", "8", "30"]
    assert towns["Total"][:5] == ["175", "175", "145", "129", "434"]
    assert towns["Smethwick"][-1] == towns["Total"][-1] == "[c]"


def test_no_count_of_1_to_4_of_people_or_incidents_is_shown(document):
    protected = document["edition"]["disclosure"]["thresholds"]
    assert set(protected) == {
        "incidents",
        "people_screened",
        "people_referred",
        "duty_to_notify",
        "arrests",
    }
    for part in ("values", "previous_values", "further_values"):
        for entry in document[part]:
            if entry["measure"] in protected and entry["state"] == "shown":
                assert entry["value"] == 0 or entry["value"] >= 5


def test_a_change_or_percentage_is_withheld_when_either_year_is(document, report):
    states = {
        entry["id"]: entry["state"]
        for part in ("values", "previous_values", "further_values")
        for entry in document[part]
    }
    for entry in document["derived"]:
        if "withheld" in {states[key] for key in entry["of"]}:
            assert (entry["state"], entry["value"]) == ("withheld", None)
    assert rows(report, "headline")["Arrests"][:4] == ["20", "[c]", "[c]", "[c]"]


def test_it_says_what_is_withheld_and_how_much(document, report):
    told = document["edition"]["disclosure"]
    states = [
        entry["state"]
        for part in ("values", "previous_values", "further_values")
        for entry in document[part]
        if "ward" not in entry["dimensions"]
    ]
    assert told["counts"] == len(states)
    assert told["withheld"] == states.count("withheld") > 0
    words = " ".join(said(report, "about"))
    assert "Counts of 1 to 4 are too small to publish safely" in words
    assert f"{told['withheld']} of the {told['counts']} counts" in words
    assert f"({told['withheld_percent']}%)" in words
    assert "suppress" not in json.dumps(document)


def test_checks_are_told_without_the_counts_they_compared(document, report):
    assert document["checks"] == [
        {
            "id": "incidents-by-town",
            "rule": "Incidents: the rows by town make the total",
            "ok": True,
        }
    ]
    assert rows(report, "checks") == {"Incidents: the rows by town make the total": ["Agrees"]}


def test_bars_of_withheld_counts_are_hatched_and_all_alike(report):
    chart = next(one for one in report.figures if "Tipton" in one.title)
    boxes = re.findall(r'<path d="M[^"]*l6 -14[^"]*"', chart.svg)
    assert boxes
    lengths = {len(re.findall("l6 -14", box)) for box in boxes}
    assert len(lengths) == 1
    assert "[c]" in chart.svg


def test_wards_are_told_in_bands_in_table_and_map(document, report):
    wards_told = [one for one in document["further_values"] if "ward" in one["dimensions"]]
    assert {one["state"] for one in wards_told} <= {"banded", "withheld", "shown"}
    for one in wards_told:
        assert one["state"] == "shown" or one["value"] is None
    table = next(one for one in report.tables if one.id == "wards")
    assert {cell.text for row in table.rows for cell in row.cells[2:]} <= {
        *("0 to 9", "10 to 19", "20 to 39", "40 or more", "[c]", "[z]"),
        *("7", "17", "175"),
    }
    ward_map = next(one for one in report.figures if one.kind == "ward_map")
    numbers = set(re.findall(r">([^<]*\d[^<]*)</text>", ward_map.svg))
    assert numbers <= {"0 to 9", "10 to 19", "20 to 39"}


def test_every_town_with_wards_has_a_row_without_one(document):
    """Else the row itself would tell that there is an incident in it."""
    table = next(one for one in document["tables"] if one["id"] == "wards")
    headings = [row["cells"][0].get("text") for row in table["rows"]]
    assert headings.count("Ward not recorded") == 6


@pytest.mark.parametrize(
    ("counts", "total", "told"),
    [
        ((3, 4, 6), 13, ["banded"] * 4),
        ((9, 18, 12), 39, ["banded"] * 4),
        # Bands of 10 to 19 twice leave at least 0, at most 7: room enough.
        ((10, 10, 7), 27, ["banded"] * 4),
        # As many as the bands allow: each count would be known.
        ((19, 19, 9, 9, 9), 65, ["withheld"] * 5),
        ((2, 1), None, ["withheld"] * 3),
        ((0, 0), 0, ["shown"] * 3),
    ],
)
def test_a_band_is_told_only_where_it_leaves_room(counts, total, told):
    listed = [
        {"ward_code": code, "ward_name": "", "town": "tipton", "value": count}
        for code, count in zip(("W1", "W2", "W3", "W4", ""), counts, strict=False)
    ]
    found = wards.published(listed, {"tipton": total}, rules.BANDS, 5)
    assert [one["state"] for one in found] == told


# Distinctive counts, planted below a threshold of 5,000: whatever is withheld would be seen.


PLANTED = (1237, 2741, 3319, 4003, 1873, 2203, 3671, 4451)


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> tuple[Document, set[int], dict[str, str]]:
    """The edition, its withheld counts and changes, and the words of each file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "THRESHOLDS", {("public", "people_referred"): 5000})
        document, withheld = _planted_edition()
    folder = tmp_path_factory.mktemp("planted")
    words = {path.name: _words_of(path) for path in outputs.write(document, folder)}
    drawn = printed(document)
    words["what typst draws"] = json.dumps(pdf.fitted(drawn)[0])
    words["charts and map"] = " ".join(figure.svg + figure.alt for figure in drawn.figures)
    return document, withheld, words


def _planted_edition() -> tuple[Document, set[int]]:
    of = counted()
    changed = {}
    for figures, shift in ((of.figures, 0), (of.previous, 17)):
        total = 0
        for value in figures["values"]:
            if value["measure"] == "people_referred" and value["dimensions"]:
                place = list(sample.TOWNS).index(value["dimensions"]["town"])
                value["value"] = PLANTED[place] + shift
                total += value["value"]
        next(one for one in figures["values"] if one["measure"] == "people_referred")["value"] = (
            total
        )
        changed[shift] = PLANTED
    document = published(of)
    withheld = {
        count + shift
        for place, count in enumerate(PLANTED)
        for shift, part in ((0, "values"), (17, "previous_values"))
        for entry in document[part]
        if entry["measure"] == "people_referred"
        and entry["dimensions"] == {"town": list(sample.TOWNS)[place]}
        and entry["state"] == "withheld"
    }
    return document, withheld


def _words_of(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix in {".xlsx", ".docx", ".ods"}:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(
                parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
            )
    if path.suffix == ".pdf":
        with pikepdf.open(io.BytesIO(content)) as opened:
            described = [str(one.Alt) for one in elements(opened, pikepdf.Name.Figure)]
            streams = [bytes(page.Contents.read_bytes()) for page in opened.pages]
            with opened.open_metadata() as metadata:
                return " ".join([*described, str(metadata), *map(repr, streams)])
    text = content.decode("utf-8-sig")
    if path.suffix == ".html":
        for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
            ElementTree.fromstring(svg)  # noqa: S314 our own drawing
    return text


def _forms(number: int) -> list[str]:
    return [str(number), f"{number:,}"]


def test_no_file_holds_a_withheld_count(planted: tuple[Mapping, set[int], dict[str, str]]):
    _, withheld, words = planted
    assert len(withheld) >= 12
    assert set(words) == {*outputs.FORMATS, "what typst draws", "charts and map"}
    found = [
        (place, form)
        for place, text in words.items()
        for number in withheld
        for form in _forms(number)
        if re.search(rf"(?<![\d.,#]){form}(?![\d.])", text)
    ]
    assert found == []


def test_the_search_would_see_a_count_that_is_shown(planted):
    document, _, words = planted
    total = next(one["value"] for one in document["values"] if one["measure"] == "people_referred")
    for place in set(words) - {"report.pdf", "charts and map"}:
        assert any(form in words[place] for form in _forms(total)), place


# Earlier editions


def correct(of: Counted, by: int) -> Counted:
    """The year before, with more incidents of one type in one town than were known last year."""
    for value in of.previous["values"]:
        if value["measure"] == "incidents" and value["dimensions"] in (
            {},
            {"town": "smethwick"},
            {"exploitation_type": "LAB"},
            {"town": "smethwick", "exploitation_type": "LAB"},
        ):
            value["value"] += by
    return of


@pytest.fixture(scope="module")
def last_year() -> Document:
    """The edition of the year before, as given out then."""
    context = sample.context(period="2021-22", wards=[], further_values=[])
    of = Counted(figures_before(), None, context)
    safe = publish.protected(of, "public").counted
    return contract.build(safe.figures, None, safe.context)


def total_of(document: Document, part: str) -> int | None:
    return next(
        one["value"]
        for one in document[part]
        if one["measure"] == "incidents" and not one["dimensions"]
    )


def test_a_small_correction_of_last_year_waits(last_year):
    now = published(correct(counted(), by=1), public=[last_year])
    assert total_of(now, "previous_values") == total_of(last_year, "values") == 174
    assert audit.findings(now, [last_year]) == []
    words = " ".join(said(printed(now), "about"))
    assert "Incidents in 2021-22: the figures are those of “Annual report 2021-22”." in words


def test_a_large_correction_of_last_year_is_told(last_year):
    now = published(correct(counted(), by=6), public=[last_year])
    assert total_of(now, "previous_values") == 180
    assert audit.findings(now, [last_year]) == []


def test_without_the_hold_the_audit_would_refuse_the_small_correction(last_year):
    alone = published(correct(counted(), by=1))
    assert "differs from an earlier edition by too little to publish safely" in {
        one.words for one in audit.findings(alone, [last_year])
    }


def test_partners_see_the_same_marks_as_the_public():
    document = published(counted(), "partner")
    assert document["edition"]["markings"][0] == "For partner agencies, not for publication"
    assert audit.findings(document) == []
    public = published(counted(), partner=[document])
    hidden = [
        {one["id"] for one in edition["values"] if one["state"] == "withheld"}
        for edition in (document, public)
    ]
    assert hidden[0] <= hidden[1]


def test_an_internal_edition_is_exact():
    of = counted()
    assert publish.protected(of, "internal").counted is of
