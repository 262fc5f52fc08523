"""The table of docs/access.md, which a board reads, as data."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PAGE = Path(settings.BASE_DIR) / "docs" / "access.md"
LEVELS = {"": "", "see": "see", "work on": "work", "manage": "manage"}
ORDER = ("see", "work", "manage")


@dataclass(frozen=True)
class Row:
    """What the page says of one act: who may, what the agency must have been given, and more."""

    roles: frozenset[str]
    level: str
    assigned: bool
    first_responder: bool

    def lets(self, role: str, given: str, *, assigned: bool, first_responder: bool) -> bool:
        """The whole rule, as the page tells it."""
        far_enough = not self.level or (
            given in ORDER and ORDER.index(given) >= ORDER.index(self.level)
        )
        return (
            role in self.roles
            and far_enough
            and (assigned or not self.assigned)
            and (first_responder or not self.first_responder)
        )


def table() -> dict[tuple[str, str], Row]:
    """What the page says, by kind of record and act."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "| `" in line]
    heading, *rest = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    roles = [cell.strip("`") for cell in heading[2:-2]]
    found = {}
    for _, act, *cells, level, also in rest:
        kind, _, name = act.strip("`").partition(".")
        assert set(cells) <= {"yes", ""}
        found[kind, name] = Row(
            roles=frozenset(role for role, cell in zip(roles, cells, strict=True) if cell),
            level=LEVELS[level],
            assigned="assigned" in also,
            first_responder="first responder" in also,
        )
    return found


def roles_said_to_open_nothing() -> set[str]:
    """The roles named in the sentence above the table, by the first words of their names."""
    (sentence,) = re.findall(r"not in the table, which\s+is ([^.]*?), opens", PAGE.read_text())
    return {words.strip() for words in re.split(r",|\band\b", sentence)}
