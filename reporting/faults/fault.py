"""One thing that is wrong with a report."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """rule: a short name of the check. place: where it stands, as a reader finds it. do: what
    whoever can put it right does next.

    can_accept: whether a person may let it stand with a reason. is_wrong: False for what is only
    worth a second look. of: words that it is about and does not say.
    """

    rule: str
    place: str
    said: str
    do: str
    can_accept: bool = True
    is_wrong: bool = True
    of: str = ""

    @property
    def key(self) -> str:
        """The same for the same fault in a report made anew; another once anything of it moved."""
        of = (self.of,) if self.of else ()
        told = "\x1f".join((self.rule, self.place, self.said, *of))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return f"{self.place}: {self.said} {self.do}"
