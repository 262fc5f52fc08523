"""The policy printed cell by cell: role, record, act, how one stands to it, part, and the answer.

A cell asks the same `Rule.ties` as the gate does; what the gate makes into conditions on rows is
compared here with one row, described by a `Standing`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

from django.db.models import TextChoices

from agencies.policy import ENFORCEMENT, POLICY, Level, Role, Rule, Tie, levels_up_to, rule_for

PARTS = ("identity", "contact", "narrative", "needs", "files", "consents")


class Relation(TextChoices):
    """How someone stands to a record: what their agency was given, and what ties them to it."""

    NONE = "none", "nothing was given to their agency"
    SEE = "shared_see", "their agency may see it"
    WORK = "shared_work", "their agency may work on it"
    MANAGE = "shared_manage", "their agency may manage it"
    OWN = "own", "their agency reported or recorded it"
    LED = "led", "their agency leads the incident"
    MET = "met", "their agency was at the visit where the person was met"
    ASSIGNED = "assigned", "their agency works with the person, and they are assigned"
    ASSIGNED_SEE = "assigned_see", "their agency sees the person, and they are assigned"
    COVER = "cover", "their agency works with the person, and they cover for who is assigned"
    AUTHOR = "author", "their agency sees the person, and they wrote what stands there"
    ENFORCING = "assigned_enforcement", "assigned, in an agency that enforces the law"
    ENDED = "ended", "the share with their agency has ended"
    EMERGENCY = "emergency", "they have it open by emergency access, and nothing was given"


class Answer(TextChoices):
    YES = "yes"
    NO = "no"
    CAPABILITY = "with the capability"
    REASON = "after a reason"


@dataclass(frozen=True)
class Standing:
    """What a relation means to the gate. level: the highest their agency was given, "" for none.

    in_emergency: the record is the one they have open by emergency access.
    """

    level: str = ""
    ties: frozenset[str] = frozenset({Tie.NOTHING})
    agency_kind: str = "SUPPORT"
    in_emergency: bool = False


_ASSIGNED = frozenset({Tie.NOTHING, Tie.ASSIGNED})
_ENFORCING_KIND = sorted(ENFORCEMENT)[0]

OF_AN_INCIDENT: dict[Relation, Standing] = {
    Relation.NONE: Standing(),
    Relation.SEE: Standing(Level.SEE),
    Relation.WORK: Standing(Level.WORK),
    Relation.MANAGE: Standing(Level.MANAGE),
    Relation.OWN: Standing(Level.WORK),
    Relation.LED: Standing(Level.MANAGE),
    Relation.ENDED: Standing(),
    Relation.EMERGENCY: Standing(in_emergency=True),
}
# Leading the incident gives nothing on the people met there.
OF_A_PERSON: dict[Relation, Standing] = {
    **OF_AN_INCIDENT,
    Relation.LED: Standing(),
    Relation.MET: Standing(Level.SEE),
    Relation.ASSIGNED: Standing(Level.WORK, _ASSIGNED),
    Relation.ASSIGNED_SEE: Standing(Level.SEE, _ASSIGNED),
    Relation.COVER: Standing(Level.WORK, _ASSIGNED),
    Relation.AUTHOR: Standing(Level.SEE, frozenset({Tie.NOTHING, Tie.AUTHOR})),
    Relation.ENFORCING: Standing(Level.WORK, _ASSIGNED, _ENFORCING_KIND),
    Relation.ENDED: Standing("", frozenset(Tie)),
}
OF_NO_RECORD = {Relation.NONE: Standing()}


@dataclass(frozen=True)
class Cell:
    """One answer of the policy. part: of a person, else "whole"."""

    role: str
    record_type: str
    act: str
    relation: str
    part: str
    answer: str
    reason: str


def standings(rule: Rule) -> dict[Relation, Standing]:
    if not rule.level:
        return OF_NO_RECORD
    return OF_AN_INCIDENT if rule.kind == "incident" else OF_A_PERSON


def cells() -> Iterator[Cell]:
    for role in Role:
        for rule in POLICY:
            for relation, standing in standings(rule).items():
                answer, reason = decide(rule, role, standing)
                record_type, part = place_of(rule)
                yield Cell(
                    str(role), record_type, rule.act, str(relation), part, str(answer), reason
                )


def place_of(rule: Rule) -> tuple[str, str]:
    """The record type and the part that a rule speaks of."""
    if rule.kind in PARTS:
        return "person", rule.kind
    return rule.kind, "outline" if rule.kind == "person" else "whole"


def decide(rule: Rule, role: str, standing: Standing) -> tuple[Answer, str]:
    """The answer for one role that stands so to a record, and why."""
    if standing.in_emergency:
        return in_emergency(rule, role)
    if role not in rule.roles | rule.with_reason:
        return Answer.NO, "Not an act of this role."
    if rule.level and rule.level not in (levels_up_to(standing.level) if standing.level else ()):
        given = "was not given it" if not standing.level else "was not given it so far"
        return Answer.NO, f"Their agency {given}: {Level(rule.level).label.lower()} is needed."
    ties = rule.ties([role], [rule.capability], standing.agency_kind)
    if not ties:
        return Answer.NO, "Never in an agency that enforces criminal, labour or immigration law."
    if not ties & standing.ties and Tie.REASON in ties:
        return Answer.REASON, "After giving a reason, asked once a person a day."
    if not ties & standing.ties:
        return Answer.NO, f"Only when {' or '.join(Tie(tie).label for tie in sorted(ties))}."
    if rule.capability:
        return Answer.CAPABILITY, "For those who hold it on the day."
    return Answer.YES, why_yes(rule, role, standing)


def in_emergency(rule: Rule, role: str) -> tuple[Answer, str]:
    use = rule_for("emergency", "use")
    if role not in use.roles:
        return Answer.NO, "Not an act of this role."
    if not rule.in_emergency:
        return Answer.NO, "Emergency access does not open this."
    return Answer.CAPABILITY, "For duty officers, for 60 minutes, to read; it is reviewed."


def why_yes(rule: Rule, role: str, standing: Standing) -> str:
    if not rule.level:
        return "Their role decides alone."
    given = f"Their agency may {Level(standing.level).label.lower()} it"
    tie = min(rule.ties([role], [], standing.agency_kind) & standing.ties)
    return f"{given}, and they are {Tie(tie).label}." if tie else f"{given}."


def as_csv() -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Cell))
    writer.writerows(astuple(cell) for cell in cells())
    return text.getvalue()
