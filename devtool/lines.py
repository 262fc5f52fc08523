"""What running programs say, line by line, each line behind its program's name."""

import collections
import os
import selectors
from typing import IO

from devtool.process import Program
from devtool.say import say

LINES_KEPT = 12


class Lines:
    """Reads many programs at once without waiting for any of them."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._kept: dict[str, collections.deque[str]] = {}
        self._unfinished: dict[str, bytes] = {}

    def listen(self, program: Program, output: IO) -> None:
        os.set_blocking(output.fileno(), False)
        self._selector.register(output, selectors.EVENT_READ, program)

    def show(self, seconds: float) -> None:
        """Show what is said within that time."""
        for key, _ in self._selector.select(seconds):
            if not self._read(key.data, key.fileobj):
                self._selector.unregister(key.fileobj)

    def leave(self, program: Program, output: IO) -> None:
        """Show the last words of a program that has ended, and listen no more."""
        while self._read(program, output):
            pass
        if output in self._selector.get_map():
            self._selector.unregister(output)
        output.close()

    def last(self, program: Program) -> str:
        return "\n".join(self._kept.get(program.name, ()))

    def _read(self, program: Program, output: IO) -> bool:
        """Whether anything was read; where the selector saw something, nothing means the end."""
        try:
            read = os.read(output.fileno(), 65536)
        except BlockingIOError:
            return False
        *lines, rest = (self._unfinished.get(program.name, b"") + read).split(b"\n")
        self._unfinished[program.name] = rest
        kept = self._kept.setdefault(program.name, collections.deque(maxlen=LINES_KEPT))
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            kept.append(text)
            say(f"{program.name:<6} | {text}")
        return bool(read)
