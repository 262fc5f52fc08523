"""Settings say by name what is missing, and production is closed where development is open."""

import os
import subprocess
import sys

import pytest

from devtool.checks import MADE_UP
from devtool.places import ROOT

MUST_BE_SET = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "FILES_ROOT",
)


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=kept | env,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", MUST_BE_SET)
def test_a_missing_secret_stops_production_with_its_name(name: str) -> None:
    refused = manage("check", env={key: MADE_UP[key] for key in MADE_UP if key != name})
    assert refused.returncode != 0
    assert name in refused.stderr.splitlines()[-1]


def test_demonstration_accounts_are_not_to_be_had_in_production() -> None:
    refused = manage("demo_accounts", "--format", "json", env=MADE_UP)
    assert refused.returncode != 0
    assert refused.stdout == ""
