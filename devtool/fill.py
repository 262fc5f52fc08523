"""Run by .venv's Python: tables, then the demonstration, in one process to save a start."""

import sys

import django
from django.core.management import call_command


def fill(*, demonstration: bool) -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if demonstration:
        call_command("seed_demo", stdout=sys.stderr)


if __name__ == "__main__":
    fill(demonstration="--empty" not in sys.argv)
