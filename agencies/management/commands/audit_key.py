import secrets

from django.core.management.base import BaseCommand, CommandError

from agencies import checkpoints


class Command(BaseCommand):
    help = "Print a new key for the checkpoints of the audit, or the public ones of those in use."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        parser.add_argument("--public", action="store_true", help="of the keys in AUDIT_KEY_FILE")

    def handle(self, *, public: bool, **options) -> None:
        if not public:
            self.stdout.write(secrets.token_hex(32))
            return
        try:
            keys = checkpoints.public_keys()
        except checkpoints.NotReady as missing:
            raise CommandError(str(missing)) from missing
        for key in keys:
            self.stdout.write(checkpoints.public_text(key))
