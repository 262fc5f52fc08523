"""A Redis-compatible broker of our own, reached by a socket only. What is queued survives it."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from devtool import process
from devtool.places import own_folder
from devtool.say import Problem

SECONDS_TO_START = 20


@dataclass(frozen=True)
class Broker:
    """lasting: whether what is queued must survive a restart; False for tests."""

    server: Path
    folder: Path
    sockets: Path
    log: Path
    lasting: bool = True

    @property
    def socket(self) -> Path:
        return self.sockets / "broker.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def program(self) -> process.Program:
        return process.Program(
            name="broker",
            argv=[
                str(self.server),
                *("--port", "0"),
                *("--unixsocket", str(self.socket)),
                *("--unixsocketperm", "700"),
                *("--dir", str(self.folder)),
                *("--appendonly", "yes" if self.lasting else "no"),
                *("--save", ""),
                # A full broker must refuse, never forget.
                *("--maxmemory-policy", "noeviction"),
                *("--daemonize", "no"),
                *("--pidfile", str(self.folder / "broker.pid")),
            ],
            env=dict(os.environ),
            log=self.log,
            stop_with=signal.SIGTERM,
            before=self.end_leftover,
        )

    def start(self) -> subprocess.Popen:
        """Start the broker and wait until it answers."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        own_folder(self.sockets, os.geteuid())
        running = process.start(self.program())
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if running.poll() is not None or time.monotonic() > deadline:
                process.stop(running, self.program())
                raise Problem(
                    "The broker did not start; its last lines were:\n"
                    + process.last_lines(self.log)
                )
            time.sleep(0.02)
        return running

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def end_leftover(self) -> None:
        marker = self.folder / "broker.pid"
        if marker.exists():
            number = marker.read_text().strip()
            if number.isdigit():
                process.end_leftover(int(number), str(self.socket), signal.SIGTERM)
            marker.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)
