"""Database and broker for one checkout: ours, or those the environment names."""

import hashlib
import os
import secrets
import shutil
import subprocess
from pathlib import Path

from devtool import environment, process, programs
from devtool.account import Account, server_account
from devtool.broker import Broker
from devtool.places import CHECKOUT, LOCAL, make_local, need_space, socket_folder
from devtool.postgres import APP, OWNER, Cluster
from devtool.say import Problem

DEMONSTRATION = "demonstration"
EMPTY = "empty"


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
        self.env["DATABASE_URL"] = ours.url(APP)
        self.env["DATABASE_OWNER_URL"] = ours.url(OWNER)

    def _start_broker(self) -> None:
        if "REDIS_URL" in self.env:
            return
        ours = broker()
        self.running.append((ours.program(), ours.start()))
        self.env["REDIS_URL"] = ours.url

    def stop(self) -> None:
        """The broker first, the database last."""
        while self.running:
            program, child = self.running.pop()
            process.stop(child, program)

    def addresses(self) -> dict[str, str]:
        names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY")
        return {name: self.env[name] for name in names if name in self.env}


def application_env() -> dict[str, str]:
    """The environment of the application, as far as it does not depend on servers of ours."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    if "DATABASE_URL" not in env:
        env.pop("DATABASE_OWNER_URL", None)
    env.setdefault("SECRET_KEY", _secret_key())
    # Mac OS stops a program that forks after using its frameworks; the worker forks.
    env.setdefault("OBJC_DISABLE_INITIALIZE_FORK_SAFETY", "YES")
    return env


def _secret_key() -> str:
    make_local()
    kept = LOCAL / "secret_key"
    if not kept.exists():
        half = kept.with_suffix(".new")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        half.rename(kept)
    return kept.read_text()


# What the database holds: the demonstration, or a partnership of one's own. Never both.


def kept_content() -> str:
    """DEMONSTRATION, EMPTY, or "" for a database not filled yet."""
    note = _content_note()
    return note.read_text() if note.exists() else ""


def keep_content(content: str) -> None:
    _content_note().write_text(content)


def _content_note() -> Path:
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        return LOCAL / "content"
    return LOCAL / f"content-{hashlib.sha256(address.encode()).hexdigest()[:12]}"


def remove_data() -> None:
    """Delete database, queue, sockets and mail. The only place where data is deleted."""
    sockets = {socket_folder(home / "run") for home in (LOCAL, _far_home())}
    data = {*LOCAL.glob("postgres-*"), LOCAL / "broker", LOCAL / "mail", _far_home()}
    for folder in sockets | data:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
    for note in (*LOCAL.glob("content*"), *LOCAL.glob("beat*"), LOCAL / "secret_key"):
        note.unlink(missing_ok=True)
