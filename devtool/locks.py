"""Writes the lock files from the requirements: every package below the named ones, with hashes."""

import shutil
import subprocess

from devtool.environment import lock_file
from devtool.places import ROOT
from devtool.say import Problem

# Each lock is held to the one before, so that what is tested is what runs.
LOCKS = {
    "production": "requirements.txt",
    "local": "requirements-local.txt",
    "development": "requirements-dev.txt",
}


def write() -> int:
    uv = shutil.which("uv")
    if uv is None:
        raise Problem("Lock files are written with uv, which is not installed.")
    held_to: list[str] = []
    for lock, requirements in LOCKS.items():
        subprocess.run(
            [
                *(uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
                *("--generate-hashes", "--no-header", "--annotation-style", "line"),
                *held_to,
                *(requirements, "--output-file", f"locks/{lock}.txt"),
            ],
            cwd=ROOT,
            check=True,
        )
        held_to = ["--constraint", str(lock_file(lock).relative_to(ROOT))]
    return 0
