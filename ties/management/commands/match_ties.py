"""Compare declared ties with records now, as the worker does every minute."""

from django.core.management.base import BaseCommand

from ties.matching import match_new


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{match_new()} may be the same")
