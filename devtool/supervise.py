"""Keeps the programs running: shows their lines, restarts the dead, ends all together."""

import signal
import subprocess
import time

from devtool import holder, process
from devtool.lines import Lines
from devtool.process import Program
from devtool.say import Problem, say

Running = list[tuple[Program, subprocess.Popen]]

TWICE_WITHIN = 5.0


class Supervisor:
    """Programs that are to run until the launcher is told to stop.

    `servers` are running already and are ended by whoever started them; the list is kept up to
    date when one of them is started anew.
    """

    def __init__(self, servers: Running) -> None:
        self.ending = False
        self._servers = servers
        self._programs: Running = []
        self._lines = Lines()
        self._died_at: dict[str, float] = {}

    def end_on_signals(self) -> None:
        """Ctrl-C, `./run stop` and a closed terminal all end in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)

    def _end(self, *_: object) -> None:
        self.ending = True

    def start(self, program: Program) -> None:
        self._programs.append((program, self._start(program)))

    def _start(self, program: Program) -> subprocess.Popen:
        running = process.start(program)
        holder.note_child(running.pid)
        if running.stdout:
            self._lines.listen(program, running.stdout)
        return running

    def look_after(self, seconds: float = 0.5) -> None:
        """Show what was said, restart what died. Raises Problem when a program will not stay."""
        self._lines.show(seconds)
        if not self.ending:
            for group in (self._servers, self._programs):
                self._restart_dead(group)

    def _restart_dead(self, group: Running) -> None:
        for program, running in list(group):
            if running.poll() is None:
                continue
            self._bury(program, running)
            now = time.monotonic()
            if now - self._died_at.get(program.name, -TWICE_WITHIN) < TWICE_WITHIN:
                self._give_up(program)
                group.remove((program, running))
                continue
            self._died_at[program.name] = now
            say(f"The {program.name} stopped ({running.returncode}); starting it again.")
            group[group.index((program, running))] = (program, self._start(program))

    def _give_up(self, program: Program) -> None:
        """Raises Problem when the others cannot do without it."""
        last = process.last_lines(program.log) if program.log else self._lines.last(program)
        told = f"The {program.name} does not stay up:\n{last or 'It said nothing.'}"
        if program.needed:
            raise Problem(told)
        say(told)

    def _bury(self, program: Program, running: subprocess.Popen) -> None:
        process.kill_session(running.pid)
        if running.stdout and not running.stdout.closed:
            self._lines.leave(program, running.stdout)

    def stop(self) -> None:
        """End the programs together, so that the slowest decides how long it takes."""
        self.ending = True
        for program, running in self._programs:
            if running.poll() is None:
                running.send_signal(program.stop_with)
        deadline = time.monotonic() + process.SECONDS_TO_END
        while time.monotonic() < deadline and any(
            running.poll() is None for _, running in self._programs
        ):
            # Read on: a program whose lines nobody reads would wait for ever to say them.
            self._lines.show(0.05)
        for program, running in self._programs:
            if running.poll() is None:
                running.kill()
                running.wait()
            self._bury(program, running)
        self._programs.clear()
