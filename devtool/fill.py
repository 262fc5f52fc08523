"""Run by .venv's Python: tables, then the demonstration, in one process to save a start."""

import sys
from collections.abc import Iterable

import django
from django.core.management import call_command


def fill(*, demonstration: bool) -> None:
    django.setup()
    _refuse_another_history()
    call_command("migrate", verbosity=0, interactive=False)
    if demonstration:
        call_command("seed_demo", stdout=sys.stderr)


def _refuse_another_history() -> None:
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    if apps := of_another_history(loader.applied_migrations, loader.disk_migrations):
        sys.exit(
            f"its tables ({', '.join(apps)}) were made by migrations that this version does not"
            " have, so that none can follow. `./run reset` deletes a database that ./run made, and"
            " makes it anew."
        )


def of_another_history(
    applied: Iterable[tuple[str, str]], here: Iterable[tuple[str, str]]
) -> list[str]:
    """Apps that have tables by migrations of which not one is here, so that none can follow.

    applied, here: (app, name of the migration). Of an app that is not here nothing is said.
    """
    here = set(here)
    fitting = {app for app, name in applied if (app, name) in here}
    return sorted({app for app, _ in applied} & {app for app, _ in here} - fitting)


if __name__ == "__main__":
    fill(demonstration="--empty" not in sys.argv)
