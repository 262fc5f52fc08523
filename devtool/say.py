"""Sentences for the person at the terminal."""

import sys


class Problem(Exception):
    """Something the person must know or do; its text is the one sentence they are told."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Voice:
    """stdout for `./run` itself; stderr where stdout belongs to another program."""

    stream = sys.stdout


def speak_beside_output() -> None:
    Voice.stream = sys.stderr


def say(line: str) -> None:
    print(line, file=Voice.stream, flush=True)
