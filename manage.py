#!/usr/bin/env python
"""Django's commands, with the database role each of them needs."""

import os
import sys

# These change the shape of the database or fill it from the start; all others work with the
# rights of the web server, so that a command cannot do what a page could not.
OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "sqlmigrate",
    "seed_demo",
    "flush",
    "dbshell",
    # Reads the past of records, which the application only adds to.
    "change_history",
}


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")

    from django.core.management import execute_from_command_line

    from config.settings.local import NothingRunning

    try:
        execute_from_command_line(sys.argv)
    except NothingRunning as nothing:
        print(nothing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
