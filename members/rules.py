"""Who may propose, approve and release what. Pure: no database, no clock.

Source: the partnership's access rules, `docs/access.md`.
"""

from collections.abc import Collection

from agencies.policy import HELD_ALONE, CapabilityKind, Role, roles_go_together

POLICE = "POLICE"
# What an agency lead proposes for their own agency.
BY_A_LEAD = (
    Role.PRACTITIONER,
    Role.SUPPORT_WORKER,
    Role.AGENCY_LEAD,
    Role.NETWORK_MEMBER,
    Role.PROVIDER,
)
OWN = "You cannot do this for yourself. Ask another coordinator or the administrator."
SECOND_PERSON = (
    "You proposed this yourself, so somebody else has to approve it. "
    "Ask another coordinator or the administrator."
)


def roles_to_propose(by: Collection[str], *, desk: bool, kind: str) -> list[Role]:
    """The roles that someone with the roles `by` may propose, for the desk or another agency.

    kind: of the agency, for the role that only the police have.
    """
    if desk:
        return [Role.COORDINATOR] if set(by) & {Role.COORDINATOR, Role.ADMINISTRATOR} else []
    found = list(BY_A_LEAD)
    if kind == POLICE:
        found.insert(3, Role.POLICE_LEAD)
    if set(by) & {Role.COORDINATOR, Role.ADMINISTRATOR}:
        found += sorted(HELD_ALONE)
    return found


def may_be_proposed(roles: Collection[str], by: Collection[str], *, desk: bool, kind: str) -> str:
    """Why these roles may not be proposed, or "" when they may."""
    open_to_them = roles_to_propose(by, desk=desk, kind=kind)
    if beyond := sorted(set(roles) - set(open_to_them)):
        known = [role for role in Role if role in beyond]
        name = known[0].label if known else "that"
        return f"You cannot propose {name} here. Ask the coordinator at the partnership's desk."
    return roles_go_together(roles)


def not_ones_own(doer: str, person: str) -> str:
    """Nobody proposes, approves or releases for themselves. Both are e-mail addresses."""
    return OWN if doer.lower() == person.lower() else ""


def may_have(capabilities: Collection[str], agency) -> str:
    """Why these permissions may not be given in this agency, or "" when they may."""
    if CapabilityKind.FIRST_RESPONDER in capabilities and not agency.is_first_responder:
        return f"{agency} is not a first responder organisation"
    return ""


def may_check(by: Collection[str], *, another_lead: bool) -> str:
    """Why someone with the roles `by` may not say that they saw a member, or "" when they may.

    another_lead: the member's agency has a lead beside the member, who knows them better.
    """
    if another_lead and Role.AGENCY_LEAD not in by:
        return "The lead of their agency sees them, because they know each other. Ask the lead."
    return ""
