import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from referrals import published, questions


class Command(BaseCommand):
    help = "Print the questions of a referral under the field keys of the Home Office form."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--format",
            choices=("json", "md"),
            default="json",
            help="json: steps, fields, options and conditions; md: docs/nrm-parity.md",
        )

    def handle(self, *, format: str, **options) -> None:  # noqa: A002 (the option's own name)
        current = questions.current(timezone.localdate())
        if format == "md":
            self.stdout.write(published.as_markdown(current), ending="")
            return
        self.stdout.write(json.dumps(published.as_data(current), indent=2, ensure_ascii=False))
