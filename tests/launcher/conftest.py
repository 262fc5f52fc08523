"""A checkout of its own for the launcher, so that it meets neither ours nor its servers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devtool.places import ROOT
from devtool.process import command_line
from tests.journeys.stack import free_port

PYTHON = os.path.realpath(sys.executable)
SECONDS_TO_START = 90
OF_THE_TEST_RUN = ("DJANGO_", "TEST_", "PYTEST_", "PG", "DATABASE_", "REDIS_", "PORT", "PYTHON")


def clean_environment() -> dict[str, str]:
    """The person's environment, without what the test run has put into it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(OF_THE_TEST_RUN) and name not in ("SECRET_KEY", "VIRTUAL_ENV")
    }
    return {**kept, "PYTHON": PYTHON}


@dataclass
class Checkout:
    """The project in a folder of its own.

    first: what `./run manage demo_accounts` did when nothing had been started there before.
    """

    folder: Path
    port: int
    first: subprocess.CompletedProcess | None = None
    launcher: subprocess.Popen | None = None

    def run(self, *arguments: str, said: str = "", **env: str) -> subprocess.CompletedProcess:
        """`./run …` to its end, from another folder. said: what the person types."""
        return subprocess.run(
            [self.folder / "run", *arguments],
            input=said,
            env=clean_environment() | env,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_START,
            check=False,
        )

    def manage_alone(self, *arguments: str) -> subprocess.CompletedProcess:
        """`python manage.py …` typed by itself."""
        return subprocess.run(
            [self.folder / ".venv" / "bin" / "python", self.folder / "manage.py", *arguments],
            env=clean_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/"

    @property
    def first_account(self) -> str:
        """The address of a demonstration account."""
        return json.loads(self.first.stdout)[0]["email"]

    @property
    def output(self) -> str:
        """What the running `./run` has said so far."""
        return (self.folder / "output").read_text()

    def start(self, *arguments: str, said: str = "") -> subprocess.Popen:
        """`./run …` in the background, once it has told where to open the browser."""
        with (self.folder / "output").open("w") as output:
            self.launcher = subprocess.Popen(
                [self.folder / "run", *arguments],
                env=clean_environment() | {"PORT": str(self.port)},
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        with self.launcher.stdin as typed:
            typed.write(said)
        wait_until(lambda: f"Open {self.url}" in self.output or self.launcher.poll() is not None)
        assert self.launcher.poll() is None, self.output
        return self.launcher

    def end(self, how: signal.Signals) -> int:
        """Send the launcher a signal, as a terminal would, and answer its exit code."""
        self.launcher.send_signal(how)
        return self.launcher.wait(SECONDS_TO_START)

    def stop(self) -> subprocess.CompletedProcess:
        """`./run stop`."""
        done = self.run("stop")
        if self.launcher:
            self.launcher.wait(SECONDS_TO_START)
        return done

    def processes(self, *words: str) -> list[int]:
        """Those started from this checkout in whose command line all `words` stand."""
        data = f"/var/lib/casework-{self.constant('devtool.places', 'CHECKOUT')}"
        return [
            pid
            for pid, command in all_processes()
            if (str(self.folder) in command or data in command)
            and all(word in command for word in words)
        ]

    def constant(self, module: str, name: str) -> str:
        """The value that `name` has in the launcher of this checkout."""
        return self.python(f"from {module} import {name}; print({name})").strip()

    def python(self, code: str) -> str:
        return subprocess.run(
            [PYTHON, "-c", code],
            env=clean_environment() | {"PYTHONPATH": str(self.folder)},
            cwd="/",
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def all_processes() -> list[tuple[int, str]]:
    if Path("/proc/self").exists():
        numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
        return [(number, command_line(number)) for number in numbers]
    listed = subprocess.run(
        ["ps", "-axo", "pid=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.strip().partition(" ") for line in listed.stdout.splitlines()]
    return [(int(number), command) for number, _, command in rows]


def wait_until(claim, seconds: float = SECONDS_TO_START) -> None:
    """Wait until `claim` answers true. Raises AssertionError when it does not in time."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def copy_project(folder: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source, copy = ROOT / name, folder / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)


def lend_packages(checkout: Checkout) -> None:
    """Give the checkout an environment with our packages, so that no test needs the network."""
    venv = checkout.folder / ".venv"
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", venv], check=True)
    [theirs] = (venv / "lib").glob("python3.*/site-packages")
    [ours] = (Path(sys.prefix) / "lib").glob("python3.*/site-packages")
    shutil.copytree(ours, theirs, dirs_exist_ok=True, copy_function=link_or_copy)
    checkout.python(
        "import json; from devtool import environment as e;"
        "e.STAMP.write_text(json.dumps("
        "{'made_of': e.made_of(), 'locks': {'local': e.digest('local')}}))"
    )


def link_or_copy(source: str, copy: str) -> None:
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A checkout in a folder that nobody but us may enter, with a space in its name."""
    folder = tmp_path_factory.mktemp("launcher") / "a check out"
    folder.mkdir()
    made = Checkout(folder, free_port())
    copy_project(folder)
    lend_packages(made)
    made.first = made.run("manage", "demo_accounts", "--format", "json")
    yield made
    made.stop()
    made.python("from devtool.servers import remove_data; remove_data()")


@pytest.fixture
def stopped(checkout: Checkout) -> Checkout:
    """Nothing runs in it."""
    checkout.stop()
    return checkout


@pytest.fixture
def running(checkout: Checkout) -> Checkout:
    """`./run` is up in it."""
    if checkout.run("status").returncode != 0:
        checkout.start()
    return checkout
