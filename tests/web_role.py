"""Work as the role of web server and worker, whom row security binds; tests else own the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from agencies.fence import Told
from devtool.postgres import APP


@contextmanager
def as_web_role() -> Iterator[None]:
    """Within the block, this connection has the rights of the running application, no more.

    It begins like a new transaction: what the database was told of who acts is forgotten.
    """
    hooks = connection.run_on_commit
    connection.run_on_commit = [one for one in hooks if not isinstance(one[1], Told)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SET ROLE {APP}; SET LOCAL casework.agency = ''; SET LOCAL casework.member = ''"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Within the block, this connection has the rights of that role of the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
