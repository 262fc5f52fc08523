"""`build_report --partnership sandwell --period 2022-23 --to DIR`: the files of one report.

Ends with 1, and no file, when a margin is open or a small count could be worked out; 2 when an
argument is wrong.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies import audit
from casework.printing.pdf import PdfNotMade
from reporting import outputs
from reporting.management import arguments


class Command(BaseCommand):
    help = f"Writes {', '.join(outputs.FORMATS)}."
    # Addresses and pages are no part of counting and writing files.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.add_to(parser)
        parser.add_argument("--to", type=Path, required=True, help="folder the files are put in")

    def handle(self, *args: str, **options: object) -> None:
        asked = arguments.asked(options)
        folder = Path(options["to"])
        audit.happened(None, "build_report", detail=arguments.audited(asked))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            contract = arguments.edition(asked, on_step=self.stderr.write)
            for path in outputs.write(contract, folder, on_step=self.stderr.write):
                self.stdout.write(str(path))
        except PdfNotMade as not_made:
            raise CommandError("The PDF could not be drawn in time.") from not_made
        except OSError as error:
            raise CommandError(
                f"Files cannot be written to {folder}: {error.strerror}.",
                returncode=arguments.WRONG_ARGUMENTS,
            ) from error
