"""Journeys share one running application, so with -n they stay on one worker of the test run."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from psycopg2 import sql

from tests.journeys.stack import Stack, environment_for, free_port

HERE = Path(__file__).parent
DATABASE = "journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def stack(
    database_url: str,
    database_app_url: str,
    broker_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """The running application with the demonstration in it; see Stack for what it can do."""
    connection = psycopg2.connect(in_database(database_url, "postgres"))
    connection.autocommit = True
    name = sql.Identifier(DATABASE)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    running = Stack(
        url=f"http://127.0.0.1:{free_port()}",
        env=environment_for(
            owner=in_database(database_url, DATABASE),
            app=in_database(database_app_url, DATABASE),
            broker=broker_url,
        ),
        folder=tmp_path_factory.mktemp("stack"),
    )
    try:
        running.manage("migrate", "--verbosity", "0")
        running.manage("seed_demo")
        running.start()
        yield running
    finally:
        running.stop()
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        connection.close()


def in_database(address: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))
