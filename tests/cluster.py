"""pytest plugin: a PostgreSQL and a broker of the tests' own, made before Django starts.

Plain `pytest` works, alone or with -n. Only TEST_DATABASE_URL and TEST_REDIS_URL are honoured,
never DATABASE_URL, so that an address of production in somebody's shell cannot be hit.
"""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devtool import process, programs
from devtool.account import server_account
from devtool.broker import Broker
from devtool.places import CHECKOUT, socket_folder
from devtool.postgres import APP, OWNER, SEALER, Cluster, clear_dead
from devtool.say import Problem

PREFIX = f"casework-tests-{CHECKOUT}-"


@dataclass
class ThrowAway:
    """The servers of one test run. folder: all they write; ended by stop()."""

    folder: Path
    running: list[tuple[process.Program, subprocess.Popen]] = field(default_factory=list)

    def start_database(self, memory: str = "128MB") -> None:
        account = server_account()
        site_packages = Path(sysconfig.get_path("purelib"))
        if account.switch:
            # The lent account must come through to its data and programs, and no further.
            self.folder.chmod(0o711)
        cluster = Cluster(
            programs=programs.runnable_by(
                account, programs.postgres_folder(site_packages), self.folder
            ),
            account=account,
            data=self.folder / "data",
            sockets=socket_folder(self.folder / "run"),
            log=self.folder / "database.log",
            secrets_file=self.folder / "secrets.json",
            lasting=False,
            memory=memory,
        )
        cluster.make()
        self.running.append((cluster.program(), cluster.start()))
        os.environ["TEST_DATABASE_URL"] = cluster.url(OWNER)
        os.environ["TEST_DATABASE_APP_URL"] = cluster.url(APP)
        os.environ["TEST_DATABASE_SEALER_URL"] = cluster.url(SEALER)

    def start_broker(self) -> None:
        broker = Broker(
            server=programs.broker_program(Path(sysconfig.get_path("purelib"))),
            folder=self.folder / "broker",
            sockets=socket_folder(self.folder / "queue"),
            log=self.folder / "broker.log",
            lasting=False,
        )
        self.running.append((broker.program(), broker.start()))
        os.environ["TEST_REDIS_URL"] = broker.url

    def stop(self) -> None:
        while self.running:
            program, child = self.running.pop()
            process.stop(child, program)
        shutil.rmtree(self.folder)


_servers = pytest.StashKey[ThrowAway]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before pytest-django reads the settings. Workers of xdist inherit the addresses."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if "TEST_DATABASE_URL" in os.environ and "TEST_REDIS_URL" in os.environ:
        return
    temporary = Path(tempfile.gettempdir())
    clear_dead(temporary.glob(f"{PREFIX}*"))
    servers = ThrowAway(Path(tempfile.mkdtemp(prefix=PREFIX)))
    (servers.folder / "maker").write_text(str(os.getpid()))
    early_config.stash[_servers] = servers
    early_config.add_cleanup(servers.stop)
    try:
        if "TEST_DATABASE_URL" not in os.environ:
            servers.start_database()
        if "TEST_REDIS_URL" not in os.environ:
            servers.start_broker()
    except Problem as problem:
        raise pytest.UsageError(str(problem)) from problem
