"""Draws one report in every format from its contract, and from nothing else.

Each format is written whole under another name and then put in place, so a reader never opens half
a file, and a step that fails leaves the files of the steps before it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from reporting.document.hexmap import Outlines
from reporting.outputs import csv_file, docx, html, json_file, ods, pdf, xlsx
from reporting.outputs.printed import printed

# The web edition comes before the PDF: public bodies publish in HTML first.
FORMATS = (
    "figures.json",
    "report.html",
    "report.pdf",
    "report.docx",
    "figures.xlsx",
    "figures.ods",
    "figures.csv",
)


def write(
    contract: Mapping[str, Any],
    directory: Path,
    *,
    outlines: Outlines | None = None,
    on_step: Callable[[str], None] = lambda step: None,
) -> list[Path]:
    """Writes each of FORMATS to `directory`.

    on_step: told in words what is about to be written, so that a job can show its progress.
    Raises `casework.printing.pdf.PdfNotMade` when the PDF or a chart cannot be drawn in time.
    """
    directory.mkdir(parents=True, exist_ok=True)
    report = printed(contract, outlines)
    steps: dict[str, tuple[str, Callable[[], bytes]]] = {
        "figures.json": ("Writing the data file", lambda: json_file.data(contract)),
        "report.html": ("Writing the web page", lambda: html.standalone(report)),
        "report.pdf": ("Writing the PDF", lambda: pdf.document(report)),
        "report.docx": ("Writing the Word file", lambda: docx.document(report)),
        "figures.xlsx": ("Writing the spreadsheet", lambda: xlsx.workbook(report)),
        "figures.ods": ("Writing the open spreadsheet", lambda: ods.workbook(report)),
        "figures.csv": ("Writing the CSV file", lambda: csv_file.tidy(contract)),
    }
    written = []
    for name in FORMATS:
        step, make = steps[name]
        on_step(step)
        unfinished = directory / f".{name}.part"
        unfinished.write_bytes(make())
        written.append(unfinished.replace(directory / name))
    return written
