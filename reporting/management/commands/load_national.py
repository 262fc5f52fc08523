"""`load_national FILE`: loads a published table, to be shown beside local figures."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.management.arguments import WRONG_ARGUMENTS
from reporting.national.loading import load
from reporting.national.reading import NotATable


class Command(BaseCommand):
    help = "Loads a table that others publish, as described in docs/national-tables.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tidy CSV in UTF-8")
        parser.add_argument("--title", required=True, help="as its source calls it")
        parser.add_argument("--source", required=True, help="who publishes it")
        parser.add_argument("--url", required=True, help="where it was taken from")
        parser.add_argument("--published", required=True, help="day, such as 2026-05-07")
        parser.add_argument("--licence", required=True, help="under which it may be shown")

    def handle(self, *args: str, **options: object) -> None:
        try:
            table, is_new = load(
                options["file"].read_bytes(),
                title=options["title"],
                source=options["source"],
                url=options["url"],
                published_on=date.fromisoformat(options["published"]),
                licence=options["licence"],
            )
        except OSError as error:
            said = f"{options['file']} cannot be read: {error.strerror}."
        except UnicodeDecodeError:
            said = f"{options['file']} is not text in UTF-8. Save it as “CSV UTF-8” and try again."
        except NotATable as problem:
            said = str(problem)
        except ValidationError as invalid:
            said = "; ".join(
                f"--{name}: {words[0]}" for name, words in invalid.message_dict.items()
            )
        except ValueError:
            said = f"--published must be a day such as 2026-05-07, not {options['published']!r}."
        else:
            many = table.figures.count()
            told = "Loaded" if is_new else "Loaded before, nothing was changed"
            self.stdout.write(f"{told}: {table.title}, {many:,} figures.")
            return
        raise CommandError(said, returncode=WRONG_ARGUMENTS)
