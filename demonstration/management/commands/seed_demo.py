from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demonstration.seed import TooEarly, seed


class Command(BaseCommand):
    help = "Fill the database with the invented demonstration partnership. Runs once; then nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--as-at",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day on which the live year stands, as 2026-05-01; today when left out",
        )

    def handle(self, *, as_at: date | None, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration is not loaded here: this is no place to try out.")
        try:
            made = seed(as_at or timezone.localdate())
        except TooEarly as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self.stdout.write(
            "The demonstration partnership is loaded."
            if made
            else "There are records already; nothing was changed."
        )
