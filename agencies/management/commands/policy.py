from django.core.management.base import BaseCommand

from agencies import policy_page, policy_table


class Command(BaseCommand):
    help = "Print who may do what: every cell of the policy as csv, or docs/access.md as md."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--format", choices=("csv", "md"), default="csv")

    def handle(self, *, format: str, **options) -> None:  # noqa: A002 (the option's own name)
        told = policy_table.as_csv() if format == "csv" else policy_page.as_markdown()
        self.stdout.write(told, ending="")
