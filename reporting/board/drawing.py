"""The files of a board pack, drawn from its document alone."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from casework.printing.fonts import fit
from casework.printing.pdf import set_as_pdf
from reporting.outputs import html
from reporting.outputs.pdf import fitted
from reporting.outputs.printed import Printed, printed

TEMPLATE = Path(__file__).parents[1] / "typst" / "board_pack.typ"
# The web page first: it is read on a telephone, and by a screen reader.
MEDIA_TYPES = {
    "board-pack.html": "text/html; charset=utf-8",
    "board-pack.pdf": "application/pdf",
}


def pdf(pack: Printed) -> bytes:
    """Raises PdfNotMade."""
    data, found = fitted(pack)
    data["unprintable"] = [fit(one.words, [], one.place) for one in found]
    made_at = datetime.fromisoformat(pack.edition["as_at"])
    return set_as_pdf(TEMPLATE, data, made_at=made_at)


def files(document: Mapping[str, Any]) -> dict[str, bytes]:
    """By name, in the order in which they are offered. Raises PdfNotMade."""
    pack = printed(document)
    return {"board-pack.html": html.standalone(pack), "board-pack.pdf": pdf(pack)}
