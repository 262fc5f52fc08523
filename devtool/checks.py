"""`./run check`: everything that can be judged without running a test."""

import os
import subprocess
import sys

from devtool import environment
from devtool.places import ROOT
from devtool.say import say, speak_beside_output

# Made up: these checks look at settings, and open no connection.
MADE_UP = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "made-up-and-long-enough-for-the-check-0123456789-abcdefghijklmnopqrstuvw",
    "ALLOWED_HOSTS": "casework.example.org",
    "DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "FILES_ROOT": "/nowhere/files",
}
# It asks the database, which is not there, whether the migrations applied so far still exist.
NO_DATABASE = "ignore:Got an error checking a consistent migration history:RuntimeWarning"

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "lint": ["-m", "ruff", "check", "--quiet", "."],
    "import order": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "migrations": ["-W", NO_DATABASE, "manage.py", "makemigrations", "--check", "--dry-run"],
    "templates": ["-m", "devtool.templates"],
    "settings": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
}


def run() -> int:
    """0 when every check passes; all are run, so that one run tells everything."""
    speak_beside_output()
    environment.ready(environment.DEVELOPMENT)
    env = {**os.environ, **MADE_UP}
    env.pop("DATABASE_ROLE", None)
    failed = []
    for name, arguments in CHECKS.items():
        done = subprocess.run(
            [environment.PYTHON, *arguments],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        say(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}")
        if done.returncode:
            failed.append(name)
            print(done.stdout, file=sys.stderr)
    if failed:
        say(f"Not in order: {', '.join(failed)}.")
    return 1 if failed else 0
