"""A partnership in memory: who was given what, kept from what, put on whom; and who may do what.

A second telling of docs/access.md for the stateful test, which does every act here and in the
product. Knows nothing of the product. People, agencies and records go by name; a day is a number.
"""

from dataclasses import dataclass, field

from tests.agencies import oracle
from tests.agencies.oracle import PARTS

ACTS = {"incident": oracle.ON_AN_INCIDENT, "person": oracle.ON_AN_OUTLINE} | {
    part: {act: (least, roles) for act, least in oracle.ON_A_PART.items()}
    for part, roles in PARTS.items()
}
AFTER_A_REASON = {"coordinator", "police_lead"}
REFERS = {"refer", "take_over"}
NEVER = float("inf")
Record = tuple[str, int]


def carrier(kind: str, number: int) -> Record:
    return ("incident" if kind == "incident" else "person", number)


@dataclass
class Member:
    """may_refer: the last day of being a first responder. duty: may use emergency access."""

    user: str
    agency: str
    roles: set[str]
    works_there: bool = True
    may_refer: float = -1
    duty: bool = False


@dataclass
class Partnership:
    """ends: by record and agency, the day on which each level ends, the lowest level first."""

    members: dict[str, Member]
    enforcing: set[str]
    today: int = 0
    ends: dict[tuple[Record, str], list[float]] = field(default_factory=dict)
    kept: dict[Record, set[str]] = field(default_factory=dict)
    assigned: set[tuple[Record, str]] = field(default_factory=set)
    covers: list[tuple[str, str, int]] = field(default_factory=list)
    reasons: set[tuple[Record, str, int]] = field(default_factory=set)
    wrote: dict[tuple[Record, str], str] = field(default_factory=dict)
    opened: dict[str, Record] = field(default_factory=dict)

    def give(self, record: Record, agency: str, level: int, end: float = NEVER) -> None:
        """The end is replaced; a higher level stays, but not beyond the new end."""
        had = self.ends.get((record, agency), [-1, -1, -1])
        self.ends[record, agency] = [end] * level + [min(each, end) for each in had[level:]]

    def is_kept(self, name: str, record: Record) -> bool:
        member = self.members[name]
        return not {member.user, member.agency}.isdisjoint(self.kept.get(record, ()))

    def level(self, name: str, record: Record) -> int:
        ends = self.ends.get((record, self.members[name].agency), ())
        return 0 if self.is_kept(name, record) else sum(end > self.today for end in ends)

    def stands_beside(self, name: str, person: Record) -> bool:
        """Assigned, or covering for a colleague of the same agency who is."""
        away = {who for by, who, last in self.covers if by == name and last >= self.today}
        return any((person, who) in self.assigned for who in {name} | away)

    def reaches(self, name: str, part: str, number: int) -> bool:
        """What the database itself gives of a part: it knows no roles."""
        person, is_identity = carrier(part, number), part == "identity"
        if is_identity and self.opened.get(name) == person and not self.is_kept(name, person):
            return True
        asked = is_identity and (person, name, self.today) in self.reasons
        wrote = self.wrote.get((person, part)) == name
        beside = asked or wrote or self.stands_beside(name, person)
        return beside and self.level(name, person) > 0

    def may(self, name: str, act: str, kind: str, number: int, *, reads: bool = False) -> bool:
        """reads: as for a page that is only read, to which emergency access opens a record."""
        member, record, (least, roles) = self.members[name], carrier(kind, number), ACTS[kind][act]
        if not member.works_there:
            return False
        if (
            reads
            and member.duty
            and member.roles & oracle.CASEWORK
            and self.opened.get(name) == record
        ):
            part = {"incident": "whole", "person": "outline"}.get(kind, kind)
            if (part, act) in oracle.IN_EMERGENCY and not self.is_kept(name, record):
                return True
        if self.level(name, record) < least:
            return False
        if kind in PARTS:
            return self._may_part(name, act, kind, record)
        return bool(member.roles & roles) and (act not in REFERS or member.may_refer >= self.today)

    def _may_part(self, name: str, act: str, part: str, person: Record) -> bool:
        member, sees = self.members[name], act == "see"
        if part == "needs" and member.agency in self.enforcing:
            return False
        asked = part == "identity" and sees and (person, name, self.today) in self.reasons
        if asked and member.roles & AFTER_A_REASON:
            return True
        wrote = sees and self.wrote.get((person, part)) == name
        beside = wrote or self.stands_beside(name, person)
        return beside and not member.roles.isdisjoint(PARTS[part])
