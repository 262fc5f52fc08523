"""`./run bench`: throw-away servers, an empty database, the nation, the measurements."""

import os
import sys
import tempfile
from pathlib import Path

from tests.cluster import PREFIX, ThrowAway

# As a nation's server would have: with the 128 MB that PostgreSQL begins with, most of what is
# measured is fetching pages.
MEMORY = "2GB"


def run(which: str, arguments: list[str]) -> int:
    servers = ThrowAway(Path(tempfile.mkdtemp(prefix=PREFIX)))
    (servers.folder / "maker").write_text(str(os.getpid()))
    try:
        servers.start_database(memory=MEMORY)
        servers.start_broker()
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        return measure(which, arguments)
    finally:
        servers.stop()


def measure(which: str, arguments: list[str]) -> int:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        # For filling the tables; what is measured runs as the application does.
        cursor.execute("SET maintenance_work_mem = '512MB'")
    from bench import access, dashboard, report

    return {"access": access, "dashboard": dashboard, "report": report}[which].main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]))
