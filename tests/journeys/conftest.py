"""Journeys share one running application; tests/together.py keeps them on one worker."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from playwright.sync_api import Browser
from psycopg2 import sql

from tests.conftest import complaints_of
from tests.journeys.given import Given
from tests.journeys.somebody import Somebody
from tests.journeys.stack import Stack, environment_for, free_port
from tests.own_scanner import OwnScanner, make_scanner

HERE = Path(__file__).parent
DATABASE = "journeys"


def pytest_itemcollected(item: pytest.Item) -> None:
    if HERE in item.path.parents:
        item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def stack(
    database_url: str,
    database_app_url: str,
    database_sealer_url: str,
    broker_url: str,
    scanner_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stack]:
    """The running application with the demonstration in it; see Stack for what it can do.

    No virus scanner runs until a test asks for `scanner`: files are held until then.
    """
    make_database(database_url)
    folder = tmp_path_factory.mktemp("stack")
    running = Stack(
        url=f"http://localhost:{free_port()}",
        env=environment_for(
            owner=in_database(database_url, DATABASE),
            app=in_database(database_app_url, DATABASE),
            sealer=in_database(database_sealer_url, DATABASE),
            broker=broker_url,
            second_place=folder,
            scanner_home=scanner_home,
        ),
        folder=folder,
    )
    try:
        running.manage("migrate", "--verbosity", "0")
        running.manage("seed_demo")
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def scanner_home() -> Iterator[Path]:
    """Not beside the logs: the path of a socket must be short."""
    with tempfile.TemporaryDirectory(prefix="casework-scanner-") as folder:
        yield Path(folder)


@pytest.fixture
def scanner(scanner_home: Path) -> Iterator[OwnScanner]:
    """Of this application, not started yet; gone when the test is over."""
    made = make_scanner(scanner_home)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def given(stack: Stack) -> Given:
    return Given(stack)


@pytest.fixture(scope="session")
def left_in_browsers() -> dict[str, dict]:
    """Cookies of those who signed in before, by email: nobody waits for a new code each time."""
    return {}


@pytest.fixture
def signed_in(
    stack: Stack, browser: Browser, left_in_browsers: dict[str, dict]
) -> Iterator[Callable[..., Somebody]]:
    """signed_in(email, script=True): that person at a browser of their own.

    The first time they sign in with password and code; later they still are, unless the browser is
    to be `fresh`. The test fails when a browser complained of anything. One that provokes an answer
    of 4xx on purpose empties `page.complaints` of it.
    """
    opened = []

    def sign_in(
        email: str, *, script: bool = True, width: int = 1280, fresh: bool = False
    ) -> Somebody:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            storage_state=None if fresh else left_in_browsers.get(email),
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = complaints_of(page)
        opened.append((context, page))
        somebody = Somebody(page, stack.url)
        if fresh or not somebody.is_signed_in:
            context.clear_cookies()
            somebody.sign_in(email, stack.code(email))
        if not fresh:
            left_in_browsers[email] = context.storage_state()
        somebody.open("/")
        somebody.loaded.clear()
        return somebody

    yield sign_in
    complaints = [complaint for _, page in opened for complaint in page.complaints]
    for context, _ in opened:
        context.close()
    assert complaints == []


def make_database(address: str) -> None:
    """An empty database, in place of one that an earlier run left on a server that lasts."""
    connection = psycopg2.connect(in_database(address, "postgres"))
    connection.autocommit = True
    name = sql.Identifier(DATABASE)
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))


def in_database(address: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))
