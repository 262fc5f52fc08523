"""`./run bench`: throw-away servers, an empty database, the nation, the measurements."""

import os
import sys
import tempfile
from pathlib import Path

from tests.cluster import PREFIX, ThrowAway

SETTINGS = (
    "work_mem = '32MB'",
    "random_page_cost = 1.1",
    "jit = off",
    "maintenance_work_mem = '512MB'",
)


def run(which: str, arguments: list[str]) -> int:
    servers = ThrowAway(Path(tempfile.mkdtemp(prefix=PREFIX)))
    (servers.folder / "maker").write_text(str(os.getpid()))
    try:
        servers.start_database()
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
        for setting in SETTINGS:
            cursor.execute(f"ALTER DATABASE {connection.settings_dict['NAME']} SET {setting}")
    connection.close()
    from bench import access, dashboard, report

    return {"access": access, "dashboard": dashboard, "report": report}[which].main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], sys.argv[2:]))
