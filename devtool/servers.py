"""Database and broker for one checkout: ours, or those the environment names."""

import hashlib
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from devtool import environment, process, programs, scanner
from devtool.account import Account, server_account
from devtool.broker import Broker
from devtool.places import CHECKOUT, LOCAL, make_local, need_space, socket_folder
from devtool.postgres import APP, OWNER, SEALER, Cluster
from devtool.say import Problem, say

DEMONSTRATION = "demonstration"
EMPTY = "empty"
OUR_OWN = "ours"
# What seals the audit and signs for it, and so is kept from the web server.
OF_THE_WORKER = ("DATABASE_SEALER_URL", "AUDIT_KEY_FILE", "AUDIT_CHECKPOINTS")


def cluster() -> Cluster:
    """The cluster of this checkout, whether it exists yet or not."""
    make_local()
    folder = programs.postgres_folder(environment.site_packages())
    # A new major version cannot read the old one's data, so it starts a cluster of its own.
    name = f"postgres-{programs.postgres_major(folder)}"
    inside = LOCAL / name
    account = server_account(inside)
    home = _home(account)
    return Cluster(
        programs=programs.runnable_by(account, folder, home),
        account=account,
        data=home / name,
        sockets=socket_folder(home / "run") / "database",
        log=LOCAL / "database.log",
        secrets_file=home / f"{name}.secrets.json",
    )


def _home(account: Account) -> Path:
    """.local, or as root a folder the lent account can reach, when it cannot reach the checkout.

    Nobody's folders are opened for it.
    """
    if not account.switch or account.may("-x", LOCAL):
        return LOCAL
    home = _far_home()
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not account.may("-x", home):
        raise Problem(
            f"PostgreSQL does not run as root, and no other account can reach {LOCAL} or {home}:"
            " run as an ordinary user, or set DATABASE_URL."
        )
    return home


def _far_home() -> Path:
    return Path(f"/var/lib/casework-{CHECKOUT}")


def broker() -> Broker:
    return Broker(
        server=programs.broker_program(environment.site_packages()),
        folder=LOCAL / "broker",
        sockets=socket_folder(LOCAL / "run") / "broker",
        log=LOCAL / "broker.log",
    )


def virus_scanner() -> scanner.Scanner | None:
    """The clamd of this machine as ours, or None, having said why."""
    server, signatures = scanner.find(), scanner.signatures()
    if server is None or signatures is None:
        say(scanner.NOT_INSTALLED if server is None else scanner.NO_SIGNATURES)
        return None
    return scanner.Scanner(
        server=server,
        signatures=signatures,
        folder=LOCAL / "scanner",
        sockets=socket_folder(LOCAL / "run") / "scanner",
        log=LOCAL / "scanner.log",
    )


class Servers:
    """The servers while they run.

    env: what the application is started with.
    running: the programs of ours among them, for the supervisor; empty when the environment names
    both servers.
    """

    def __init__(self) -> None:
        self.env = application_env()
        self.running: list[tuple[process.Program, subprocess.Popen]] = []

    def __enter__(self) -> "Servers":
        try:
            self._start_database()
            self._start_broker()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _start_database(self) -> None:
        if "DATABASE_URL" in self.env:
            return
        need_space(LOCAL, 30, "running the database")
        ours = cluster()
        ours.make()
        self.running.append((ours.program(), ours.start()))
        ours.complete()
        self.env["DATABASE_URL"] = ours.url(APP)
        self.env["DATABASE_OWNER_URL"] = ours.url(OWNER)
        self.env["DATABASE_SEALER_URL"] = ours.url(SEALER)

    def _start_broker(self) -> None:
        if "REDIS_URL" in self.env:
            return
        ours = broker()
        self.running.append((ours.program(), ours.start()))
        self.env["REDIS_URL"] = ours.url

    def start_scanner(self) -> None:
        """For those who add files; a command that is over in a moment needs none."""
        if "SCANNER_ADDRESS" in self.env or (ours := virus_scanner()) is None:
            return
        self.running.append((ours.program(), ours.start()))
        self.env["SCANNER_ADDRESS"] = ours.url

    def stop(self) -> None:
        """The broker first, the database last."""
        while self.running:
            program, child = self.running.pop()
            process.stop(child, program)

    def addresses(self) -> dict[str, str]:
        names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", *OF_THE_WORKER)
        return {name: self.env[name] for name in names if name in self.env}


def application_env() -> dict[str, str]:
    """The environment of the application, as far as it does not depend on servers of ours."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if "DATABASE_URL" not in env:
        env.pop("DATABASE_OWNER_URL", None)
        env.pop("DATABASE_SEALER_URL", None)
    env.setdefault("SECRET_KEY", kept_secret("secret_key"))
    env.setdefault("AUDIT_KEY_FILE", str(_audit_key()))
    env.setdefault("AUDIT_CHECKPOINTS", str(_second_place()))
    # Mac OS stops a program that forks after using its frameworks; the worker forks.
    env.setdefault("OBJC_DISABLE_INITIALIZE_FORK_SAFETY", "YES")
    return env


def kept_secret(name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret of this checkout, in a file of .local that is made once."""
    make_local()
    kept = LOCAL / name
    if not kept.exists():
        half = kept.with_suffix(".new")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(make())
        half.rename(kept)
    return kept.read_text()


def _audit_key() -> Path:
    """The key that signs checkpoints of the audit: 32 bytes, as `manage.py audit_key` prints."""
    kept_secret("audit_key", lambda: secrets.token_hex(32))
    return LOCAL / "audit_key"


def _second_place() -> Path:
    """Where checkpoints are written: a folder for each database, outside of it."""
    place = LOCAL / "audit" / _name_of_database()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


# What the database holds: the demonstration, or a partnership of one's own. Never both.


def kept_content() -> str:
    """DEMONSTRATION, EMPTY, or "" for a database not filled yet."""
    note = _content_note()
    return note.read_text() if note.exists() else ""


def keep_content(content: str) -> None:
    _content_note().write_text(content)


def _content_note() -> Path:
    name = _name_of_database()
    return LOCAL / ("content" if name == OUR_OWN else f"content-{name}")


def _name_of_database() -> str:
    address = os.environ.get("DATABASE_URL", "")
    return hashlib.sha256(address.encode()).hexdigest()[:12] if address else OUR_OWN


def remove_data() -> None:
    """Delete database, queue, files, sockets and mail. The only place where data is deleted."""
    sockets = {socket_folder(home / "run") for home in (LOCAL, _far_home())}
    ours = (LOCAL / name for name in ("broker", "mail", "files", "scanner"))
    data = {*LOCAL.glob("postgres-*"), *ours, _far_home()}
    data.add(LOCAL / "audit" / OUR_OWN)
    for folder in sockets | data:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
    for note in (*LOCAL.glob("content*"), *LOCAL.glob("beat*"), LOCAL / "secret_key"):
        note.unlink(missing_ok=True)
