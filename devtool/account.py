"""Under whose name PostgreSQL runs. It refuses root, so root lends it an account without rights."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from devtool.say import Problem


@dataclass(frozen=True)
class Account:
    """switch: whether a program must be started under another name than ours."""

    uid: int
    gid: int
    switch: bool

    def as_arguments(self) -> dict:
        """For subprocess: nothing when the account is our own."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, test: str, path: Path) -> bool:
        """Whether the account passes `test` (-r, -x, -w) on `path`, folders above it included."""
        tried = subprocess.run(
            ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)],
            cwd="/",
            check=False,
            **self.as_arguments(),
        )
        return tried.returncode == 0


def server_account(cluster: Path | None = None) -> Account:
    """Ours, or as root the owner of `cluster` if there is one, else postgres or nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    account = Account(*_lent_account(cluster), switch=True)
    try:
        subprocess.run(["/bin/sh", "-c", ":"], cwd="/", check=True, **account.as_arguments())
    except (PermissionError, subprocess.SubprocessError) as refused:
        raise Problem(
            "PostgreSQL does not run as root, and this machine does not let root change to another"
            " account: run as an ordinary user, or set DATABASE_URL."
        ) from refused
    return account


def _lent_account(cluster: Path | None) -> tuple[int, int]:
    if cluster is not None and cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        try:
            entry = pwd.getpwuid(owner)
        except KeyError as unknown:
            raise Problem(
                f"{cluster} belongs to user number {owner}, whom this machine does not know."
            ) from unknown
        return entry.pw_uid, entry.pw_gid
    # A named account, because initdb looks its name up; a free number will not do.
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return entry.pw_uid, entry.pw_gid
    raise Problem(
        "PostgreSQL does not run as root, and there is no account postgres or nobody to lend it:"
        " run as an ordinary user, or set DATABASE_URL."
    )
