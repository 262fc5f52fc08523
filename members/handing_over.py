"""What a leaver had open: told by the apps that know of such things, as they do for My work."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agencies.acting import Actor
from agencies.models import Membership


@dataclass(frozen=True)
class OpenWork:
    """One kind of work that a member may have open.

    one, many: what is told, such as "people they are assigned to". count: how many they have.
    move: gives them to another, `move(of, to, by=actor, at=moment)`. needs: the capability without
    which the other can only keep them; "" for none.
    """

    one: str
    many: str
    count: Callable[[Membership], int]
    move: Callable[..., None]
    needs: str = ""

    def told(self, number: int) -> str:
        return f"{number} {self.one if number == 1 else self.many}"


_kinds: list[OpenWork] = []


def register(kind: OpenWork) -> None:
    _kinds.append(kind)


def open_work(of: Membership) -> list[tuple[OpenWork, int]]:
    """What `of` has open, with how much of each; kinds with none are left out."""
    found = [(kind, kind.count(of)) for kind in _kinds]
    return [(kind, number) for kind, number in found if number]


def move_all(of: Membership, to: Membership, *, by: Actor, at: datetime) -> list[str]:
    """Give all that `of` has open to `to`. Returns how much of each kind went, in words."""
    found = open_work(of)
    for kind, _ in found:
        kind.move(of, to, by=by, at=at)
    return [kind.told(number) for kind, number in found]
