"""Who may do what, told a second time: from the partnership's rules, not from the code.

Imports nothing of the product. `answers()` is every cell there is, so a cell that the product adds
or forgets differs as well.
"""

ROLES = (
    *("coordinator", "practitioner", "agency_lead", "support_worker", "police_lead"),
    *("board_member", "analyst", "records_officer", "network_member", "provider", "administrator"),
)
YES, NO, HOLDER, ASKED = "yes", "no", "with the capability", "after a reason"
# fmt: off
# How far each relation brings one's agency: 1 sees, 2 works on, 3 manages. Being given an incident,
# even leading it, gives nothing about the people met there.
INCIDENT = {
    "none": 0, "shared_see": 1, "shared_work": 2, "shared_manage": 3, "ended": 0, "emergency": 0,
    "own": 2, "led": 3,
}
PERSON = INCIDENT | {
    "led": 0, "met": 1, "assigned": 2, "assigned_see": 1, "assigned_enforcement": 2, "cover": 2,
    "author": 1,
}
CASEWORK = {"coordinator", "practitioner", "support_worker", "police_lead"}
LEADS_TOO = CASEWORK | {"agency_lead"}
WORKERS = {"practitioner", "support_worker"}
# Act: how far the agency must have been given it, and who does it.
ON_AN_INCIDENT = {
    "see": (1, LEADS_TOO), "answer": (1, LEADS_TOO), "read": (2, CASEWORK), "work": (2, CASEWORK),
    "change": (2, CASEWORK), "manage": (3, CASEWORK), "triage": (3, {"coordinator"}),
    "tell": (2, CASEWORK),
}
ON_AN_OUTLINE = {
    "see": (1, CASEWORK), "work": (2, CASEWORK), "change": (2, CASEWORK), "manage": (3, CASEWORK),
    "assign": (2, {"practitioner"}), "tell": (2, CASEWORK),
    "oversee": (1, {"agency_lead"}), "accept": (1, LEADS_TOO),
    "take_over": (1, CASEWORK - {"coordinator"}),
    **dict.fromkeys(("refer", "check"), (2, CASEWORK - {"coordinator"})),
}
ON_A_PART = {"see": 1, "change": 2}
PARTS = dict.fromkeys(("identity", "contact", "narrative"), WORKERS) | {"needs": {"support_worker"}}
# What emergency access opens, to read, to duty officers who do casework.
IN_EMERGENCY = {("whole", "see"), ("whole", "read"), ("outline", "see"), ("identity", "see")}
LOOK_AFTER_MEMBERS = {"agency_lead", "coordinator", "administrator"}
BOARD, SIGNERS = {"board_member", "analyst"}, {"coordinator", "board_member"}
WITHOUT_A_RECORD = {
    ("incident", "log"): CASEWORK, ("figures", "ask"): BOARD, ("agency", "cover"): {"agency_lead"},
    **dict.fromkeys([("question", "ask"), ("ties", "declare")], LEADS_TOO),
    **{(kind, "settle"): {"coordinator"} for kind in ("emergency", "report", "figures")},
    **{(kind, "see"): {"coordinator", *BOARD} for kind in ("figures", "report")},
    **{("report", a): SIGNERS for a in ("build", "declare", "write", "countersign")},
    **{("member", act): LOOK_AFTER_MEMBERS for act in ("see", "invite", "end", "check")},
    **{("member", act): {"coordinator", "administrator"} for act in ("decide", "release")},
    **{("agency", act): {"coordinator"} for act in ("circles", "show_as")},
    **{("audit", act): {r} for act, r in (("see", "records_officer"), ("own", "agency_lead"))},
    **{("reference", act): {"administrator"} for act in ("see", "change")},
    **{(k, "approve"): {"board_member"} for k in ("report", "figures")}, ("member", "join"): ROLES,
    ("question", "answer"): {"coordinator"}, ("dashboard", "see"): LEADS_TOO | BOARD,
    ("emergency", "see"): {"records_officer", "coordinator", "agency_lead"},
    ("emergency", "review"): {"records_officer", "coordinator"}, ("emergency", "use"): CASEWORK,
    ("emergency", "count"): {"records_officer", "coordinator", *BOARD},
}
# fmt: on


def part_of_a_person(role: str, part: str, act: str, relation: str) -> str:
    """For named people who were put on the person, by an agency that still has it."""
    given = PERSON[relation]
    if part == "identity" and act == "see" and role in ("coordinator", "police_lead"):
        return ASKED if given else NO
    if role not in PARTS.get(part, WORKERS) or given < ON_A_PART[act]:
        return NO
    if part == "needs" and relation == "assigned_enforcement":
        return NO
    if relation == "author":
        return YES if act == "see" else NO
    return YES if relation.startswith(("assigned", "cover")) else NO


def answers() -> dict[tuple[str, str, str, str, str], str]:
    """Role, record type, act, relation and part: the answer."""
    found = {}
    for role in ROLES:
        for (kind, act), may in WITHOUT_A_RECORD.items():
            yes = HOLDER if act in {"use", "approve", "countersign"} else YES
            found[role, kind, act, "none", "whole"] = yes if role in may else NO
        for relation, given in INCIDENT.items():
            for act, (least, may) in ON_AN_INCIDENT.items():
                yes = given >= least and role in may
                found[role, "incident", act, relation, "whole"] = YES if yes else NO
        for relation, given in PERSON.items():
            for act, (least, may) in ON_AN_OUTLINE.items():
                yes = HOLDER if act in ("refer", "take_over") else YES
                cell = (role, "person", act, relation, "outline")
                found[cell] = yes if given >= least and role in may else NO
            for part in (*PARTS, "files", "consents"):
                for act in ON_A_PART:
                    cell = (role, "person", act, relation, part)
                    found[cell] = part_of_a_person(role, part, act, relation)
    opened = [c for c in found if c[3] == "emergency" and (c[4], c[2]) in IN_EMERGENCY]
    return found | {cell: HOLDER for cell in opened if cell[0] in CASEWORK}
