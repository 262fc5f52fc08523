from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from agencies.factors import code_now
from demonstration.accounts import PEOPLE


class Command(BaseCommand):
    help = "Print the code that a demonstration account is asked for now. Each can be used once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("There are no demonstration accounts here.")
        for person in PEOPLE:
            if person.email == email.strip().lower():
                self.stdout.write(code_now(person.otp_secret))
                return
        raise CommandError(f"There is no demonstration account {email}: see demo_accounts.")
