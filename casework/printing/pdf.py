"""The PDF: typst under PDF/UA-1 and PDF/A-2a together, then row headers marked by pikepdf.

Data reaches the template as a file in a fresh folder of its own, which is gone afterwards, so that
nothing else can be read. Typst cannot be interrupted, so it works in a child process that is ended
after a time.
"""

import errno
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

from casework.printing.fonts import FONTS

COMPILE = Path(__file__).with_name("compile_typst.py")
SECONDS = 60
FOLDERS = "printing-"
LAST_LINES = 600
# What the scripts that run in the child process end with where there is no typst.
NO_COMPILER = 3


class PdfNotMade(Exception):
    """Says in one sentence why; other formats of the same document are not touched by it."""


class PdfLate(PdfNotMade):
    """The compiler was ended, because it took too long."""


class PdfCompilerAway(PdfNotMade):
    """The compiler is not there, or the system ended it: no fault of template or data."""


def set_as_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    made_at: datetime,
    drawings: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """The document that `template` draws from `data`, which it finds in `data.json`.

    data: in characters that the fonts have, see `fonts.fit`. drawings: SVG by file name.
    made_at: written into the file; with the same moment the same data gives the same bytes.
    seconds: after these the compiler is ended and `PdfNotMade` raised.
    """
    with tempfile.TemporaryDirectory(prefix=FOLDERS) as folder:
        root = Path(folder)
        shutil.copyfile(template, root / "document.typ")
        for name, svg in (drawings or {}).items():
            (root / name).write_text(svg, encoding="utf-8")
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        _compile(root, made_at=made_at, seconds=seconds)
        return mark_row_headers(root / "document.pdf")


def _compile(root: Path, *, made_at: datetime, seconds: float) -> None:
    timestamp = str(int(made_at.timestamp()))
    command = [sys.executable, "-I", str(COMPILE), str(root), str(FONTS), timestamp]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as late:
        raise PdfLate(f"The PDF was not ready after {seconds:g} seconds.") from late
    refuse(done, "The PDF could not be drawn")


def refuse(done: subprocess.CompletedProcess[str], what: str) -> None:
    """Raises what became of a child process that did not end well; nothing for one that did."""
    if not done.returncode:
        return
    said = f"{what}: {done.stderr[-LAST_LINES:].strip()}"
    if done.returncode == NO_COMPILER or done.returncode < 0:
        raise PdfCompilerAway(f"{said} (ended with {done.returncode})")
    if f"os error {errno.ENOSPC}" in done.stderr:
        raise OSError(errno.ENOSPC, "no room for the PDF")
    raise PdfNotMade(said)


def mark_row_headers(path: Path) -> bytes:
    """The first cell of each body row becomes a row header, which typst cannot yet mark itself."""
    with pikepdf.open(path) as pdf:
        for row in body_rows(pdf):
            first = row.K[0] if isinstance(row.K, pikepdf.Array) else row.K
            if first.S == pikepdf.Name.TD:
                first.S = pikepdf.Name.TH
                first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        written = io.BytesIO()
        # A fixed id keeps the same document the same bytes.
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
