"""Prints the monthly figures of emergency access."""

import csv
import json

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Partnership
from emergency.figures import COLUMNS, by_month


class Command(BaseCommand):
    help = "Monthly figures of emergency access: how often asked for, opened, reviewed in time."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--partnership", required=True, help="its code")
        parser.add_argument("--format", choices=["json", "csv"], default="csv")

    def handle(self, *args, partnership: str, format: str, **options) -> None:  # noqa: A002  its name at the prompt
        found = Partnership.objects.filter(code=partnership).first()
        if found is None:
            raise CommandError(f"There is no partnership with the code {partnership}.")
        months = [
            {"month": f"{month['month']:%Y-%m}", **{name: month[name] for name in COLUMNS}}
            for month in by_month(found)
        ]
        if format == "json":
            self.stdout.write(json.dumps(months, indent=2))
            return
        rows = csv.DictWriter(self.stdout, ["month", *COLUMNS], lineterminator="\n")
        rows.writeheader()
        rows.writerows(months)
