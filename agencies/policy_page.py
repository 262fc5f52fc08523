"""`docs/access.md`: the policy in words that a board reads, printed from the table."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from agencies.policy import (
    ENFORCEMENT,
    IMMIGRATION,
    POLICY,
    ROLE_SENTENCES,
    CapabilityKind,
    Level,
    Role,
    Rule,
    Tie,
    rule_for,
)
from agencies.policy_table import PARTS

AFTER_A_REASON = "after giving a reason, once a person a day"
IN_EMERGENCY = "or by emergency access"
PROSE = Path(__file__).parent / "policy_page.md"
HOLDS = {
    "outline": "label, age band, gender, nationality, what the screening found, the contact "
    "warning",
    "identity": "names, date of birth, document numbers",
    "contact": "where they are, and how to reach them safely",
    "narrative": "what they told",
    "needs": "health, immigration, money, support",
    "consents": "what they agreed to, when and how they were asked; added to by whoever works with "
    "them, and never changed",
    "files": "photos, letters and documents about them, added by whoever works with them",
}
GIVEN = {"": "", **{str(level): level.label.lower() for level in Level}}
NEEDS = {
    "": "In their role alone:",
    "see": "On a record that their agency may see:",
    "work": "On a record that their agency may work on:",
    "manage": "On a record that their agency may manage:",
}


def as_markdown() -> str:
    prose = PROSE.read_text(encoding="utf-8")
    for name, told in (("roles", _roles()), ("parts", _parts()), ("acts", _acts())):
        prose = prose.replace(f"{{{name}}}", "\n".join(told))
    return prose


def _roles() -> Iterator[str]:
    """A heading, a sentence and the acts of each role, by how far the agency was given a record."""
    for number, role in enumerate(Role):
        if number:
            yield ""
        yield from (f"### {role.label}", "", ROLE_SENTENCES[role])
        rules = [rule for rule in POLICY if role in rule.roles | rule.with_reason]
        if not rules:
            yield from ("", "Opens no case, no person and no figure by any route.")
        for level, heading in NEEDS.items():
            lines = [f"- {rule.says}{_also(rule, role)}" for rule in rules if rule.level == level]
            if lines:
                yield from ("", heading, "", *lines)


def _also(rule: Rule, role: Role) -> str:
    """What an act asks of a role beside the level, in words."""
    told = [AFTER_A_REASON] if role in rule.with_reason else _conditions(rule)
    if rule.in_emergency and role in rule_for("emergency", "use").roles:
        told.append(IN_EMERGENCY)
    return f" ({', '.join(told)})" if told else ""


def _conditions(rule: Rule) -> list[str]:
    found = [f"when {Tie(rule.tie).label}"] if rule.tie else []
    if rule.reread:
        found[-1] += ", or to read again what they wrote"
    if rule.capability:
        label = CapabilityKind(rule.capability).label.lower()
        found.append(f"as {'an' if label[0] in 'aeiou' else 'a'} {label}")
    if rule.never_in == ENFORCEMENT:
        found.append("never in an agency that enforces criminal, labour or immigration law")
    if rule.never_in == IMMIGRATION:
        found.append("never in an agency that enforces immigration law")
    return found


def _parts() -> Iterator[str]:
    yield "| part | holds | opened by |"
    yield "|---|---|---|"
    for part in ("outline", *PARTS):
        rule = next(r for r in POLICY if (r.kind, r.act) == (_kind(part), "see"))
        by = f"{_listed(_labels(rule.roles))} of an agency that was given the person"
        told = ", ".join([by, *_conditions(rule)])
        told += f", {IN_EMERGENCY}" if rule.in_emergency else ""
        if rule.with_reason:
            told += f"; {_listed(_labels(rule.with_reason))} {AFTER_A_REASON}"
        yield f"| {part} | {HOLDS[part]} | {told} |"


def _kind(part: str) -> str:
    return "person" if part == "outline" else part


def _labels(roles: Iterable[str]) -> list[str]:
    return [f"{role.label.lower()}s" for role in Role if role in roles]


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _acts() -> Iterator[str]:
    """One line an act, one column a role; roles that may do nothing have no column."""
    roles = [role for role in Role if any(role in rule.roles for rule in POLICY)]
    yield f"| may | {' | '.join(role.label for role in roles)} | given to | and |"
    yield "|---" * (len(roles) + 3) + "|"
    for rule in POLICY:
        marks = " | ".join(_mark(rule, role) for role in roles)
        emergency = [IN_EMERGENCY] if rule.in_emergency else []
        conditions = ", ".join(_conditions(rule) + emergency)
        yield f"| {rule.says} | {marks} | {GIVEN[rule.level]} | {conditions} |"


def _mark(rule: Rule, role: Role) -> str:
    if role in rule.with_reason:
        return "after a reason"
    return "yes" if role in rule.roles else ""
