"""Statements run turn by turn in one loop, so that what else the machine does meets all alike."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from django.db import connection

Statement = tuple[str, tuple | None]

FELT_MS = 1.0


def statements_of(act: Callable[[], object]) -> list[Statement]:
    """What `act` sends to the database, with its parameters, in order; savepoints left out."""
    sent: list[Statement] = []

    def note(execute, sql, params, many, context):
        if "SAVEPOINT" not in sql:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return sent


def send(statements: Iterable[Statement]) -> None:
    """Send them again, and read what they answer to the end."""
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


@dataclass
class Rounds:
    """Named cases and how long each took: `case` adds one, `run` fills `times`, `ms` reads them."""

    cases: dict[str, Callable[[], None]] = field(default_factory=dict)
    around: dict[str, Callable[[], AbstractContextManager]] = field(default_factory=dict)
    times: dict[str, list[float]] = field(default_factory=dict)

    def case(
        self,
        name: str,
        run: Callable[[], None],
        around: Callable[[], AbstractContextManager] = nullcontext,
    ) -> None:
        """around: what must be made ready and taken back, and is not timed."""
        self.cases[name], self.around[name] = run, around

    def reading(self, name: str, act: Callable[[], object]) -> None:
        """A case of the statements that `act` sends now."""
        sent = statements_of(act)
        self.case(name, lambda: send(sent))

    def run(self, times: int, *, seed: int = 1) -> None:
        """Each case once a round, in another order each round. The first round only warms."""
        order, shuffled = list(self.cases), random.Random(seed)  # noqa: S311  no secret
        for turn in range(times + 1):
            shuffled.shuffle(order)
            for name in order:
                with self.around[name]():
                    begun = time.perf_counter()
                    self.cases[name]()
                    taken = time.perf_counter() - begun
                if turn:
                    self.times.setdefault(name, []).append(taken)

    def ms(self, name: str) -> float:
        """The median of a case, in milliseconds."""
        return statistics.median(self.times[name]) * 1000

    def ratio(self, name: str, bound: str) -> float:
        return self.ms(name) / self.ms(bound)

    def beyond(self, name: str, bound: str) -> float:
        """The ratio with one millisecond taken off what `name` takes more than its bound: most of
        what it takes more than a bound of a fifth of a millisecond is planning that nobody feels.
        """
        more = max(self.ms(name) - self.ms(bound) - FELT_MS, 0)
        return min(self.ratio(name, bound), 1 + more / self.ms(bound))


def mean(ratios: Iterable[float]) -> float:
    return statistics.geometric_mean(ratios)
