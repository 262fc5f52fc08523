"""The report for Word, to be read and quoted from. It is not taken back: figures live in records.

Headings, captions and header rows are real ones, so that a screen reader can walk them; every chart
has its description, and every table a title.
"""

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from casework.printing.fonts import fit
from casework.printing.pictures import as_png
from reporting.outputs.printed import Block, Figure, Printed, Section, Table, plain

FONT = "Arial"
BLUE = RGBColor(0x12, 0x43, 0x6D)
TEXT_WIDTH = Cm(17)
# Of a table: the column that names the rows; beyond so many columns the letters are smaller.
FIRST_COLUMN = Cm(4)
MANY_COLUMNS = 6
MOMENT = (1980, 1, 1, 0, 0, 0)


def document(report: Printed) -> bytes:
    """Raises PdfNotMade when a chart cannot be drawn in its time."""
    word = Document()
    _look(word, report)
    pictures = as_png({figure.id: fit(figure.svg, [], figure.title) for figure in report.figures})
    edition = report.edition
    word.add_heading(plain(f"{edition['title']}: {edition['partnership']}"), level=0)
    word.add_paragraph(
        plain(f"{edition['period']['words']}. Records read on {edition['as_at_words']}.")
    )
    _contents(word, report.sections)
    for number, section in enumerate(report.sections):
        heading = word.add_heading(plain(section.title), level=1)
        heading.paragraph_format.page_break_before = section.starts_page
        _bookmark(heading, number, section.id)
        for block in section.blocks:
            _block(word, block, pictures)
    written = io.BytesIO()
    word.save(written)
    return same_bytes(written.getvalue())


def _look(word: WordDocument, report: Printed) -> None:
    edition = report.edition
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    styles = word.styles
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            style.font.name = FONT
            # Word takes the theme's typeface for headings unless it is taken out.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
    styles["Normal"].font.size = Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = BLUE
    styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    styles["Caption"].font.size = Pt(10)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_before = Pt(14)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), edition["language"])
    properties = word.core_properties
    properties.title = plain(f"{edition['title']}: {edition['partnership']}")
    properties.author = plain(edition["partnership"])
    properties.comments = plain(". ".join(edition["markings"]))
    properties.language = edition["language"]
    made = datetime.fromisoformat(edition["as_at"]).replace(tzinfo=None)
    properties.created = properties.modified = made
    page.header.paragraphs[0].text = plain(". ".join(edition["markings"]))
    page.footer.paragraphs[0].text = plain(
        f"{edition['partnership']}, {edition['period']['label']}"
    )


def _contents(word: WordDocument, sections: list[Section]) -> None:
    """Links instead of a field: a field stays empty until somebody updates it."""
    word.add_heading("Contents", level=1)
    for section in sections:
        paragraph = word.add_paragraph(style="List Number")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), section.id)
        run = paragraph.add_run(plain(section.title))
        run.font.color.rgb = BLUE
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)


def _bookmark(heading: Paragraph, number: int, name: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    heading._p.insert(1, start)
    heading._p.append(end)


def _block(word: WordDocument, block: Block, pictures: dict[str, bytes]) -> None:
    if block.table:
        _table(word, block.table)
    elif block.figure:
        _figure(word, block.figure, pictures[block.figure.id])
    elif block.kind == "heading":
        word.add_heading(plain(block.text), level=2)
    elif block.kind == "paragraph":
        word.add_paragraph(plain(block.text))
    else:
        for item in block.items:
            word.add_paragraph(plain(item), style="List Bullet")
        for tile in block.tiles:
            paragraph = word.add_paragraph(style="List Bullet")
            paragraph.add_run(plain(tile["text"])).bold = True
            paragraph.add_run(plain(f" {tile['label']}"))


def _figure(word: WordDocument, figure: Figure, picture: bytes) -> None:
    word.add_paragraph(plain(figure.caption), style="Caption")
    drawn = word.add_picture(io.BytesIO(picture), width=TEXT_WIDTH)
    about = drawn._inline.docPr
    about.set("title", plain(figure.title))
    about.set("descr", plain(figure.alt))
    if figure.credit:
        word.add_paragraph(plain(figure.credit))


def _table(word: WordDocument, table: Table) -> None:
    word.add_paragraph(plain(table.caption), style="Caption")
    drawn = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    _describe(drawn, table)
    for cell, column in zip(drawn.rows[0].cells, table.columns, strict=True):
        _write(cell.paragraphs[0], column.label, bold=True, right=column.is_numeric)
    _set_row(drawn.rows[0]._tr, "w:tblHeader")
    _set_row(drawn.rows[0]._tr, "w:cantSplit")
    for row in table.rows:
        line = drawn.add_row()
        _set_row(line._tr, "w:cantSplit")
        first, *others = line.cells
        _write(first.paragraphs[0], row.heading, bold=True)
        for cell, shown in zip(others, row.cells, strict=True):
            _write(cell.paragraphs[0], shown.text, bold=row.total, right=shown.is_numeric)
    _fit(drawn, len(table.columns))
    for note in table.notes:
        word.add_paragraph(plain(note))


def _fit(drawn: WordTable, columns: int) -> None:
    """Columns as wide as the page allows, with room for names in the first."""
    drawn.autofit = False
    widths = [FIRST_COLUMN] + [int((TEXT_WIDTH - FIRST_COLUMN) / max(columns - 1, 1))] * columns
    for column, width in zip(drawn.columns, widths, strict=False):
        column.width = width
    for row in drawn.rows:
        for cell, width in zip(row.cells, widths, strict=False):
            cell.width = width
            if columns > MANY_COLUMNS:
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(8.5)


def _describe(drawn: WordTable, table: Table) -> None:
    """A title and what the first row and column are, which Word tells to a screen reader."""
    properties = drawn._tbl.tblPr
    for tag, words in (
        ("w:tblCaption", table.title),
        ("w:tblDescription", "The first row holds the headings, the first column names each row."),
    ):
        element = OxmlElement(tag)
        element.set(qn("w:val"), plain(words))
        properties.append(element)


def _set_row(row: OxmlElement, tag: str) -> None:
    element = OxmlElement(tag)
    element.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(element)


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph.add_run(plain(text)).bold = bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def same_bytes(archive: bytes) -> bytes:
    """The archive with one moment in all its parts, so that the same report is the same bytes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            after.writestr(zipfile.ZipInfo(part.filename, MOMENT), before.read(part),
                           compress_type=zipfile.ZIP_DEFLATED)  # fmt: skip
    return written.getvalue()
