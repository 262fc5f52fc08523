"""Where people work, nothing starts while the demonstration's accounts are there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from agencies.models import Partnership, User
from config.starting import look_first
from demonstration.accounts import PEOPLE
from devtool.checks import MADE_UP
from tests.journeys.conftest import in_database

pytestmark = pytest.mark.django_db

ROOT = Path(django_settings.BASE_DIR)


def found() -> list[str]:
    return [each.id for each in run_checks(tags=[Tags.database], databases=["default"])]


@pytest.fixture
def people_work_here(settings) -> None:
    settings.DEMONSTRATION = False


def test_one_account_of_the_demonstration_stops_the_start(people_work_here) -> None:
    User.objects.create_user("real@council.gov.uk", "x", name="Real")
    assert found() == []
    look_first()
    User.objects.create_user(PEOPLE[3].email, "x", name="Somebody")
    assert found() == ["demonstration.E001"]
    with pytest.raises(SystemCheckError, match="published"):
        look_first()


def test_its_partnership_stops_the_start_too(people_work_here) -> None:
    Partnership.objects.create(code="x", name="X", is_demonstration=True)
    assert found() == ["demonstration.E001"]


def test_check_deploy_says_it_where_a_database_is_there(people_work_here) -> None:
    User.objects.create_user(PEOPLE[0].email, "x", name="Somebody")
    with pytest.raises(SystemCheckError, match="published"):
        call_command("check", deploy=True, databases=["default"])


def test_where_the_demonstration_belongs_it_starts(settings) -> None:
    User.objects.create_user(PEOPLE[0].email, "x", name="Somebody")
    assert settings.DEMONSTRATION
    assert found() == []


@pytest.mark.parametrize("command", ["demo_accounts", "demo_code", "seed_demo"])
def test_its_commands_say_no_where_people_work(people_work_here, command: str) -> None:
    arguments = [PEOPLE[0].email] if command == "demo_code" else []
    with pytest.raises(CommandError):
        call_command(command, *arguments)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "process",
    [
        ("-c", "import config.wsgi"),
        ("-m", "celery", "-A", "config", "worker", "--concurrency", "1"),
        ("-m", "celery", "-A", "config", "beat", "--schedule", "beat-schedule", "--pidfile="),
    ],
    ids=["web", "worker", "clock"],
)
def test_web_worker_and_clock_end_at_once_with_the_sentence(
    process: tuple[str, ...], tmp_path: Path
) -> None:
    User.objects.create_user(PEOPLE[0].email, "x", name="Somebody")
    here = in_database(os.environ["TEST_DATABASE_URL"], connection.settings_dict["NAME"])
    env = {
        **os.environ,
        **MADE_UP,
        "DATABASE_URL": here,
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *process],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "published" in done.stdout + done.stderr
