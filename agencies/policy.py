"""The policy: which role may do which act on which kind of record, as one reviewed table.

Read by the gate, the menus, the API and the tests. A cell that is not here is a refusal.
`policy_table.py` prints every cell of it, `docs/access.md` tells it in words.
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


class Tie(TextChoices):
    """What ties one person to a record, beside what their agency was given."""

    NOTHING = "", "nothing more"
    ASSIGNED = "assigned", "assigned to the person"
    AUTHOR = "author", "the one who wrote what stands there"
    REASON = "reason", "asked for a reason first, once a person a day"


CASEWORKERS = frozenset(
    {Role.COORDINATOR, Role.PRACTITIONER, Role.SUPPORT_WORKER, Role.POLICE_LEAD}
)
CARERS = frozenset({Role.PRACTITIONER, Role.SUPPORT_WORKER})
LOOK_AFTER_MEMBERS = frozenset({Role.AGENCY_LEAD, Role.COORDINATOR, Role.ADMINISTRATOR})
FIGURE_READERS = frozenset({Role.COORDINATOR, Role.BOARD_MEMBER, Role.ANALYST})

# Kinds of agency, by their codes, that enforce criminal, labour or immigration law. What a person
# needs (health, immigration, money) never reaches them.
ENFORCEMENT = frozenset({"POLICE", "ROCU", "NCA", "IMMIG", "GLAA", "FWA", "HMRC", "DWP", "CPS"})
# Of these, the kind to which survivors must never fear to be found by an emergency.
IMMIGRATION = frozenset({"IMMIG"})


@dataclass(frozen=True)
class Rule:
    """One line of the table: the act `act` on records of `kind`.

    says: the act in words, after "may".
    level: the least level the acting agency must have been given; "" where no record is at stake.
    capability: a dated permission of the person, beside the role; "" for none.
    tie: what ties the person to the record, beside the level.
    reread: who wrote what stands there may do it as well, assigned or not.
    with_reason: roles that do it after giving a reason, once a person a day, assigned or not.
    never_in: kinds of agency in which nobody does this, whatever else is true.
    in_emergency: emergency access opens this too, on its one record, to whoever may use it.
    refusal: the sentence for someone who sees the record but may not do this.
    """

    kind: str
    act: str
    says: str
    roles: frozenset[str]
    level: str = ""
    capability: str = ""
    tie: str = Tie.NOTHING
    reread: bool = False
    with_reason: frozenset[str] = frozenset()
    never_in: frozenset[str] = frozenset()
    in_emergency: bool = False
    refusal: str = "Your role does not do this. Ask the coordinator at the partnership's desk."

    def ties(
        self, roles: Iterable[str], capabilities: Iterable[str], agency_kind: str
    ) -> frozenset[str]:
        """The ties of which one is enough, for someone with these roles in such an agency.

        Empty when nothing would be enough. The gate turns each into a condition on rows, and the
        printed table into a sentence; neither knows a rule of its own.
        """
        if agency_kind in self.never_in:
            return frozenset()
        if self.capability and self.capability not in set(capabilities):
            return frozenset()
        held, found = set(roles), set()
        if self.roles & held:
            found |= {self.tie, Tie.AUTHOR} if self.reread else {self.tie}
        if self.with_reason & held:
            found.add(Tie.REASON)
        return frozenset(found)


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
ASK_THE_ADMINISTRATOR = (
    "Only the administrator of your partnership keeps reference data. Ask them to change it."
)
ONLY_THE_ASSIGNED = (
    "Only those assigned to this person write this. Ask one of them, or your agency's lead."
)
ONLY_MANAGERS = (
    "Only the agency that leads this incident or the partnership's desk can do this. "
    "Ask them, or write a note on the timeline."
)


def part_rules(
    kind: str,
    seeing: str,
    writing: str,
    roles: frozenset[str],
    *,
    asking: frozenset[str] = frozenset(),
    in_emergency: bool = False,
    **more: frozenset[str],
) -> tuple[Rule, Rule]:
    """The two lines of a part of a person: opened by being assigned, written in a given record.

    asking: roles that see it after giving a reason. They never write it.
    """
    return (
        Rule(
            kind, "see", seeing, roles, Level.SEE,
            tie=Tie.ASSIGNED, reread=True, with_reason=asking, in_emergency=in_emergency, **more,
        ),
        Rule(
            kind, "change", writing, roles, Level.WORK,
            tie=Tie.ASSIGNED, refusal=ONLY_THE_ASSIGNED, **more,
        ),
    )  # fmt: skip


POLICY: tuple[Rule, ...] = (
    Rule("incident", "log", "log an incident", CASEWORKERS),
    Rule(
        "incident",
        "see",
        "see an incident and what hangs on it",
        CASEWORKERS | {Role.AGENCY_LEAD},
        Level.SEE,
        in_emergency=True,
    ),
    Rule(
        "incident",
        "read",
        "see the address, the account and who told",
        CASEWORKERS,
        Level.WORK,
        in_emergency=True,
    ),
    Rule(
        "incident",
        "answer",
        "answer a request, write a note, confirm what the desk recorded for them",
        CASEWORKERS | {Role.AGENCY_LEAD},
        Level.SEE,
    ),
    Rule(
        "incident",
        "work",
        "add visits, acts and requests",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read this incident but not add to it. "
        "Ask the coordinator to share it with you for work.",
    ),
    Rule(
        "incident",
        "change",
        "correct what their own agency recorded",
        CASEWORKERS,
        Level.WORK,
        refusal=ONLY_MANAGERS,
    ),
    Rule(
        "incident",
        "manage",
        "correct the incident, start, close, reopen and share it",
        CASEWORKERS,
        Level.MANAGE,
        refusal=ONLY_MANAGERS,
    ),
    Rule(
        "incident",
        "tell",
        "tell someone outside of an incident, on a page that is kept",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read this incident but not tell others of it. Ask the desk.",
    ),
    Rule(
        "incident",
        "triage",
        "accept a new report, pass it on, merge it",
        frozenset({Role.COORDINATOR}),
        Level.MANAGE,
        refusal=ASK_THE_DESK,
    ),
    Rule(
        "person",
        "see",
        "see the outline of a person",
        CASEWORKERS,
        Level.SEE,
        in_emergency=True,
    ),
    Rule(
        "person",
        "work",
        "screen a person",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read the outline of this person but not add to it.",
    ),
    Rule(
        "person",
        "change",
        "correct the outline, and screenings that their own agency made",
        CASEWORKERS,
        Level.WORK,
    ),
    Rule(
        "person",
        "tell",
        "tell someone outside of a person, only what they may see themselves",
        CASEWORKERS,
        Level.WORK,
        refusal="Your agency may read the outline of this person but not tell others of it.",
    ),
    Rule("person", "manage", "manage the record of a person", CASEWORKERS, Level.MANAGE),
    Rule(
        "person",
        "assign",
        "put themselves on a person, with a reason",
        frozenset({Role.PRACTITIONER}),
        Level.WORK,
        refusal="Only an agency worker puts themselves on a person. Ask your agency's lead.",
    ),
    Rule(
        "person",
        "oversee",
        "put a colleague on a person, and take anyone of their agency off again",
        frozenset({Role.AGENCY_LEAD}),
        Level.SEE,
        refusal="Only the lead of your agency does this. Ask them.",
    ),
    Rule(
        "person",
        "accept",
        "take note for their agency that a person was shared with it",
        CASEWORKERS | {Role.AGENCY_LEAD},
        Level.SEE,
    ),
    Rule(
        "person",
        "refer",
        "prepare and send a referral",
        CARERS | {Role.POLICE_LEAD},
        Level.WORK,
        capability=CapabilityKind.FIRST_RESPONDER,
        refusal="Only a first responder can prepare a referral. "
        "Ask a first responder in your agency, or the coordinator.",
    ),
    Rule(
        "person",
        "take_over",
        "accept or decline a draft referral that another agency offers them",
        CARERS | {Role.POLICE_LEAD},
        Level.SEE,
        capability=CapabilityKind.FIRST_RESPONDER,
        refusal="Only a first responder takes a draft over. Ask a first responder in your agency.",
    ),
    Rule(
        "person",
        "check",
        "read a colleague's draft of a referral that they were asked to check, and comment",
        CARERS | {Role.POLICE_LEAD},
        Level.WORK,
        refusal="Only a colleague who was asked comments on a draft. You can ask one yourself.",
    ),
    *part_rules(
        "identity",
        "see who the person is",
        "write who the person is",
        CARERS,
        asking=frozenset({Role.COORDINATOR, Role.POLICE_LEAD}),
        in_emergency=True,
    ),
    *part_rules(
        "contact", "see where they are and how to reach them safely", "write where they are", CARERS
    ),
    *part_rules("narrative", "read what they told", "write what they told", CARERS),
    *part_rules(
        "needs",
        "see what they need",
        "write what they need",
        frozenset({Role.SUPPORT_WORKER}),
        never_in=ENFORCEMENT,
    ),
    Rule(
        "agency",
        "show_as",
        "be shown the pages as a member of another agency sees them, to read",
        frozenset({Role.COORDINATOR}),
    ),
    Rule(
        "agency",
        "circles",
        "say what the sharing agreement says, and which agencies it names together",
        frozenset({Role.COORDINATOR}),
    ),
    *part_rules("files", "open files about them", "correct and take back files about them", CARERS),
    *part_rules(
        "consents",
        "see what they agreed to and how they were asked",
        "take back what was recorded of it by mistake",
        CARERS,
    ),
    Rule(
        "agency",
        "cover",
        "set cover for a colleague, for at most 14 days",
        frozenset({Role.AGENCY_LEAD}),
        refusal="Only the lead of your agency sets cover. Ask them.",
    ),
    Rule(
        "ties",
        "declare",
        "declare relatives, businesses, addresses, which nobody else reads",
        CASEWORKERS | {Role.AGENCY_LEAD},
    ),
    Rule(
        "question",
        "ask",
        "ask the partnership whether it knows a person or a place",
        CASEWORKERS | {Role.AGENCY_LEAD},
    ),
    Rule(
        "question",
        "answer",
        "read what was asked, and phone or share",
        frozenset({Role.COORDINATOR}),
        refusal=ASK_THE_DESK,
    ),
    Rule(
        "emergency",
        "use",
        "use emergency access",
        CASEWORKERS,
        capability=CapabilityKind.DUTY_OFFICER,
        never_in=IMMIGRATION,
        refusal="Emergency access is for duty officers. Phone the desk, or ask the partnership.",
    ),
    Rule(
        "emergency",
        "see",
        "see who used emergency access",
        frozenset({Role.RECORDS_OFFICER, Role.COORDINATOR, Role.AGENCY_LEAD}),
    ),
    Rule(
        "emergency",
        "review",
        "review a use of emergency access by another agency",
        frozenset({Role.RECORDS_OFFICER, Role.COORDINATOR}),
        refusal="Somebody of another agency reviews this: the records officer or the desk.",
    ),
    Rule(
        "emergency",
        "settle",
        "change the phone number out of hours",
        frozenset({Role.COORDINATOR}),
    ),
    Rule(
        "emergency",
        "count",
        "read the monthly figures of emergency access",
        FIGURE_READERS | {Role.RECORDS_OFFICER},
    ),
    Rule("figures", "see", "read figures", FIGURE_READERS),
    Rule(
        "figures",
        "ask",
        "ask the coordinator about a figure of the dashboard",
        frozenset({Role.BOARD_MEMBER, Role.ANALYST}),
        refusal="You open the records behind a figure yourself: follow its number.",
    ),
    Rule(
        "figures",
        "settle",
        "answer a question about a figure",
        frozenset({Role.COORDINATOR}),
        refusal=ASK_THE_DESK,
    ),
    Rule(
        "figures",
        "approve",
        "approve the answer about a figure, or send it back",
        frozenset({Role.BOARD_MEMBER}),
        capability=CapabilityKind.APPROVER,
        refusal="Only the chair approves an answer. Ask them.",
    ),
    Rule(
        "dashboard",
        "see",
        "read the dashboard: of the records their agency was given, or of all without any list",
        FIGURE_READERS | CASEWORKERS | {Role.AGENCY_LEAD},
    ),
    Rule("report", "see", "read annual reports", FIGURE_READERS),
    Rule(
        "report",
        "build",
        "ask for an annual report",
        frozenset({Role.COORDINATOR, Role.BOARD_MEMBER}),
        refusal="Your role reads reports but does not ask for new ones. Ask the coordinator.",
    ),
    Rule(
        "report",
        "declare",
        "enter a figure that was counted elsewhere, approve one that another entered",
        frozenset({Role.COORDINATOR, Role.BOARD_MEMBER}),
    ),
    Rule(
        "report",
        "write",
        "write sections, priorities and stories for a report",
        frozenset({Role.COORDINATOR, Role.BOARD_MEMBER}),
    ),
    Rule(
        "report",
        "settle",
        "say that a report was checked, send it back, publish it when two people approved it",
        frozenset({Role.COORDINATOR}),
        refusal=ASK_THE_DESK,
    ),
    Rule(
        "report",
        "approve",
        "approve a report first, as chair",
        frozenset({Role.BOARD_MEMBER}),
        capability=CapabilityKind.APPROVER,
        refusal="Only the chair approves a report first. Ask them.",
    ),
    Rule(
        "report",
        "countersign",
        "approve a report second, or refuse to",
        frozenset({Role.BOARD_MEMBER, Role.COORDINATOR}),
        capability=CapabilityKind.APPROVER,
        refusal="Only an approver does this. Ask the chair who they are.",
    ),
    Rule("member", "see", "see who works for an agency", LOOK_AFTER_MEMBERS),
    Rule("member", "invite", "propose who joins, or what a member does", LOOK_AFTER_MEMBERS),
    Rule(
        "member",
        "decide",
        "approve what somebody else proposed",
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
        refusal="A coordinator or the administrator approves who joins. Ask one of them.",
    ),
    Rule("member", "join", "join by the invitation that was sent to them", frozenset(Role)),
    Rule("member", "end", "record that somebody left", LOOK_AFTER_MEMBERS),
    Rule(
        "member",
        "check",
        "record that they saw, in person or by video, a member who lost their second factor",
        LOOK_AFTER_MEMBERS,
    ),
    Rule(
        "member",
        "release",
        "release a lost second factor that somebody else checked",
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
        refusal="A coordinator or the administrator releases it. Ask one of them.",
    ),
    Rule(
        "audit",
        "see",
        "read who did what, who looked at one person or incident, and what is unusual",
        frozenset({Role.RECORDS_OFFICER}),
        refusal="Only the records officer reads who did what. Ask them.",
    ),
    Rule(
        "audit",
        "own",
        "read what members of their own agency did",
        frozenset({Role.AGENCY_LEAD}),
        refusal="Only the lead of your agency reads what its members did. Ask them.",
    ),
    Rule(
        "reference",
        "see",
        "see reference data: agencies, towns, wards, code lists",
        frozenset({Role.ADMINISTRATOR}),
        refusal=ASK_THE_ADMINISTRATOR,
    ),
    Rule(
        "reference",
        "change",
        "add and correct agencies, towns and wards; nothing of them is deleted",
        frozenset({Role.ADMINISTRATOR}),
        refusal=ASK_THE_ADMINISTRATOR,
    ),
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
