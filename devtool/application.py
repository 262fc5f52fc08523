"""The application's own processes, and what is told about it."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from devtool import environment, servers
from devtool.places import LOCAL, ROOT
from devtool.process import Program
from devtool.say import Problem, say

FIRST_PORT, LAST_PORT = 8000, 8019
SECONDS_TO_ANSWER = 60


def choose_port() -> int:
    """PORT where given, else the first free one from 8000. Raises Problem when PORT is taken."""
    wanted = os.environ.get("PORT")
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise Problem(f"PORT is {wanted!r}; it must be a number from 1 to 65535.", code=2)
        if not _is_free(int(wanted)):
            raise Problem(
                f"Port {wanted} is in use by another program: choose another, such as"
                f" PORT={int(wanted) % 60000 + 1} ./run"
            )
        return int(wanted)
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if _is_free(port):
            return port
    raise Problem(f"All ports from {FIRST_PORT} to {LAST_PORT} are in use: choose one with PORT=…")


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except PermissionError as refused:
            raise Problem(
                f"Port {port} needs rights that you do not have: use one over 1023."
            ) from refused
        except OSError:
            return False
    return True


def fill(env: dict[str, str], *, empty: bool) -> None:
    """Bring the tables up to date, and load the demonstration unless the database is to be empty.

    What it was first filled with stays: a partnership's own data is never mixed with invented data.
    """
    kept = servers.kept_content()
    if empty and kept == servers.DEMONSTRATION:
        raise Problem(
            "This folder holds the demonstration partnership already: `./run reset --empty` deletes"
            " it and starts empty."
        )
    empty = empty or kept == servers.EMPTY
    if empty:
        # Written first, so that a start that is interrupted here does not seed the next time.
        servers.keep_content(servers.EMPTY)
    if not kept:
        say("Making the tables …" if empty else "Making the tables and the demonstration …")
    done = subprocess.run(
        [environment.PYTHON, "-m", "devtool.fill", *(["--empty"] if empty else [])],
        cwd=ROOT,
        env={**env, "DATABASE_ROLE": "owner"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = LOCAL / "fill.log"
        log.write_text(done.stdout + done.stderr)
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise Problem(
            f"The database could not be brought up to date: {' '.join(last)} (details in"
            " .local/fill.log)"
        )
    if not empty:
        servers.keep_content(servers.DEMONSTRATION)


def programs(env: dict[str, str], port: int) -> list[Program]:
    """Web server, worker and clock. The clock is a process of its own, so that work which a killed
    worker left is found again whatever becomes of the worker."""
    python = str(environment.PYTHON)
    env = {"PUBLIC_ADDRESS": f"http://localhost:{port}", **env}
    # Bound to this machine, so only a browser on it can ask.
    web = [
        *(python, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "warning"),
    ]
    celery = [python, "-m", "celery", "--quiet", "-A", "config"]
    worker = [
        *(*celery, "worker", "--without-gossip", "--without-mingle"),
        *("--concurrency", "2", "--loglevel", "WARNING"),
    ]
    clock = [
        *(*celery, "beat", "--loglevel", "WARNING", "--pidfile="),
        *("--schedule", str(LOCAL / "beat-schedule")),
    ]
    if os.geteuid() == 0:
        # Celery advises against root; on a machine where all is root's there is no other account.
        silence = "ignore:You're running the worker with superuser privileges"
        env = {
            **env,
            "PYTHONWARNINGS": ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), silence])),
        }
    outside = {name: value for name, value in env.items() if name not in servers.OF_THE_WORKER}
    return [
        Program(name="web", argv=web, env=outside, cwd=ROOT),
        Program(name="worker", argv=worker, env=env, cwd=ROOT),
        Program(name="clock", argv=clock, env=outside, cwd=ROOT),
    ]


def wait_until_it_answers(url: str, still_fine: Callable[[], None]) -> None:
    """Wait for the first page. `still_fine` is called in between and raises when a program died."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    reason = "nothing answered"
    while time.monotonic() < deadline:
        still_fine()
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  our own address
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as refused:
            reason = f"the first page answers {refused.code}"
            break
        except OSError as nobody:
            reason = str(nobody)
        time.sleep(0.05)
    raise Problem(f"The application does not answer at {url}: {reason}.")


def tell(url: str, env: dict[str, str]) -> None:
    """Where to open the browser, and who can sign in."""
    lines = ["", f"Open {url} in your browser. Ctrl-C stops everything; data is kept."]
    if servers.kept_content() == servers.DEMONSTRATION:
        accounts = demonstration_accounts(env)
        wide = max((len(account["email"]) for account in accounts), default=0)
        lines += ["", "Sign in with a demonstration account (all data is invented):"]
        lines += [
            f"  {account['email']:<{wide}}  {account['password']}"
            f"  {account['role']}, {account['agency']}"
            for account in accounts
        ]
        lines += [
            "",
            "After the password a code is asked for: `./run manage demo_code EMAIL` prints it.",
            "`./run manage demo_accounts` lists all accounts, with what an app for codes needs.",
        ]
    say("\n".join(lines))


def demonstration_accounts(env: dict[str, str]) -> list[dict]:
    """One account of each role and agency, as `manage.py demo_accounts` lists them."""
    listed = subprocess.run(
        [environment.PYTHON, ROOT / "manage.py", "demo_accounts", "--format", "json"],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        raise Problem(
            f"The demonstration accounts cannot be listed: {listed.stderr.strip()[-300:]}"
        )
    seen: set[str] = set()
    first_of_role = []
    for account in json.loads(listed.stdout):
        if account["role"] not in seen:
            seen.add(account["role"])
            first_of_role.append(account)
    return first_of_role


def url_of(port: int) -> str:
    """By name: browsers keep passkeys for names, not for numbers."""
    return f"http://localhost:{port}/"
