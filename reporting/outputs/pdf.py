"""The PDF of the report: its blocks as data for the template, set by `casework.printing`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from casework.printing.fonts import Unprintable, fit
from casework.printing.pdf import SECONDS, set_as_pdf
from reporting.outputs.printed import Block, Printed, Table

TEMPLATE = Path(__file__).parents[1] / "typst" / "report.typ"


def document(report: Printed, *, seconds: float = SECONDS) -> bytes:
    """seconds: after these the compiler is ended and `PdfNotMade` raised."""
    data, found = fitted(report)
    data["unprintable"] = [fit(one.words, [], one.place) for one in found]
    return set_as_pdf(
        TEMPLATE,
        data,
        made_at=datetime.fromisoformat(report.edition["as_at"]),
        drawings={f"{one.id}.svg": fit(one.svg, [], one.title) for one in report.figures},
        seconds=seconds,
    )


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
