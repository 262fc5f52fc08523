"""Since when each measure is counted as it is: every version of its rule, with what changed.

A change to what a measure counts adds a version here. Figures counted by two versions are of two
measures: they may stand side by side and nothing of them is called a change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from casework.dates import full_date


@dataclass(frozen=True)
class Version:
    """since: the day from which figures are counted so, whatever year they are of. words: what
    changed, as the register and the annex print it."""

    number: int
    since: date
    words: str

    def described(self) -> dict[str, Any]:
        return {**asdict(self), "since": self.since.isoformat()}

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> Self:
        return cls(described["number"], date.fromisoformat(described["since"]), described["words"])


FIRST = Version(1, date(2026, 11, 28), "First version.")


def told(versions: Sequence[Version]) -> list[str]:
    """Each version in words, the one in use first."""
    lines = []
    until = ""
    for one in reversed(versions):
        since = full_date(one.since)
        when = f"from {since} until {until}" if until else f"in use since {since}"
        lines.append(f"Version {one.number}, {when}. {one.words}")
        until = since
    return lines
