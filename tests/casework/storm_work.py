"""Work of the storm, done by real workers: it takes a while, and writes down how it went.

Imported by the workers alone, as it changes how long they wait.
"""

import os
from datetime import timedelta

from django.db import connection

from casework import jobs

KIND = "storm"
jobs.STALE_AFTER = timedelta(seconds=float(os.environ["STORM_STALE_AFTER"]))
# Chance may kill one job more often than the rule allows; that rule has a test of its own.
jobs.MOST_ATTEMPTS = 9


@jobs.does(KIND)
def work(running: jobs.Running):
    facts = [running.job_id, running.attempt, os.getpid(), os.getppid()]
    with jobs._connection_apart() as apart, apart.cursor() as alone, connection.cursor() as cursor:
        # Held while the work is done: who does not get it does the same beside somebody else.
        alone.execute("select pg_try_advisory_lock(4711, %s)", [running.job_id])
        cursor.execute(
            "insert into storm_began (job, attempt, pid, worker, alone)"
            " values (%s, %s, %s, %s, %s)",
            [*facts, alone.fetchone()[0]],
        )
        parts = running.parameters["parts"]
        for part in range(parts):
            running.step(f"Part {part + 1}", done=part, total=parts)
            cursor.execute("select pg_sleep(0.05)")

    def keep() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into storm_kept (job, attempt) values (%s, %s)",
                [running.job_id, running.attempt],
            )

    return keep
