"""A real PostgreSQL of our own: made once, started as a child, reached by a socket only.

Four roles, as in production: a superuser that only the launcher uses; shop_owner, who owns the
tables and may create databases; shop_app, who owns nothing, so that row security binds it;
shop_sealer, who may seal the audit and nothing else.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from devtool import process
from devtool.account import Account
from devtool.places import need_space, own_folder
from devtool.say import Problem

SUPERUSER = "launcher"
OWNER = "shop_owner"
APP = "shop_app"
SEALER = "shop_sealer"
DATABASE = "shop"
SECONDS_TO_START = 60

# A database takes over these rights from template1, so every database of the cluster has them.
RIGHTS_OF_APP = f"""
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {APP};
"""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL cluster.

    programs: the folder of initdb, postgres and psql, readable by `account`.
    data: the cluster; sockets: the folder of its socket; log: where the server writes.
    secrets_file: the roles' passwords, made with the cluster.
    lasting: whether the data must survive a power cut; False for tests.
    memory: how much of the tables the server keeps in its own memory; PostgreSQL's own measure.
    """

    programs: Path
    account: Account
    data: Path
    sockets: Path
    log: Path
    secrets_file: Path
    lasting: bool = True
    memory: str = "128MB"

    # Making it

    def make(self) -> None:
        """Make the cluster beside its place and move it there when complete, so that a first start
        that was interrupted leaves nothing half made."""
        if self.data.exists():
            return
        need_space(self.data.parent, 200, "a new database")
        passwords = self._make_secrets()
        half = self._like(self.data.with_name(self.data.name + ".new"))
        if half.data.exists():
            half.end_leftover()
            shutil.rmtree(half.data)
        half.data.mkdir(mode=0o700)
        if self.account.switch:
            os.chown(half.data, self.account.uid, self.account.gid)
        self._initdb(half.data, passwords[SUPERUSER])
        running = half.start()
        try:
            half.sql(self._roles(passwords))
            half.sql(RIGHTS_OF_APP, database="template1")
            half.sql(f"CREATE DATABASE {DATABASE} OWNER {OWNER};")
        finally:
            process.stop(running, half.program())
        half.data.rename(self.data)

    def _make_secrets(self) -> dict[str, str]:
        if not self.secrets_file.exists():
            roles = (SUPERUSER, OWNER, APP, SEALER)
            self._keep_secrets({name: secrets.token_urlsafe(24) for name in roles})
        return self.secrets()

    def _keep_secrets(self, passwords: dict[str, str]) -> None:
        half = self.secrets_file.with_name(self.secrets_file.name + ".new")
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(passwords, file)
        half.rename(self.secrets_file)

    def _initdb(self, data: Path, password: str) -> None:
        options = [
            *(f"--pgdata={data}", f"--username={SUPERUSER}", "--auth=scram-sha-256"),
            # The same on every machine: no locale of the system decides about names.
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            "--builtin-locale=C.UTF-8",
            # A crash in the first second loses a cluster that nobody has used yet.
            "--no-sync",
        ]
        with tempfile.NamedTemporaryFile("w", dir=data.parent) as password_file:
            password_file.write(password + "\n")
            password_file.flush()
            os.chown(password_file.name, self.account.uid, self.account.gid)
            made = subprocess.run(
                [self.programs / "initdb", f"--pwfile={password_file.name}", *options],
                capture_output=True,
                text=True,
                cwd="/",
                env=self._env(),
                check=False,
                **self.account.as_arguments(),
            )
        if made.returncode:
            reason = (made.stderr.strip() or made.stdout.strip()).splitlines()[-1:]
            raise Problem(f"PostgreSQL could not make its data folder: {' '.join(reason)}")

    def _roles(self, passwords: dict[str, str]) -> str:
        return (
            f"CREATE ROLE {OWNER} LOGIN CREATEDB NOSUPERUSER PASSWORD '{passwords[OWNER]}';\n"
            f"CREATE ROLE {APP} LOGIN NOCREATEDB NOSUPERUSER PASSWORD '{passwords[APP]}';\n"
            # The owner may step down to the other, as tests of row security do.
            f"GRANT {APP} TO {OWNER} WITH INHERIT FALSE, SET TRUE;\n"
            f"{self._sealer(passwords)}"
        )

    @staticmethod
    def _sealer(passwords: dict[str, str]) -> str:
        return (
            f"CREATE ROLE {SEALER} LOGIN NOCREATEDB NOSUPERUSER PASSWORD '{passwords[SEALER]}';\n"
            f"GRANT {SEALER} TO {OWNER} WITH INHERIT FALSE, SET TRUE;\n"
        )

    def complete(self) -> None:
        """Give a running cluster that an earlier launcher made the role it does not have yet."""
        passwords = self.secrets()
        if SEALER not in passwords:
            passwords[SEALER] = secrets.token_urlsafe(24)
            self.sql(f"DROP ROLE IF EXISTS {SEALER};\n{self._sealer(passwords)}")
            self._keep_secrets(passwords)

    # Running it

    def program(self) -> process.Program:
        quick = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "max_connections": "100",
            "shared_buffers": self.memory,
            "log_min_messages": "warning",
            # A refused row is personal data: neither the statement nor the row goes into the log.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            **({} if self.lasting else quick),
        }
        return process.Program(
            name="database",
            argv=[
                str(self.programs / "postgres"),
                "-D",
                str(self.data),
                *(word for name, value in options.items() for word in ("-c", f"{name}={value}")),
            ],
            env=self._env(),
            log=self.log,
            account=self.account,
            cwd=Path("/"),
            # Fast shutdown: open transactions are rolled back, nobody is waited for.
            stop_with=signal.SIGINT,
            before=self.end_leftover,
        )

    def start(self) -> subprocess.Popen:
        """Start the server and wait until it takes connections."""
        own_folder(self.sockets, self.account.uid)
        running = process.start(self.program())
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if running.poll() is not None or time.monotonic() > deadline:
                process.stop(running, self.program())
                raise Problem(
                    "PostgreSQL did not start; its last lines were:\n"
                    + process.last_lines(self.log)
                )
            time.sleep(0.02)
        return running

    def end_leftover(self) -> None:
        """Deal with postmaster.pid of a server that was killed, or outlived its launcher.

        The server's own check takes a zombie, or any process with that number, for itself.
        """
        marker = self.data / "postmaster.pid"
        if not marker.exists():
            return
        number = marker.read_text().partition("\n")[0].strip()
        if number.isdigit():
            process.end_leftover(int(number), str(self.data), signal.SIGINT)
        marker.unlink(missing_ok=True)

    def answers(self) -> bool:
        asked = subprocess.run(
            [self.programs / "pg_isready", "-q", "-h", self.sockets],
            env=self._env(),
            capture_output=True,
            check=False,
        )
        return asked.returncode == 0

    # Reaching it

    def secrets(self) -> dict[str, str]:
        return json.loads(self.secrets_file.read_text())

    def url(self, role: str, database: str = DATABASE) -> str:
        where = urlencode({"host": str(self.sockets)}, safe="/")
        return f"postgresql://{role}:{self.secrets()[role]}@/{database}?{where}"

    def sql(self, statements: str, database: str = "postgres") -> None:
        """Run `statements` as superuser. Raises Problem with what the server said."""
        done = subprocess.run(
            [*self.psql(database), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input=statements,
            capture_output=True,
            text=True,
            env=self.psql_env(SUPERUSER),
            check=False,
        )
        if done.returncode:
            raise Problem(f"PostgreSQL refused: {done.stderr.strip()}")

    def psql(self, database: str = DATABASE) -> list[str]:
        return [str(self.programs / "psql"), "-h", str(self.sockets), "-d", database]

    def psql_env(self, role: str) -> dict[str, str]:
        return {**self._env(), "PGUSER": role, "PGPASSWORD": self.secrets()[role]}

    def _env(self) -> dict[str, str]:
        """Without the person's own PG… settings, and in one language on every machine."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "LC_ALL": "C"}

    def _like(self, data: Path) -> "Cluster":
        return Cluster(**{**vars(self), "data": data})


def clear_dead(clusters: Iterable[Path]) -> None:
    """Remove throw-away clusters whose maker, named in the file `maker`, is gone."""
    for folder in clusters:
        maker = folder / "maker"
        number = maker.read_text().strip() if maker.exists() else ""
        if number.isdigit() and not process.command_line(int(number)):
            shutil.rmtree(folder, ignore_errors=True)
