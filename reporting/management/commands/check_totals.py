"""`check_totals FILE.csv`: what does not add up among published figures. Needs no case data.

Ends with 1 when something does not add up, 2 when the file cannot be read as figures.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.management.arguments import WRONG_ARGUMENTS
from reporting.published.adding_up import check
from reporting.published.figures import NotATable, read

DOES_NOT_ADD_UP = 1


class Command(BaseCommand):
    help = "Says what does not add up in a table of published figures (measure,row,value)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the columns measure, row and value")

    def handle(self, *args: str, **options: object) -> None:
        found = check(self.figures(options["file"]))
        for finding in found:
            self.stdout.write(str(finding))
        wrong = sum(finding.is_wrong for finding in found)
        if wrong:
            raise CommandError(
                f"{wrong} {'thing does' if wrong == 1 else 'things do'} not add up.",
                returncode=DOES_NOT_ADD_UP,
            )
        self.stdout.write("Everything adds up.")

    def figures(self, file: Path):
        try:
            return read(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            said = f"{file} cannot be read: {error.strerror}."
        except UnicodeDecodeError:
            said = f"{file} is not text in UTF-8. Save it as “CSV UTF-8” and try again."
        except NotATable as problem:
            said = str(problem)
        raise CommandError(said, returncode=WRONG_ARGUMENTS)
