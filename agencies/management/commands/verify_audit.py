from django.core.management.base import BaseCommand, CommandError

from agencies.sealing import state, verify


class Command(BaseCommand):
    help = "Check that no sealed audit event was changed, removed, put in or moved."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--expect",
            default="",
            metavar="DIGEST",
            help="a digest that an earlier run printed, noted outside this database: finds a chain "
            "that was cut short or replaced as a whole",
        )

    def handle(self, *, expect: str, **options) -> None:
        findings = verify(expect)
        found = state()
        self.stdout.write(f"Sealed: {found.sealed} events. Not yet sealed: {found.unsealed}.")
        if found.digest:
            self.stdout.write(f"Newest seal: {found.digest}")
        for finding in findings:
            self.stdout.write(finding)
        if findings:
            raise CommandError("The audit is not as it was sealed.", returncode=1)
        self.stdout.write("Nothing was found that differs from what was sealed.")
