"""The files of a report: opened again and compared with the contract they were drawn from."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from casework.printing.fonts import FONTS
from casework.printing.pdf import PdfNotMade, body_rows, elements
from reporting import outputs
from reporting.document import contract
from reporting.outputs import csv_file, docx, html, ods, pdf, xlsx
from reporting.outputs.printed import Printed, printed
from tests.reporting import sample

SVG = "{http://www.w3.org/2000/svg}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = '=1+1 <script>alert(1)</script> #panic("run") $x$ @label'


def built(**changed: Any) -> dict[str, Any]:
    return contract.build(sample.figures(), sample.figures(before=True), sample.context(**changed))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return built()


@pytest.fixture(scope="module")
def report(document) -> Printed:
    return printed(document)


@pytest.fixture(scope="module")
def pdf_file(report) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf.document(report))) as opened:
        yield opened


def hostile() -> Printed:
    return printed(built(partnership=HOSTILE, area=HOSTILE))


def test_every_file_is_written_and_each_step_is_told(document, tmp_path):
    steps: list[str] = []
    written = outputs.write(document, tmp_path / "new", on_step=steps.append)
    names = [
        *("figures.json", "report.html", "report.pdf", "report.docx"),
        *("figures.xlsx", "figures.ods", "figures.csv"),
    ]
    assert [path.name for path in written] == names
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(names)
    assert steps == [
        "Writing the data file",
        "Writing the web page",
        "Writing the PDF",
        "Writing the Word file",
        "Writing the spreadsheet",
        "Writing the open spreadsheet",
        "Writing the CSV file",
    ]


def test_the_same_contract_gives_the_same_bytes(document, tmp_path):
    first = {path.name: path.read_bytes() for path in outputs.write(document, tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in outputs.write(document, tmp_path / "b")}
    assert [name for name in first if first[name] != second[name]] == []


def test_a_format_that_fails_leaves_the_others_and_no_half_file(document, tmp_path, monkeypatch):
    def fails(report: Printed) -> bytes:
        raise PdfNotMade("no")

    monkeypatch.setattr(pdf, "document", fails)
    with pytest.raises(PdfNotMade):
        outputs.write(document, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"figures.json", "report.html"}


def test_the_data_file_is_the_contract(document, tmp_path):
    path = outputs.write(document, tmp_path)[0]
    assert json.loads(path.read_text(encoding="utf-8")) == document


# PDF


def test_the_pdf_is_marked_and_says_its_language_title_and_standard(pdf_file, document):
    root = pdf_file.Root
    assert root.MarkInfo.Marked
    assert root.StructTreeRoot
    assert str(root.Lang).startswith("en")
    assert root.ViewerPreferences.DisplayDocTitle
    with pdf_file.open_metadata() as metadata:
        edition = document["edition"]
        assert metadata["dc:title"] == f"{edition['title']}: {edition['partnership']}"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"


def test_the_pdf_has_every_table_with_column_and_row_headers(pdf_file, document):
    tables = elements(pdf_file, pikepdf.Name.Table)
    assert len(tables) == len(document["tables"])
    assert len(elements(pdf_file, pikepdf.Name.THead)) == len(tables)
    rows = body_rows(pdf_file)
    assert len(rows) == sum(len(table["rows"]) for table in document["tables"])
    assert {str(row.K[0].S) for row in rows} == {"/TH"}
    for header in elements(pdf_file, pikepdf.Name.TH):
        attributes = header.A if isinstance(header.A, pikepdf.Dictionary) else header.A[0]
        assert str(attributes.Scope) in {"/Row", "/Column"}


def test_the_pdf_has_every_figure_with_its_description(pdf_file, report):
    described = [str(one.Alt) for one in elements(pdf_file, pikepdf.Name.Figure)]
    assert described == [figure.alt for figure in report.figures]


def test_the_headings_of_the_pdf_begin_at_one(pdf_file, report):
    assert len(elements(pdf_file, pikepdf.Name.H1)) == len(report.sections) + 1
    assert elements(pdf_file, pikepdf.Name.H3) == []


def test_every_font_of_the_pdf_is_one_of_ours_and_embedded(pdf_file):
    fonts = [one for one in pdf_file.objects if _is(one, "/FontDescriptor")]
    assert fonts
    for font in fonts:
        assert "SourceSans3" in str(font.FontName)
        assert "/FontFile2" in font or "/FontFile3" in font


def _is(one: Any, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind


def test_a_missing_glyph_is_replaced_and_its_place_is_named():
    report = printed(built(partnership="Sandwell 反奴役\x00 partnership"))
    assert pdf.document(report).startswith(b"%PDF")
    found = pdf.unprintable(report)
    assert found[0].words == "Annual report 2022-23: U+53CD cjk unified ideograph-53cd"
    assert {one.character for one in found} == set("反奴役")


def test_a_missing_glyph_in_a_table_is_placed_by_the_title_of_the_table():
    silent = {"incidents": ["Ünité 救"]}
    report = printed(built(agencies_that_sent_nothing=silent))
    places = {one.place for one in pdf.unprintable(report)}
    assert "Agencies that sent nothing, Sandwell, 2022-23" in places


def test_words_that_look_like_code_are_printed_and_never_run():
    assert pdf.document(hostile()).startswith(b"%PDF")


def test_a_compiler_that_takes_too_long_is_ended(report):
    with pytest.raises(PdfNotMade, match="not ready after"):
        pdf.document(report, seconds=0.001)


def test_a_partnership_without_towns_wards_or_records_has_every_file(tmp_path):
    figures = sample.figures()
    outside = {code: sample.TOWNS[code] for code in ("outside_area", "not_recorded")}
    figures |= {"checks": [], "values": [{**value, "value": 0} for value in figures["values"]]}
    labels = {"town": outside, "sex": sample.SEXES, "exploitation_type": sample.TYPES}
    context = sample.context(labels=labels, wards=[], agencies_that_sent_nothing={})
    written = outputs.write(contract.build(figures, None, context), tmp_path)
    assert [path.name for path in written] == list(outputs.FORMATS)


# Charts and map


def test_every_drawing_has_a_role_a_title_and_a_description_and_no_style(report):
    for figure in report.figures:
        svg = ElementTree.fromstring(figure.svg)  # noqa: S314  our own drawing
        assert svg.get("role") == "img"
        assert svg.findtext(f"{SVG}title") == figure.title
        assert svg.findtext(f"{SVG}desc") == figure.alt
        tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "rect", "text"}
        assert not {"style", "class", "href"} & {
            name for element in svg.iter() for name in element.attrib
        }


def test_the_map_prints_the_count_of_every_ward(report):
    figure = next(figure for figure in report.figures if figure.kind == "ward_map")
    svg = ElementTree.fromstring(figure.svg)  # noqa: S314  our own drawing
    titles = {group.findtext(f"{SVG}title") for group in svg.iter(f"{SVG}g")}
    wards = [ward for ward in sample.wards() if ward["ward_code"]]
    assert titles == {f"{ward['ward_name']}: {ward['value']}" for ward in wards}


# Web page


class Page(HTMLParser):
    """Counts tags and collects what a browser would fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_web_page_has_every_table_and_stands_alone(report):
    page = Page(html.standalone(report).decode())
    assert page.counts["table"] == page.counts["caption"] == len(report.tables)
    assert page.counts["h1"] == 1
    assert "script" not in page.counts
    assert all(address.startswith("#") for address in page.addresses)
    assert "Internal, not for publication. Invented demonstration data" in page.words


def test_words_that_look_like_markup_stay_words_on_the_web_page():
    page = Page(html.standalone(hostile()).decode())
    assert "script" not in page.counts
    assert any("<script>alert(1)</script>" in words for words in page.words)


# Spreadsheet


def sheets(workbook: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        index = ElementTree.fromstring(book.read("xl/workbook.xml"))  # noqa: S314  our own file
        names = [sheet.get("name", "") for sheet in index.iter(f"{SHEET}sheet")]
        return {
            name: ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))  # noqa: S314  our own file
            for place, name in enumerate(names, 1)
        }


def test_the_spreadsheet_opens_with_cover_contents_and_notes_then_one_table_a_sheet(report):
    names = list(sheets(xlsx.workbook(report)))
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert names[3:] == [f"Table {table.number}" for table in report.tables]


def test_the_spreadsheet_has_marked_tables_and_no_merged_cell(report):
    made = sheets(xlsx.workbook(report))
    tables = [name for name, sheet in made.items() if sheet.find(f"{SHEET}tableParts") is not None]
    assert tables == ["Contents", *list(made)[3:]]
    assert all(sheet.find(f"{SHEET}mergeCells") is None for sheet in made.values())


def test_every_sheet_of_the_spreadsheet_carries_the_markings(report):
    with zipfile.ZipFile(io.BytesIO(xlsx.workbook(report))) as book:
        root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314  our own file
    strings = ["".join(item.itertext()) for item in root]
    marks = {str(strings.index(marking)) for marking in report.edition["markings"]}
    for name, sheet in sheets(xlsx.workbook(report)).items():
        cells = {value.text for value in sheet.iter(f"{SHEET}v")}
        assert marks <= cells, name


def test_no_word_in_the_spreadsheet_becomes_a_formula():
    for sheet in sheets(xlsx.workbook(hostile())).values():
        assert list(sheet.iter(f"{SHEET}f")) == []


# Open spreadsheet


TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def open_sheets(workbook: bytes) -> dict[str, list[list[str]]]:
    """The words and numbers of each sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        root = ElementTree.fromstring(book.read("content.xml"))  # noqa: S314  our own file
    return {
        sheet.get(f"{TABLE}name", ""): [
            [cell.get(f"{OFFICE}value") or "".join(cell.itertext()) for cell in row]
            for row in sheet.iter(f"{TABLE}table-row")
        ]
        for sheet in root.iter(f"{TABLE}table")
    }


def test_both_spreadsheets_hold_the_same_sheets(report):
    made = open_sheets(ods.workbook(report))
    assert list(made) == list(sheets(xlsx.workbook(report)))
    for table in report.tables:
        rows = made[f"Table {table.number}"]
        assert rows[0] == [table.caption]
        assert rows[-len(table.rows) - 1] == [column.label for column in table.columns]
        last = table.rows[-1]
        shown = [str(c.number) if c.number is not None else c.text for c in last.cells]
        assert rows[-1] == [last.heading, *shown]


def test_the_open_spreadsheet_says_its_format_first_and_marks_every_table(report):
    with zipfile.ZipFile(io.BytesIO(ods.workbook(report))) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype").decode() == ods.TYPE
        root = ElementTree.fromstring(book.read("content.xml"))  # noqa: S314  our own file
    ranges = list(root.iter(f"{TABLE}database-range"))
    assert len(ranges) == len(report.tables) + 1
    assert {one.get(f"{TABLE}contains-header") for one in ranges} == {"true"}
    assert len(list(root.iter(f"{TABLE}table-header-rows"))) == len(ranges)


def test_no_word_in_the_open_spreadsheet_becomes_a_formula_or_markup():
    workbook = ods.workbook(hostile())
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        assert b"formula" not in book.read("content.xml")
    assert any(HOSTILE in cell for row in open_sheets(workbook)["Cover"] for cell in row)


# Word


@pytest.fixture(scope="module")
def word(report) -> WordDocument:
    return Document(io.BytesIO(docx.document(report)))


def test_the_word_file_has_every_section_as_a_heading_and_every_table_and_figure(word, report):
    headings = [one.text for one in word.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["Contents", *(section.title for section in report.sections)]
    captions = [one.text for one in word.paragraphs if one.style.name == "Caption"]
    assert sorted(captions) == sorted(one.caption for one in (*report.tables, *report.figures))
    assert len(word.tables) == len(report.tables)


def test_the_tables_of_the_word_file_repeat_their_headings_and_say_what_they_are(word, report):
    for drawn, table in zip(word.tables, report.tables, strict=True):
        assert drawn.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert drawn._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.title
        assert [cell.text for cell in drawn.rows[0].cells] == [one.label for one in table.columns]
        assert [[cell.text for cell in row.cells] for row in drawn.rows[1:]] == [
            [row.heading, *(cell.text for cell in row.cells)] for row in table.rows
        ]


def test_every_picture_of_the_word_file_has_its_description(word, report):
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert told == [figure.alt for figure in report.figures]


def test_the_word_file_says_its_language_title_and_markings(word, document):
    edition = document["edition"]
    properties = word.core_properties
    assert properties.title == f"{edition['title']}: {edition['partnership']}"
    assert properties.language == "en-GB"
    assert word.sections[0].header.paragraphs[0].text == ". ".join(edition["markings"])


def test_text_that_xml_cannot_hold_or_looks_like_markup_does_no_harm_to_word():
    report = printed(built(partnership=f"A\x00\x0b {HOSTILE} 反奴役 😀"))
    made = Document(io.BytesIO(docx.document(report)))
    assert f"A {HOSTILE} 反奴役 😀" in made.core_properties.title


# CSV


def test_the_csv_has_every_value_once_with_value_and_state_apart(document):
    lines = list(csv.DictReader(io.StringIO(csv_file.tidy(document).decode("utf-8-sig"))))
    assert list(lines[0]) == list(csv_file.COLUMNS)
    keys = [
        tuple(line[name] for name in ("measure", "period", *csv_file.DIMENSIONS)) for line in lines
    ]
    assert len(keys) == len(set(keys))
    total = next(
        line
        for line in lines
        if line["measure"] == "incidents"
        and line["period"] == "2022-23"
        and {line[name] for name in csv_file.DIMENSIONS} == {"all"}
    )
    assert (total["measure_name"], total["unit"]) == ("Incidents", "incident")
    assert (total["value"], total["state"]) == ("175", "shown")


def test_a_value_that_is_not_shown_leaves_its_cell_empty():
    figures = sample.figures()
    figures["values"][0].update(value=None, state="withheld")
    document = contract.build(figures, None, sample.context())
    line = next(csv.DictReader(io.StringIO(csv_file.tidy(document).decode("utf-8-sig"))))
    assert (line["value"], line["state"]) == ("", "withheld")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_begins_like_a_formula_is_made_inert(first):
    assert csv_file.inert(f"{first}1+1") == f"'{first}1+1"


def test_a_plain_word_is_left_as_it_is():
    assert csv_file.inert("Town - not recorded") == "Town - not recorded"


def test_the_shipped_fonts_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.md").read_text().upper()
