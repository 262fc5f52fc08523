"""`./run test` and its like: the environment, a browser, a virus scanner, then pytest."""

import os
import subprocess
import time

from devtool import browser, environment, scanner
from devtool.places import ROOT
from devtool.say import Problem, say, speak_beside_output

# Two that compute and one for what mostly waits, see tests/together.py: for a machine of two cores.
ALL_TESTS = ["--numprocesses", "3"]
RANDOM_ACTS = "tests/proofs/random_acts"


def run(arguments: list[str]) -> int:
    """pytest's own exit code. Without arguments all tests run, side by side."""
    speak_beside_output()
    environment.ready(environment.DEVELOPMENT)
    found = browser.find() or browser.install()
    if found is None and not arguments:
        raise Problem(browser.SENTENCE)
    if found is not None:
        say(f"Journeys use {found}.")
    if not (scanner.find() or scanner.install()) and not arguments:
        raise Problem(scanner.SENTENCE)
    return subprocess.run(
        [environment.PYTHON, "-m", "pytest", *(arguments or ALL_TESTS)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS},
        check=False,
    ).returncode


def run_long(acts: int = 100_000) -> int:
    """Random acts, five times as many as `./run test` does, and others each time."""
    speak_beside_output()
    seed = str(int(time.time()))
    say(f"Random acts begin at RANDOM_ACTS_SEED={seed}.")
    os.environ |= {"RANDOM_ACTS": str(acts), "RANDOM_ACTS_SEED": seed}
    return run([RANDOM_ACTS, *ALL_TESTS])


def run_mutants() -> int:
    """The tests that planted faults name, each with its fault; lists which test caught which."""
    return run(["-m", "planted", "--quiet", *ALL_TESTS])


NOT_FOR_TESTS = {
    # Tests start many processes, and each would compile the whole application again.
    "PYTHONDONTWRITEBYTECODE",
    # Tests use servers of their own; these may name a database that people work in.
    *("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEALER_URL", "REDIS_URL"),
    *("AUDIT_KEY_FILE", "AUDIT_CHECKPOINTS", "DJANGO_SETTINGS_MODULE"),
    *("FILES_ROOT", "SCANNER_ADDRESS"),
}
