"""The whole application, running as people use it, on servers that are thrown away afterwards."""

import base64
import hmac
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from devtool import process
from devtool.places import ROOT
from devtool.process import Program

SECONDS_TO_START = 60


@dataclass
class Stack:
    """Web server, worker and clock over the demonstration data.

    url: where the application answers, without a slash at the end.
    env: what its processes are started with; the role of its database address owns nothing.
    folder: their logs, by name.
    """

    url: str
    env: dict[str, str]
    folder: Path
    _running: dict[str, tuple[Program, subprocess.Popen]] = field(default_factory=dict)
    _began: float = field(default_factory=time.time)
    _secrets: dict[str, str] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        self._start_web()
        self.start_worker()
        schedule = str(self.folder / "beat-schedule")
        self._start("clock", "-m", "celery", "-A", "config", "beat", "--schedule", schedule)
        self._wait_for_page()

    def _start_web(self) -> None:
        port = self.url.rpartition(":")[2]
        gunicorn = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
        self._start("web", *gunicorn, "--threads", "4", "--no-control-socket")

    def _start(self, name: str, *arguments: str) -> None:
        program = Program(
            name=name,
            argv=[sys.executable, *arguments],
            env=self.env,
            log=self.folder / f"{name}.log",
            cwd=ROOT,
        )
        self._running[name] = (program, process.start(program))

    def _wait_for_page(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/", timeout=10) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                if time.monotonic() > deadline or self._running["web"][1].poll() is not None:
                    raise AssertionError(self.log("web")) from None
                time.sleep(0.1)

    def log(self, name: str) -> str:
        """The last lines of "web", "worker" or "clock"."""
        return process.last_lines(self.folder / f"{name}.log", count=60)

    # Web server and worker, which tests may kill

    def kill_web(self) -> None:
        """As a power cut would: kill -9 of the web server and of all its processes."""
        _, web = self._running.pop("web")
        process.kill_session(web.pid)
        web.wait()

    def freeze_web(self) -> None:
        """It answers nothing; what is sent to it is taken by the system, as far as that goes."""
        os.killpg(self._running["web"][1].pid, signal.SIGSTOP)

    def start_web(self) -> None:
        self._start_web()
        self._wait_for_page()

    def start_worker(self) -> None:
        celery = ["-m", "celery", "-A", "config", "worker", "--without-gossip", "--without-mingle"]
        self._start("worker", *celery, "--concurrency", "1", "--loglevel", "INFO")

    def worker_pid(self) -> int:
        return self._running["worker"][1].pid

    def kill_worker(self) -> None:
        """As a power cut would: kill -9 of the worker and of what it started."""
        _, worker = self._running.pop("worker")
        process.kill_session(worker.pid)
        worker.wait()

    def worker_answers(self) -> bool:
        """Whether a worker takes what is sent through the broker."""
        asked = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "inspect",
            "--timeout",
            "2",
            "ping",
        ]
        done = subprocess.run(asked, env=self.env, cwd=ROOT, capture_output=True, check=False)
        return done.returncode == 0

    def have_done(self, task: str) -> None:
        """Send the worker what the clock sends it now and then."""
        asked = [sys.executable, "-m", "celery", "-A", "config", "call", task]
        subprocess.run(asked, env=self.env, cwd=ROOT, capture_output=True, check=True)

    # Its commands

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints. Raises AssertionError, with its complaint, when it fails."""
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def accounts(self) -> list[dict]:
        """The demonstration accounts: email, password, role, agency, capabilities, otp_secret."""
        return json.loads(self.manage("demo_accounts", "--format", "json"))

    def code(self, email: str) -> str:
        """The next code of that account that was not used yet: the present one and its neighbours
        are taken, each once, the one before only while it is not about to be too old. Raises
        AssertionError for the fourth within half a minute."""
        if not self._secrets:
            self._secrets = {each["email"]: each["otp_secret"] for each in self.accounts()}
        now = now_step()
        is_young = time.time() % 30 < 15
        steps = (now - 1, now, now + 1) if is_young else (now, now + 1)
        free = [step for step in steps if step > self._used.get(email, 0)]
        assert free, f"{email} signed in too often: keep one browser, or take another account"
        self._used[email] = free[0]
        return code_at(self._secrets[email], free[0])

    def link_to(self, email: str) -> str:
        """The path of the link in the last letter to that address, once the worker has sent it."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for path in sorted((ROOT / ".local" / "mail").glob("*.log"), reverse=True):
                letter = path.read_text(encoding="utf-8")
                if f"To: {email}" in letter and path.stat().st_mtime > self._began:
                    return re.search(r"https?://[^/]+(/join/\S+/)", letter)[1]
            time.sleep(0.2)
        raise AssertionError(f"no letter came to {email}: {self.log('worker')}")

    def stop(self) -> None:
        for program, running in self._running.values():
            process.stop(running, program)
        self._running.clear()


def now_step() -> int:
    return int(time.time()) // 30


def code_at(secret: str, step: int) -> str:
    """What an app shows in that half minute since 1970. RFC 6238, told a second time."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def environment_for(
    owner: str, app: str, sealer: str, broker: str, second_place: Path, scanner_home: Path
) -> dict[str, str]:
    """What the processes are started with. The queue is apart from that of the other tests."""
    key = second_place / "audit_key"
    key.write_text(secrets.token_hex(32))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "SECRET_KEY": "only for journeys, never for a server that people reach",
        "DATABASE_URL": app,
        "DATABASE_OWNER_URL": owner,
        "DATABASE_SEALER_URL": sealer,
        "AUDIT_KEY_FILE": str(key),
        "AUDIT_CHECKPOINTS": str(second_place),
        "REDIS_URL": f"{broker}?db=2" if broker.startswith("unix:") else f"{broker.rstrip('/')}/2",
        "FILES_ROOT": str(second_place / "files"),
        "SCANNER_ADDRESS": f"unix://{scanner_home / 'run' / 'scanner.sock'}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
