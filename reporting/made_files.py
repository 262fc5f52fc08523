"""Files as the database keeps them, and what is read where they could not be made."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from casework import jobs
from casework.printing.pdf import PdfCompilerAway, PdfLate, PdfNotMade
from reporting.models import AnnualReport, ReportFile

logger = logging.getLogger(__name__)

# The folder they are written in; what a killed worker leaves there is removed, see `retention`.
FOLDERS = "annual-report-"
MEDIA_TYPES = {
    "figures.json": "application/json",
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "figures.ods": "application/vnd.oasis.opendocument.spreadsheet",
    "figures.csv": "text/csv; charset=utf-8",
}
# Files that hold what people wrote, stories among it.
WITH_WORDS = frozenset({"report.html", "report.pdf", "report.docx", "figures.json"})
PDF_LATE = "The PDF could not be drawn in time. Ask for the report again."
NO_COMPILER = (
    "The program that draws PDFs (typst) cannot be started on the server. Tell whoever looks after "
    "the system to install it again; every page on the screen can still be read and printed."
)
TEMPLATE_BROKEN = (
    "The report could not be drawn: a template of this system has a fault. Tell whoever looks "
    "after the system."
)


def as_files(report: AnnualReport, written: Iterable[Path]) -> list[ReportFile]:
    """Not saved."""
    return [
        ReportFile(
            report=report,
            name=path.name,
            media_type=MEDIA_TYPES[path.name],
            content=(content := path.read_bytes()),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for path in written
    ]


@contextmanager
def failures_told() -> Iterator[None]:
    """What cannot be drawn ends a job in a sentence; a full disk does so by itself, see `jobs`."""
    try:
        yield
    except PdfLate as late:
        raise jobs.Failed(PDF_LATE) from late
    except PdfCompilerAway as away:
        logger.exception("the PDF compiler cannot be started")
        raise jobs.Failed(NO_COMPILER) from away
    except (PdfNotMade, TemplateSyntaxError, TemplateDoesNotExist) as broken:
        logger.exception("a template is broken")
        raise jobs.Failed(TEMPLATE_BROKEN) from broken
