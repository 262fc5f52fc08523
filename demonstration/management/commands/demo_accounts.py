import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demonstration.accounts import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "List the demonstration accounts, one line for each role a person holds."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *, format: str, **options) -> None:  # noqa: A002  the option's own name
        if not settings.DEMONSTRATION:
            raise CommandError("There are no demonstration accounts here.")
        accounts = [
            {
                "email": person.email,
                "password": PASSWORD,
                "role": str(role),
                "agency": place.agency,
                "capabilities": [str(kind) for kind in place.capabilities],
                "otp_secret": person.otp_secret,
            }
            for person in PEOPLE
            for place in person.places
            for role in place.roles
        ]
        if format == "json":
            self.stdout.write(json.dumps(accounts, indent=2))
            return
        for account in accounts:
            can = ", ".join(account["capabilities"])
            self.stdout.write(
                f"{account['email']:<30} {account['password']}  {account['otp_secret']}  "
                f"{account['role']}, {account['agency']}{f' ({can})' if can else ''}"
            )
        self.stdout.write("The code of now: ./run manage demo_code EMAIL")
