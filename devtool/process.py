"""Starting a program so that it cannot outlive the launcher, and ending it with all it started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from devtool.account import Account

PR_SET_PDEATHSIG = 1
SECONDS_TO_END = 15


@dataclass
class Program:
    """One program as it is to be started.

    log: the file its output goes to; None where the launcher shows it line by line.
    stop_with: the signal that ends it in good order.
    needed: whether everything stops when it does not stay up.
    before: run before each start, for what a killed predecessor left behind.
    """

    name: str
    argv: list[str]
    env: dict[str, str]
    log: Path | None = None
    account: Account | None = None
    cwd: Path | None = None
    stop_with: signal.Signals = signal.SIGTERM
    before: Callable[[], None] | None = field(default=None, repr=False)
    needed: bool = True


def start(program: Program) -> subprocess.Popen:
    """Start in a session of its own, so that Ctrl-C reaches the launcher alone.

    Call it from the main thread only: the parent-death signal follows the thread that started it.
    """
    if program.before:
        program.before()
    launcher = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def die_with_launcher() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(program.stop_with), 0, 0, 0)
            if os.getppid() != launcher:
                os._exit(1)

    output = subprocess.PIPE
    if program.log is not None:
        output = os.open(program.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            program.argv,
            env=program.env,
            cwd=program.cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_launcher,
            **(program.account.as_arguments() if program.account else {}),
        )
    finally:
        if program.log is not None:
            os.close(output)


def stop(running: subprocess.Popen, program: Program) -> None:
    """Ask, wait, then kill; whatever else is left of its session goes too."""
    if running.poll() is None:
        running.send_signal(program.stop_with)
        try:
            running.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
    kill_session(running.pid)
    if running.stdout:
        running.stdout.close()


def kill_session(leader: int) -> None:
    """Kill what a program that has ended left in its process group (a pool's children)."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        # Nobody is left; macOS answers "not permitted" when only zombies are.
        return


def command_line(pid: int) -> str:
    """How process `pid` was started; "" when there is none or it is a zombie."""
    if sys.platform == "linux":
        try:
            return (
                Path(f"/proc/{pid}/cmdline")
                .read_bytes()
                .replace(b"\0", b" ")
                .decode(errors="replace")
            )
        except OSError:
            return ""
    listed = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = listed.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else command


def end_leftover(pid: int, sign: str, how: signal.Signals) -> None:
    """End process `pid` of an earlier launcher, if `sign` still stands in its command line."""
    deadline = time.monotonic() + SECONDS_TO_END
    asked = False
    while sign in command_line(pid):
        if not asked:
            os.kill(pid, how)
            asked = True
        elif time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def last_lines(log: Path, count: int = 12) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
