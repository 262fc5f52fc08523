"""The virtual environment: made once, brought up to its lock file, left alone when it is there."""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from devtool import holder
from devtool.places import LOCAL, ROOT, VENV, make_local, need_space
from devtool.say import Problem, say

RUNNING = "local"
DEVELOPMENT = "development"

PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOG = LOCAL / "install.log"


def ready(lock: str = RUNNING) -> None:
    """Make .venv hold what locks/<lock>.txt lists. No network and no work when it already does."""
    if _is_installed(lock):
        return
    make_local()
    with _alone():
        if not _is_installed(lock):
            _install(lock)


def site_packages() -> Path:
    for folder in sorted((VENV / "lib").glob("python3.*/site-packages")):
        return folder
    raise Problem(".venv is broken: remove that folder and type ./run again.")


def lock_file(lock: str) -> Path:
    return ROOT / "locks" / f"{lock}.txt"


def _is_installed(lock: str) -> bool:
    stamp = _stamp()
    return (
        PYTHON.exists()
        and stamp.get("made_of") == made_of()
        and stamp["locks"].get(lock) == digest(lock)
    )


def _stamp() -> dict:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def made_of() -> str:
    """What an environment is tied to: it can be moved neither to another place nor interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{version} {os.path.realpath(sys.executable)} {VENV}"


def digest(lock: str) -> str:
    return hashlib.sha256(lock_file(lock).read_bytes()).hexdigest()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time; a second waits for the first.

    The installers inherit the lock, so that it holds while they live even when the launcher was
    killed.
    """
    with (LOCAL / "install.lock").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(lock: str) -> None:
    uv = shutil.which("uv")
    need_space(ROOT, 700 if lock == DEVELOPMENT else 400, "installing the packages")
    stamp = _stamp()
    LOG.write_text("")
    if stamp.get("made_of") != made_of() or not PYTHON.exists():
        running = holder.holder()
        if PYTHON.exists() and running is not None and running.pid != os.getpid():
            raise Problem(
                "The running application uses .venv, which was made with another Python: type"
                " ./run stop first, or use that Python."
            )
        say("Making .venv …")
        stamp = {"made_of": made_of(), "locks": {}}
        _make(uv)
    say("Installing the packages (once) …")
    arguments = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock_file(lock))]
    if uv:
        # Compiled once here, as pip does by itself; else by each of the many processes that start.
        quiet = ["--quiet", "--compile-bytecode"]
        _run([uv, "pip", "install", *quiet, "--python", str(PYTHON), *arguments])
    else:
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
        _run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments])
    stamp["locks"][lock] = digest(lock)
    half = STAMP.with_suffix(".new")
    half.write_text(json.dumps(stamp))
    half.rename(STAMP)


def _make(uv: str | None) -> None:
    if uv:
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        return
    if importlib.util.find_spec("ensurepip") is None:
        _fetch_ensurepip()
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def _fetch_ensurepip() -> None:
    """Debian and Ubuntu split this part of Python off."""
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {package} …")
        _run(["apt-get", "update", "-qq"])
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
        return
    raise Problem(
        f"This Python cannot make environments: install it with `sudo apt install {package}`, or"
        " install uv, and type ./run again.",
        code=2,
    )


def _run(argv: list[str]) -> None:
    """Raises Problem with one sentence; all that the program said is in .local/install.log."""
    with LOG.open("a") as log:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            close_fds=False,
            cwd=ROOT,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
    if done.returncode == 0:
        return
    said = LOG.read_text(errors="replace")
    if "No space left on device" in said:
        raise Problem(f"Not enough disk space in {ROOT} to install the packages.")
    if any(sign in said for sign in SIGNS_OF_NO_NETWORK):
        raise Problem(
            "The packages could not be fetched: is there a network connection? Nothing was"
            " started; ./run goes on from here next time (details in .local/install.log)."
        )
    raise Problem("The packages could not be installed; the reason stands in .local/install.log.")


SIGNS_OF_NO_NETWORK = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Name or service not known",
    "Network is unreachable",
    "Connection refused",
    "Failed to fetch",
    "error sending request",
    "No matching distribution found",
    "ReadTimeoutError",
    "ConnectTimeoutError",
    "dns error",
)
