"""Whatever somebody types into a section: every file is made safely, or the section is named."""

import io
import zipfile

import docx as python_docx
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import faults
from reporting.document import contract
from reporting.outputs import docx, html, json_file, ods, pdf, xlsx
from reporting.outputs.printed import printed
from reporting.written import blocks as written
from tests.reporting import sample
from tests.reporting.test_faults import wrote

# A report of one town and one type: what is tried here is the text, not the tables.
FIGURES = {
    "measures": sample.figures()["measures"][:1],
    "values": [
        {"measure": "incidents", "dimensions": {}, "value": 7, "state": "shown"},
    ],
    "checks": [],
}
LABELS = {
    "town": {"tipton": "Tipton"}, "sex": {"F": "Women"}, "exploitation_type": {"LAB": "Labour"},
}  # fmt: skip
NASTY = (
    # what no format can print, what stands alone, what turns the direction of reading
    "\0", "\x0b", "\x1a", "\ud800", "\ufffe", "\u202e", "\u200d", "e\u0301",
    # what the fonts of the PDF have no glyph for
    "習近平", "ਪੰਜਾਬੀ", "ﷺ", "😀", "\U0001f469\u200d\U0001f467",
    # markup, formulas, and what could run in one of the formats
    "<script>alert(1)</script>", "</w:t><w:t>", "&amp;", "]]>", "<link>", "=cmd|' /C calc'!A0",
    "+1", "@SUM(1)", '#include "/etc/passwd"', "#eval", "$x^2$", "`code`", "\\n", "*bold*", "//",
    "{{ 7 * 7 }}", "{% load x %}",
    # tokens, and what looks like one
    "{incidents}", "{incidents town=Tipton}", "{", "}", "{}", "{{{", "{incidents=}", "{=}",
    # what makes blocks
    "- ", "\n- ", "\n\n", "\r", "\t", "\u2028", " ",
)  # fmt: skip


def document(text: str, title: str = "What partners did") -> dict:
    section = wrote(text, title=title) | {"reference": "WRT-1"}
    context = sample.context(labels=LABELS, further_values=[], wards=[], written=[section])
    return contract.build(FIGURES, None, context)


texts = st.lists(
    st.sampled_from(NASTY) | st.text(max_size=12), min_size=1, max_size=25
).map("".join)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=texts, title=texts)
def test_every_file_is_made_and_holds_the_text_as_text(text, title):
    made = document(text, title)
    report = printed(made)
    json_file.data(made)
    page = html.standalone(report).decode()
    assert "<script" not in page
    assert "\0" not in page
    with pikepdf.open(io.BytesIO(pdf.document(report))) as one:
        assert len(one.pages) >= 2
        assert "/EmbeddedFiles" not in one.Root.get("/Names", {})
    word = python_docx.Document(io.BytesIO(docx.document(report)))
    assert len(word.paragraphs) > 1


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_no_text_becomes_a_number_or_stops_the_checks(text):
    """A token is the number of the tables or stays as it was typed; the checks read any text."""
    made = document(text)
    faults.found_in(made)
    runs = [
        run
        for section in made["sections"]
        for block in section["blocks"]
        if block.get("written")
        for line in block.get("items", [block.get("runs", [])])
        for run in line
    ]
    assert all(run["value"] in {"2022-23/incidents"} for run in runs if isinstance(run, dict))


@pytest.mark.parametrize(
    ("text", "why"),
    [("word " * 80_000, "It has 400,000 characters"), ("w" * 400_000, "It has 400,000 characters"),
     ("w" * 20_000, "It has a word of 20,000 characters")],
)  # fmt: skip
def test_a_text_that_no_report_can_hold_is_refused_with_the_section_named(text, why):
    with pytest.raises(written.TooLong, match="“What partners did” cannot be printed") as refused:
        document(text)
    assert why in str(refused.value)


def test_sheets_hold_no_words_of_people_and_nothing_that_runs():
    report = printed(document("=cmd|' /C calc'!A0", title="=cmd"))
    for made in (xlsx.workbook(report), ods.workbook(report)):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            inside = b"".join(parts.read(name) for name in parts.namelist())
        assert b"=cmd" not in inside
        assert b"<f>" not in inside
        assert b"table:formula" not in inside
