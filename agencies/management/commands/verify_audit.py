from django.core.management.base import BaseCommand, CommandError

from agencies.verifying import verify


class Command(BaseCommand):
    help = (
        "Check that no sealed audit event was changed, removed, put in or moved, against the "
        "seals and against the checkpoints in the second place."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--expect",
            default="",
            metavar="DIGEST",
            help="a digest that an earlier run printed, noted outside this database",
        )
        parser.add_argument(
            "--public-keys",
            default="",
            metavar="FILE",
            help="public keys (audit_key --public prints them), where the key that signs is not",
        )

    def handle(self, *, expect: str, public_keys: str, **options) -> None:
        found = verify(expect, public_keys)
        self.stdout.write(f"Sealed: {found.sealed} events. Not yet sealed: {found.unsealed}.")
        if found.digest:
            self.stdout.write(f"Newest seal: {found.digest}")
        self.stdout.write(
            f"Checkpoints: {found.checkpoints}. Sealed since the newest: {found.beyond} events."
        )
        for finding in found.findings:
            self.stdout.write(finding)
        if found.findings:
            raise CommandError("The audit is not as it was sealed.", returncode=1)
        self.stdout.write("Nothing was found that differs from what was sealed.")
