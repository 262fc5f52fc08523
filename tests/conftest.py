"""For all tests: addresses of the throw-away servers, and a browser that tolerates nothing."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from devtool import browser as browsers


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: nothing in it is looked at for garbage
    again, which took a seventh of the time of the tests that ask for many pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def database_url() -> str:
    """The throw-away cluster, as the owner of the tables, who may create databases."""
    return os.environ["TEST_DATABASE_URL"]


@pytest.fixture(scope="session")
def database_app_url(database_url: str) -> str:
    """The same as the role of web server and worker, which owns nothing."""
    return os.environ.get("TEST_DATABASE_APP_URL", database_url)


@pytest.fixture(scope="session")
def database_sealer_url(database_url: str) -> str:
    """The same as the role that seals the audit."""
    return os.environ.get("TEST_DATABASE_SEALER_URL", database_url)


@pytest.fixture(scope="session")
def broker_url() -> str:
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture(scope="session", autouse=True)
def files_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Uploaded files go to a folder that ends with the run; no scanner is there unless started."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "FILES_ROOT", folder)
        patch.setattr(settings, "SCANNER_ADDRESS", "")
        yield folder


@pytest.fixture(scope="session", autouse=True)
def emptied_our_way() -> Iterator[None]:
    """After a test that commits (`django_db(transaction=True)`) tables are emptied by `wipe`.

    Django's own way cannot empty those that are append-only, and gives permissions new ids.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: wipe())
        yield


def wipe() -> None:
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in kept]
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(f"truncate {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"alter table {table} enable trigger user")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome of this machine, headless."""
    found = browsers.find()
    if found is None:
        pytest.fail(browsers.SENTENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a person who has just come; the test fails when the browser complains of anything.

    A breach of the content security policy is an error on the console, and so is a missing file.
    A test that provokes an answer of 4xx on purpose empties `page.complaints` of it.
    """
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.complaints = complaints_of(page)
        yield page
        assert page.complaints == []


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the browser complains of while `page` is used."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    return complaints


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[[str, int], None]:
    """Adds to a count that stands at the end of the run; see `pytest_terminal_summary`."""

    def add(what: str, number: int) -> None:
        request.node.user_properties.append((f"proofs: {what}", number))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the proofs counted, whichever worker ran them."""
    counts: dict[str, int] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, number in getattr(report, "user_properties", ()):
                if name.startswith("proofs: ") and report.when == "call":
                    counts[name] = counts.get(name, 0) + number
    for name, number in sorted(counts.items()):
        terminalreporter.write_line(f"{name} {number:,}")
