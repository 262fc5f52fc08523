"""docker-compose.yml, Dockerfile and .env.example speak of the same application as the settings."""

import ast
import importlib
import re
from pathlib import Path

import yaml
from django.core.management import get_commands

from devtool.postgres import RIGHTS_OF_APP
from devtool.servers import OF_THE_WORKER

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]

# The parts of the compose specification in use here, and what each may be.
SERVICE_KEYS = {
    "build": str,
    "image": str,
    "restart": str,
    "command": list,
    "environment": dict,
    "depends_on": dict,
    "volumes": list,
    "ports": list,
    "healthcheck": dict,
}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
RESTARTS = {"no", "always", "on-failure", "unless-stopped"}
HEALTHCHECK_KEYS = {"test", "interval", "timeout", "retries"}


def names_read_by_settings() -> set[str]:
    """The first argument of every env(…) and env.kind(…) in config/settings."""
    found = set()
    for file in (ROOT / "config" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and is_env(node.func):
                found.add(ast.literal_eval(node.args[0]))
    return found


def is_env(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return is_env(function.value) and function.attr != "db_url_config"
    return isinstance(function, ast.Name) and function.id == "env"


def names_in_example() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))


def test_the_example_lists_every_name_that_settings_read() -> None:
    assert names_read_by_settings() - names_in_example() == set()


def test_the_example_lists_every_name_that_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - names_in_example() == set()


def test_compose_is_well_formed() -> None:
    assert set(COMPOSE) <= {"services", "volumes", "x-application"}
    for name, service in SERVICES.items():
        assert set(service) <= set(SERVICE_KEYS), name
        assert all(isinstance(service[key], SERVICE_KEYS[key]) for key in service), name
        assert ("image" in service) != ("build" in service), name
        assert service.get("restart", "no") in RESTARTS, name
        assert set(service.get("healthcheck", {})) <= HEALTHCHECK_KEYS, name
        values = service.get("environment", {}).values()
        assert all(isinstance(value, str) for value in values), name


def test_compose_waits_only_for_services_that_are_there_and_can_be_waited_for() -> None:
    for name, service in SERVICES.items():
        for other, wait in service.get("depends_on", {}).items():
            assert wait["condition"] in CONDITIONS, name
            assert other in SERVICES, name
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[other], name
            if wait["condition"] == "service_completed_successfully":
                assert SERVICES[other]["restart"] == "no", name


def test_compose_names_volumes_and_files_that_exist() -> None:
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            # A path that the environment names is on the host; the example lists the name.
            source = re.sub(r"^\$\{\w+:\?[^}]*\}", "", volume).split(":")[0]
            assert source == "" or (
                (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
            )


def test_compose_runs_database_broker_web_worker_beat_and_scanner() -> None:
    assert set(SERVICES) == {"scanner", "database", "broker", "tables", "web", "worker", "beat"}


def test_web_server_and_worker_share_the_folder_of_files_and_nobody_else_has_it() -> None:
    """A service's own list of volumes takes the place of the one it was made from."""
    place = f"files:{SERVICES['web']['environment']['FILES_ROOT']}"
    holders = {name for name, service in SERVICES.items() if place in service.get("volumes", [])}
    assert holders == {"web", "worker"}


def test_the_services_of_ours_set_only_what_settings_read() -> None:
    known = names_read_by_settings() | {"DJANGO_SETTINGS_MODULE"}
    for name, service in SERVICES.items():
        if "build" in service:
            assert set(service["environment"]) - known == set(), name
            assert importlib.util.find_spec(service["environment"]["DJANGO_SETTINGS_MODULE"])


def test_only_the_service_that_makes_tables_has_the_role_that_may() -> None:
    owners = {
        name
        for name, service in SERVICES.items()
        if "build" in service and "shop_owner" in str(service["environment"])
    }
    assert owners == {"tables"}
    assert SERVICES["tables"]["command"][2] in get_commands()


def test_only_the_worker_can_seal_the_audit_and_sign_for_it() -> None:
    held = {
        name
        for name, service in SERVICES.items()
        if "build" in service and {*OF_THE_WORKER} & {*service["environment"]}
    }
    assert held == {"worker"}
    assert {*OF_THE_WORKER} <= {*SERVICES["worker"]["environment"]}


def test_the_entry_points_are_those_of_the_application() -> None:
    assert importlib.import_module("config.wsgi").application
    assert importlib.import_module("config").celery_app.main == "config"
    assert SERVICES["worker"]["command"][:4] == ["celery", "-A", "config", "worker"]
    assert SERVICES["beat"]["command"][:4] == ["celery", "-A", "config", "beat"]
    assert '"gunicorn", "config.wsgi"' in (ROOT / "Dockerfile").read_text()


def test_the_image_installs_the_production_lock() -> None:
    assert "--require-hashes --only-binary :all: -r locks/production.txt" in (
        (ROOT / "Dockerfile").read_text()
    )


def test_the_roles_have_the_same_rights_as_those_the_launcher_makes() -> None:
    made_by_image = " ".join((ROOT / "docker" / "roles.sh").read_text().split())
    for statement in RIGHTS_OF_APP.split(";"):
        assert " ".join(statement.split()) in made_by_image


def test_the_database_has_the_same_collation_as_the_embedded_one() -> None:
    arguments = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    made_by_launcher = (ROOT / "devtool" / "postgres.py").read_text()
    assert [argument for argument in arguments if f'"{argument}"' not in made_by_launcher] == []
