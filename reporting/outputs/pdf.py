"""The PDF: typst under PDF/UA-1 and PDF/A-2a together, then row headers marked by pikepdf.

The template holds no words of the report and no rule; it draws the blocks it is given. They reach
it as a data file in a fresh folder of its own, so a word of the report can never run as code, and
nothing else can be read. Typst cannot be interrupted, so it works in a child process that is ended
after a time.
"""

import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf

from reporting.outputs.fonts import FONTS, Unprintable, fit
from reporting.outputs.printed import Block, Printed, Table

TEMPLATE = Path(__file__).parents[1] / "typst" / "report.typ"
COMPILE = Path(__file__).with_name("compile_typst.py")
SECONDS = 60
LAST_LINES = 600


class PdfNotMade(Exception):
    """Says in one sentence why; the report's other formats are not touched by it."""


def document(report: Printed, *, seconds: float = SECONDS) -> bytes:
    """seconds: after these the compiler is ended and `PdfNotMade` raised."""
    data, found = fitted(report)
    data["unprintable"] = [fit(one.words, [], one.place) for one in found]
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        root = Path(folder)
        shutil.copyfile(TEMPLATE, root / "report.typ")
        for figure in report.figures:
            svg = fit(figure.svg, [], figure.title)
            (root / f"{figure.id}.svg").write_text(svg, encoding="utf-8")
        (root / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        _compile(root, as_at=report.edition["as_at"], seconds=seconds)
        return mark_row_headers(root / "report.pdf")


def unprintable(report: Printed) -> list[Unprintable]:
    """Characters the PDF cannot show, with their places, for the person who can change them."""
    return fitted(report)[1]


def fitted(report: Printed) -> tuple[dict[str, Any], list[Unprintable]]:
    """The data of the template, in characters the fonts have, and what was left out."""
    found: list[Unprintable] = []
    data = {
        "edition": dict(report.edition),
        "sections": [
            {
                "title": section.title,
                "starts_page": section.starts_page,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in report.sections
        ],
        "unprintable": [],
    }
    return fit(data, found, report.edition["title"]), found


def _block(block: Block) -> dict[str, Any]:
    if block.table:
        return {"kind": block.kind, **_table(block.table)}
    if block.figure:
        figure = block.figure
        return {
            "kind": block.kind,
            "file": f"{figure.id}.svg",
            "title": figure.title,
            "caption": figure.caption,
            "alt": figure.alt,
            "credit": figure.credit,
            "shape": figure.kind,
        }
    return {
        "kind": block.kind,
        "text": block.text,
        "items": list(block.items),
        "tiles": [dict(tile) for tile in block.tiles],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "caption": table.caption,
        "columns": [
            {"label": column.label, "numeric": column.is_numeric} for column in table.columns
        ],
        "rows": [
            {"cells": [row.heading, *(cell.text for cell in row.cells)], "total": row.total}
            for row in table.rows
        ],
        "notes": list(table.notes),
    }


def _compile(root: Path, *, as_at: str, seconds: float) -> None:
    timestamp = int(datetime.fromisoformat(as_at).timestamp())
    command = [sys.executable, "-I", str(COMPILE), str(root), str(FONTS), str(timestamp)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as late:
        raise PdfNotMade(f"The PDF was not ready after {seconds:g} seconds.") from late
    if done.returncode:
        raise PdfNotMade(f"The PDF could not be drawn: {done.stderr[-LAST_LINES:].strip()}")


def mark_row_headers(path: Path) -> bytes:
    """The first cell of each body row becomes a row header, which typst cannot yet mark itself."""
    with pikepdf.open(path) as pdf:
        for row in body_rows(pdf):
            first = row.K[0] if isinstance(row.K, pikepdf.Array) else row.K
            if first.S == pikepdf.Name.TD:
                first.S = pikepdf.Name.TH
                first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        written = io.BytesIO()
        # A fixed id keeps the same report the same bytes.
        pdf.save(written, deterministic_id=True)
        return written.getvalue()


def body_rows(pdf: pikepdf.Pdf) -> list[Any]:
    """Every table row that stands in a table body, in reading order."""
    return [
        row
        for body in elements(pdf, pikepdf.Name.TBody)
        for row in _children(body)
        if row.get("/S") == pikepdf.Name.TR
    ]


def elements(pdf: pikepdf.Pdf, kind: pikepdf.Name) -> list[Any]:
    """Every element of one kind in the document's tag tree, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if element.get("/S") == kind:
            found.append(element)
        waiting.extend(reversed(_children(element)))
    return found


def _children(element: Mapping[str, Any]) -> list[Any]:
    inside = element.get("/K")
    if inside is None:
        return []
    several = inside if isinstance(inside, pikepdf.Array) else [inside]
    return [child for child in several if isinstance(child, pikepdf.Dictionary)]
