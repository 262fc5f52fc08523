"""The spreadsheet for readers of OpenDocument. What its sheets hold is told in `sheets`.

Each table has its headings marked and is a range with a name.

Written here, because the libraries for it are asleep or mark no tables; see docs/decisions/0005. No
line of this writes a formula, so no word can become one. The same report gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from reporting.outputs.printed import Cell, Printed, plain
from reporting.outputs.sheets import Sheet, sheets

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# The earliest moment that a ZIP archive can hold: files carry the same one whenever they are made.
MOMENT = (1980, 1, 1, 0, 0, 0)
_OPEN = {
    **{name: name for name in ("office", "table", "text", "style", "meta")},
    "fo": "xsl-fo-compatible",
    "number": "datastyle",
}
_NAMES = " ".join(
    [
        *(
            f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for prefix, name in _OPEN.items()
        ),
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# One sheet wide on landscape A4.
_STYLES = f"""{_HEAD}<office:document-styles {_NAMES} office:version="1.3"><office:styles>
<style:style style:name="Default" style:family="table-cell"><style:table-cell-properties
 fo:wrap-option="wrap" style:vertical-align="top"/><style:text-properties
 style:font-name="Arial" fo:font-family="Arial" fo:font-size="12pt" fo:language="en"
 fo:country="GB"/></style:style></office:styles><office:automatic-styles>
<style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="29.7cm"
 fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1"
 style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Default" style:page-layout-name="wide"/></office:master-styles>
</office:document-styles>"""
_WIDTHS = {"name": "7cm", "figure": "3.5cm", "words": "17cm"}
_WIDE, _BOLD, _RIGHT = 'fo:wrap-option="no-wrap"', 'fo:font-weight="bold"', 'fo:text-align="end"'
_RULED = 'fo:border-bottom="1pt solid #000000"'
# By name: of the cell, of its paragraphs, of its letters. Those for counts come last.
_CELLS = {
    "title": (_WIDE, "", f'{_BOLD} fo:font-size="16pt"'),
    "line": (_WIDE, "", ""),
    "head": (_RULED, "", _BOLD),
    "head-of-counts": (_RULED, _RIGHT, _BOLD),
    "bold": ("", "", _BOLD),
    "count": ("", _RIGHT, ""),
    "total": ("", _RIGHT, _BOLD),
    "rate": ("", _RIGHT, ""),
    "rate-total": ("", _RIGHT, _BOLD),
}
_DATA_STYLES = {"count": "whole", "total": "whole", "rate": "tenths", "rate-total": "tenths"}
_DECIMALS = {"whole": 0, "tenths": 1}


def _looks() -> str:
    columns = "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in _WIDTHS.items()
    )
    cells = ""
    for name, (cell, paragraph, letters) in _CELLS.items():
        style = _DATA_STYLES.get(name, "")
        numbers = f' style:data-style-name="{style}"' if style else ""
        cells += (
            f'<style:style style:name="{name}" style:family="table-cell"'
            f' style:parent-style-name="Default"{numbers}><style:table-cell-properties {cell}/>'
            f"<style:paragraph-properties {paragraph}/><style:text-properties {letters}/>"
            "</style:style>"
        )
    styles = "".join(
        f'<number:number-style style:name="{name}"><number:number number:decimal-places="{places}"'
        ' number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        for name, places in _DECIMALS.items()
    )
    return f"<office:automatic-styles>{styles}{columns}{cells}</office:automatic-styles>"


def workbook(report: Printed) -> bytes:
    written = io.BytesIO()
    parts = {
        "mimetype": TYPE,
        "META-INF/manifest.xml": _manifest(),
        "meta.xml": _meta(report),
        "styles.xml": _STYLES,
        "content.xml": _content(list(sheets(report))),
    }
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            # Programs tell the format by a first part that is not packed.
            packed = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text.encode(), compress_type=packed)
    return written.getvalue()


def _manifest() -> str:
    paths = {"/": TYPE, "content.xml": "text/xml", "styles.xml": "text/xml", "meta.xml": "text/xml"}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in paths.items()
    )
    return (
        f'{_HEAD}<manifest:manifest manifest:version="1.3" xmlns:manifest="urn:oasis:names:tc:'
        f'opendocument:xmlns:manifest:1.0">{entries}</manifest:manifest>'
    )


def _meta(report: Printed) -> str:
    edition = report.edition
    title = _text(f"{edition['title']}: {edition['partnership']}")
    return (
        f'{_HEAD}<office:document-meta {_NAMES} office:version="1.3"><office:meta>'
        f"<dc:title>{title}</dc:title><dc:creator>{_text(edition['partnership'])}</dc:creator>"
        f"<dc:description>{_text('. '.join(edition['markings']))}</dc:description>"
        f"<dc:language>{edition['language']}</dc:language><dc:date>{edition['as_at']}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _content(pages: list[Sheet]) -> str:
    tables = "".join("".join(_sheet(sheet)) for sheet in pages)
    ranges = "".join(
        f'<table:database-range table:name="{sheet.id}" table:contains-header="true"'
        f" table:target-range-address={quoteattr(_range(sheet))}/>"
        for sheet in pages
        if sheet.columns
    )
    return (
        f'{_HEAD}<office:document-content {_NAMES} office:version="1.3">{_looks()}<office:body>'
        f"<office:spreadsheet>{tables}<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _range(sheet: Sheet) -> str:
    first = len(sheet.lines) + 2
    last, column = first + len(sheet.rows), chr(ord("A") + len(sheet.columns) - 1)
    return f"'{sheet.name}'.A{first}:'{sheet.name}'.{column}{last}"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    if sheet.columns:
        for place, column in enumerate(sheet.columns):
            width = "figure" if column.is_numeric else "words" if place else "name"
            yield f'<table:table-column table:style-name="{width}"/>'
    else:
        yield '<table:table-column table:style-name="words"/>'
    yield _row([_words(sheet.title, "title")])
    for line in sheet.lines:
        yield _row([_words(line, "line" if sheet.columns else "")])
    if sheet.columns:
        heads = [
            _words(column.label, "head-of-counts" if column.is_numeric else "head")
            for column in sheet.columns
        ]
        yield f"<table:table-header-rows>{_row(heads)}</table:table-header-rows>"
    for place, row in enumerate(sheet.rows):
        there = sheet.leads_to[place] if sheet.leads_to else ""
        cells = [_cell(cell, total=row.total) for cell in row.cells]
        yield _row([_words(row.heading, "bold", there), *cells])
    yield "</table:table>"


def _row(cells: list[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(cell: Cell, *, total: bool) -> str:
    if cell.number is None:
        return _words(cell.text, ("total" if total else "count") if cell.is_numeric else "")
    look = "total" if total else "count"
    if isinstance(cell.number, float):
        look = "rate-total" if total else "rate"
    return (
        f'<table:table-cell table:style-name="{look}" office:value-type="float"'
        f' office:value="{cell.number}"><text:p>{_text(cell.text)}</text:p></table:table-cell>'
    )


def _words(text: str, look: str, there: str = "") -> str:
    """A cell of words; each line a paragraph of its own. there: the sheet that it opens."""
    style = f' table:style-name="{look}"' if look else ""
    lines = [_text(line) for line in text.split("\n")]
    if there:
        href = quoteattr(f"#'{there}'.A1")
        lines = [f'<text:a xlink:type="simple" xlink:href={href}>{line}</text:a>' for line in lines]
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<table:table-cell{style} office:value-type="string">{paragraphs}</table:table-cell>'


def _text(words: str) -> str:
    """Words as XML text, without the characters that XML cannot hold."""
    return escape(plain(words))
