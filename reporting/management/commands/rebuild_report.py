"""`rebuild_report REP-7K3QXM-P --to DIR`: a report written again from the facts frozen with it.

No record is read. Ends with 0 when figures.json has the very bytes it had; with 1, naming what
differs, when it has not; with 2 when an argument is wrong.

Of a story that was withdrawn since, nothing was kept but the day. The files say so in its place,
and what is compared is figures.json with none of the report's stories told, whose hash was kept.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies import audit
from casework.printing.pdf import PdfNotMade
from reporting import outputs
from reporting.counting import figures
from reporting.document import changes, editions
from reporting.kept import freezing
from reporting.management.arguments import MARGIN_OPEN as DIFFERS
from reporting.management.arguments import WRONG_ARGUMENTS
from reporting.models import AnnualReport
from reporting.stories.models import as_told_now

WITHOUT_STORIES = "A story was withdrawn, so its words are gone; figures.json without stories"


class Command(BaseCommand):
    help = "Writes a report again from its frozen facts, and compares it with what was made."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="of the report, such as REP-7K3QXM-P")
        parser.add_argument("--to", type=Path, required=True, help="folder the files are put in")

    def handle(self, *args: str, **options: Any) -> None:
        report = _report(options["reference"])
        audit.happened(None, "rebuild_report", detail={"report": report.reference})
        with figures.snapshot() as cursor:
            document = _document(cursor, report)
        try:
            told = as_told_now(document)
            written = outputs.write(told, options["to"], on_step=self.stderr.write)
        except PdfNotMade as not_made:
            raise CommandError("The PDF could not be drawn in time.") from not_made
        except OSError as error:
            raise CommandError(
                f"Files cannot be written to {options['to']}: {error.strerror}.",
                returncode=WRONG_ARGUMENTS,
            ) from error
        for path in written:
            self.stdout.write(str(path))
        if report.frozen.stories.filter(withdrawn_on__isnull=False).exists():
            with figures.snapshot() as cursor:
                untold = freezing.rebuilt(cursor, report.frozen, with_stories=False)
            self._compare(report, untold, report.frozen.untold_sha256, WITHOUT_STORIES)
        else:
            self._compare(report, document, report.frozen.figures_sha256, "figures.json")

    def _compare(self, report: AnnualReport, document: dict[str, Any], was: str, what: str) -> None:
        now = hashlib.sha256(freezing.figures_json_of(document)).hexdigest()
        if now == was:
            self.stdout.write(f"The same: {what} has the SHA-256 {was}, as when it was made.")
            return
        for line in differences(report.contract, document):
            self.stdout.write(line)
        raise CommandError(
            f"Not the same: {what} had the SHA-256 {was} and has {now}.", returncode=DIFFERS
        )


def differences(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Each figure that differs; where none does, the parts of the document that do."""
    then, again = changes.of_document(was), changes.of_document(now)
    lines = [
        f"{figure.period}, {figure.measure}, {changes.row_in_words(figure, was['labels'])}: "
        f"{then.get(figure, 'none')} then, {again.get(figure, 'none')} now"
        for figure in sorted(then.keys() | again.keys())
        if then.get(figure) != again.get(figure)
    ]
    if lines:
        return lines
    parts = ", ".join(name for name in {**was, **now} if was.get(name) != now.get(name))
    said = parts or "the order of rows"
    return [f"Every figure is the same. Another version of the application wrote: {said}."]


def _report(reference: str) -> AnnualReport:
    reports = AnnualReport.objects.select_related("frozen").filter(frozen__isnull=False)
    report = reports.filter(reference=reference.strip().upper()).first()
    if report is None:
        raise CommandError(
            f"There is no report {reference!r} that was kept with its facts.",
            returncode=WRONG_ARGUMENTS,
        )
    return report


def _document(cursor: Any, report: AnnualReport) -> dict[str, Any]:
    try:
        return freezing.rebuilt(cursor, report.frozen)
    except editions.MarginsOpen as opened:
        raise CommandError(str(opened), returncode=DIFFERS) from opened
