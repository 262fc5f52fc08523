"""The policy: which role may do which act on which kind of record, as one reviewed table.

Read by the gate, the menus, the API and the tests. A cell that is not here is a refusal.
Source: the partnership's access rules, `docs/access.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices


class Role(TextChoices):
    COORDINATOR = "coordinator", "Coordinator"
    PRACTITIONER = "practitioner", "Agency worker"
    AGENCY_LEAD = "agency_lead", "Agency lead"
    SUPPORT_WORKER = "support_worker", "Support worker"
    POLICE_LEAD = "police_lead", "Police lead"
    BOARD_MEMBER = "board_member", "Board member"
    ANALYST = "analyst", "Analyst"
    RECORDS_OFFICER = "records_officer", "Records officer"
    NETWORK_MEMBER = "network_member", "Network member"
    PROVIDER = "provider", "Service provider"
    ADMINISTRATOR = "administrator", "Administrator"


ROLE_SENTENCES = {
    Role.COORDINATOR: "Runs the partnership's desk: triage, sharing, visits, pathways, figures.",
    Role.PRACTITIONER: "Does an agency's casework and may log an incident.",
    Role.AGENCY_LEAD: "Answers for one agency: assigns, accepts shares, invites.",
    Role.SUPPORT_WORKER: "Stands beside a survivor.",
    Role.POLICE_LEAD: "Leads enforcement for the police.",
    Role.BOARD_MEMBER: "Steers the partnership and signs reports off. Sees no case.",
    Role.ANALYST: "Makes figures. Sees no case pages.",
    Role.RECORDS_OFFICER: "Looks after information rights: audit, retention, subject requests.",
    Role.NETWORK_MEMBER: "Belongs to the wider network. Sees no case.",
    Role.PROVIDER: "Keeps one service's directory entry.",
    Role.ADMINISTRATOR: "Runs the system: users, agencies, code lists. Sees no case content.",
}

# These roles are held alone: each would otherwise let one person both do and oversee casework.
HELD_ALONE = frozenset({Role.BOARD_MEMBER, Role.ANALYST, Role.RECORDS_OFFICER, Role.ADMINISTRATOR})


class CapabilityKind(TextChoices):
    FIRST_RESPONDER = "first_responder", "First responder"
    DUTY_OFFICER = "duty_officer", "Duty officer"
    APPROVER = "approver", "Approver"


class Level(TextChoices):
    """How far an agency was given a record. Each level includes those before it."""

    SEE = "see", "See"
    WORK = "work", "Work on"
    MANAGE = "manage", "Manage"


LEVELS = (Level.SEE, Level.WORK, Level.MANAGE)


def levels_up_to(level: str) -> tuple[str, ...]:
    """The cumulative levels that a grant of `level` stands for: work means see and work."""
    return LEVELS[: LEVELS.index(Level(level)) + 1]


CASEWORKERS = frozenset(
    {Role.COORDINATOR, Role.PRACTITIONER, Role.SUPPORT_WORKER, Role.POLICE_LEAD}
)
CARERS = frozenset({Role.PRACTITIONER, Role.SUPPORT_WORKER})
FIGURE_READERS = frozenset({Role.COORDINATOR, Role.BOARD_MEMBER, Role.ANALYST})


@dataclass(frozen=True)
class Rule:
    """One line of the table: the act `act` on records of `kind`.

    level: the least level the acting agency must have been given; "" where no record is at stake.
    capability: a dated permission of the person, beside the role; "" for none.
    assigned: only for members put on the person by their agency.
    refusal: the sentence for someone who sees the record but may not do this.
    """

    kind: str
    act: str
    roles: frozenset[str]
    level: str = ""
    capability: str = ""
    assigned: bool = False
    refusal: str = "Your role does not do this. Ask the coordinator at the partnership's desk."

    def permits(self, roles: Iterable[str], capabilities: Iterable[str]) -> bool:
        """Whether someone with these roles and capabilities may do the act at all."""
        return bool(self.roles & set(roles)) and (
            not self.capability or self.capability in set(capabilities)
        )


@dataclass(frozen=True)
class Access:
    """How a model is reached. Each model that holds case data carries one as `access`.

    kind: the name by which the policy speaks of it.
    carrier: lookup path to the record that carries the grants; "" when it is the carrier itself.
    many: the path crosses a to-many relation (a location is seen through any of its incidents).
    levels: acts that need a higher level here than the policy says for the kind.
    narrow: a filter of the model's own, `narrow(records, actor, act)`, applied last.
    """

    kind: str
    carrier: str = ""
    many: bool = False
    levels: dict[str, str] = field(default_factory=dict)
    narrow: object = None


ASK_THE_DESK = "Only the partnership's desk does this. Ask the coordinator."
ONLY_MANAGERS = (
    "Only the agency that leads this incident or the partnership's desk can do this. "
    "Ask them, or write a note on the timeline."
)

POLICY: tuple[Rule, ...] = (
    Rule("incident", "log", CASEWORKERS),
    Rule("incident", "see", CASEWORKERS | {Role.AGENCY_LEAD}, Level.SEE),
    Rule("incident", "answer", CASEWORKERS | {Role.AGENCY_LEAD}, Level.SEE),
    Rule(
        "incident",
        "work",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read this incident but not add to it. "
        "Ask the coordinator to share it with you for work.",
    ),
    Rule("incident", "change", CASEWORKERS, Level.WORK, refusal=ONLY_MANAGERS),
    Rule("incident", "manage", CASEWORKERS, Level.MANAGE, refusal=ONLY_MANAGERS),
    Rule("incident", "triage", frozenset({Role.COORDINATOR}), Level.MANAGE, refusal=ASK_THE_DESK),
    Rule("person", "see", CASEWORKERS, Level.SEE),
    Rule(
        "person",
        "work",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read the outline of this person but not add to it.",
    ),
    Rule("person", "change", CASEWORKERS, Level.WORK),
    Rule("person", "manage", CASEWORKERS, Level.MANAGE),
    Rule("person", "assign", CARERS | {Role.POLICE_LEAD, Role.AGENCY_LEAD}, Level.WORK),
    Rule(
        "person",
        "refer",
        CARERS | {Role.POLICE_LEAD},
        Level.WORK,
        capability=CapabilityKind.FIRST_RESPONDER,
        refusal="Only a first responder can prepare a referral. "
        "Ask a first responder in your agency, or the coordinator.",
    ),
    Rule("identity", "see", CARERS, Level.SEE, assigned=True),
    Rule("identity", "change", CARERS, Level.WORK, assigned=True),
    Rule("contact", "see", CARERS, Level.SEE, assigned=True),
    Rule("contact", "change", CARERS, Level.WORK, assigned=True),
    Rule("narrative", "see", CARERS, Level.SEE, assigned=True),
    Rule("narrative", "change", CARERS, Level.WORK, assigned=True),
    Rule("needs", "see", frozenset({Role.SUPPORT_WORKER}), Level.SEE, assigned=True),
    Rule("needs", "change", frozenset({Role.SUPPORT_WORKER}), Level.WORK, assigned=True),
    Rule("figures", "see", FIGURE_READERS),
    Rule("report", "see", FIGURE_READERS),
    Rule(
        "report",
        "build",
        frozenset({Role.COORDINATOR, Role.BOARD_MEMBER}),
        refusal="Your role reads reports but does not ask for new ones. Ask the coordinator.",
    ),
    Rule("audit", "see", frozenset({Role.RECORDS_OFFICER})),
)

_BY_CELL = {(rule.kind, rule.act): rule for rule in POLICY}


def rule_for(kind: str, act: str) -> Rule | None:
    """The line for `act` on `kind`, or None: an act the policy does not know is refused."""
    return _BY_CELL.get((kind, act))


def roles_go_together(roles: Iterable[str]) -> str:
    """Why these roles may not be held in one membership, or "" when they may."""
    held = set(roles)
    unknown = held - set(Role.values)
    if unknown:
        return f"There is no role called {sorted(unknown)[0]}."
    if not held:
        return "Choose at least one role."
    alone = held & HELD_ALONE
    if alone and len(held) > 1:
        return f"{Role(sorted(alone)[0]).label} cannot be combined with another role."
    if Role.COORDINATOR in held and held != {Role.COORDINATOR}:
        return "A coordinator works at the partnership's desk and holds no other role there."
    return ""
