"""Keeps the programs running: shows their lines, restarts the dead, ends all together."""

import collections
import os
import selectors
import signal
import subprocess
import time

from devtool import process
from devtool.process import Program
from devtool.say import Problem, say

TWICE_WITHIN = 5.0
LINES_KEPT = 12


class Supervisor:
    """Programs that are to run until the launcher is told to stop.

    `servers` are running already and are ended by whoever started them; the list is kept up to
    date when one of them is started anew.
    """

    def __init__(self, servers: list[tuple[Program, subprocess.Popen]]) -> None:
        self.servers = servers
        self.programs: list[tuple[Program, subprocess.Popen]] = []
        self.ending = False
        self._selector = selectors.DefaultSelector()
        self._lines: dict[str, collections.deque[str]] = {}
        self._half_line: dict[str, bytes] = {}
        self._died_at: dict[str, float] = {}

    def end_on_signals(self) -> None:
        """Ctrl-C, `./run stop` and a closed terminal all end in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)

    def _end(self, *_: object) -> None:
        self.ending = True

    def start(self, program: Program) -> None:
        self.programs.append((program, self._start(program)))

    def _start(self, program: Program) -> subprocess.Popen:
        running = process.start(program)
        if running.stdout:
            os.set_blocking(running.stdout.fileno(), False)
            self._selector.register(running.stdout, selectors.EVENT_READ, program)
            self._lines.setdefault(program.name, collections.deque(maxlen=LINES_KEPT))
        return running

    def look_after(self, seconds: float = 0.5) -> None:
        """Show what was said and restart what died. Raises Problem when a program will not stay."""
        for key, _ in self._selector.select(seconds):
            self._show(key.fileobj, key.data)
        if not self.ending:
            for group in (self.servers, self.programs):
                self._restart_dead(group)

    def _restart_dead(self, group: list[tuple[Program, subprocess.Popen]]) -> None:
        for place, (program, running) in enumerate(group):
            if running.poll() is None:
                continue
            self._take_leave(program, running)
            now = time.monotonic()
            if now - self._died_at.get(program.name, -TWICE_WITHIN) < TWICE_WITHIN:
                raise Problem(f"The {program.name} does not stay up:\n{self._last_lines(program)}")
            self._died_at[program.name] = now
            say(f"The {program.name} stopped ({running.returncode}); starting it again.")
            group[place] = (program, self._start(program))

    def _take_leave(self, program: Program, running: subprocess.Popen) -> None:
        process.kill_session(running.pid)
        if running.stdout:
            self._show(running.stdout, program)
            if running.stdout in self._selector.get_map():
                self._selector.unregister(running.stdout)
            running.stdout.close()

    def _show(self, output: object, program: Program) -> None:
        try:
            read = os.read(output.fileno(), 65536)
        except BlockingIOError:
            return
        if not read:
            self._selector.unregister(output)
            return
        *lines, rest = (self._half_line.get(program.name, b"") + read).split(b"\n")
        self._half_line[program.name] = rest
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            self._lines[program.name].append(text)
            say(f"{program.name:<6} | {text}")

    def _last_lines(self, program: Program) -> str:
        if program.log is not None:
            return process.last_lines(program.log)
        return "\n".join(self._lines.get(program.name, ()))

    def stop(self) -> None:
        """End the programs together, so that the slowest decides how long it takes."""
        self.ending = True
        for program, running in self.programs:
            if running.poll() is None:
                running.send_signal(program.stop_with)
        for program, running in self.programs:
            # A program whose lines nobody reads any more would block on the pipe.
            deadline = time.monotonic() + process.SECONDS_TO_END
            while running.poll() is None and time.monotonic() < deadline:
                for key, _ in self._selector.select(0.05):
                    self._show(key.fileobj, key.data)
            if running.stdout and running.stdout in self._selector.get_map():
                self._selector.unregister(running.stdout)
            process.stop(running, program)
        self.programs.clear()
