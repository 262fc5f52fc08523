"""`figures --partnership sandwell --period 2022-23 --format json`: one year's figures on stdout.

Ends with 0 when every margin closes, 1 when one is open (the figures are printed all the same),
2 when an argument is wrong.
"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agencies import audit
from reporting.counting import figures
from reporting.counting.checks import open_margins
from reporting.disclosure.rules import is_protected
from reporting.management import arguments

MEASURE = ("id", "name", "unit", "definition", "version")


class Command(BaseCommand):
    help = "Counts one year of a partnership from its case records."
    # Addresses and pages are no part of counting, and `figures` runs often.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        arguments.add_to(parser)
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: str, **options: object) -> None:
        asked = arguments.asked(options)
        audit.happened(None, "figures", detail=arguments.audited(asked))
        printed = self.printed(asked)
        # Programs were promised these keys; since when stands in the register and in the report.
        printed["measures"] = [{key: one[key] for key in MEASURE} for one in printed["measures"]]
        self.stdout.write(json.dumps(printed, indent=1, ensure_ascii=False))
        arguments.refuse_open(open_margins(printed["checks"]))

    def printed(self, asked: arguments.Asked) -> dict[str, Any]:
        """For partners and the public, what an edition shows: other tables of the same counts,
        protected apart, could be subtracted from it."""
        if not is_protected(asked.audience):
            return figures.count(asked.partnership, asked.period)[0].printed()
        document = arguments.edition(asked, on_step=self.stderr.write)
        return {part: document[part] for part in ("measures", "values", "checks")}
