"""Show as: a coordinator is shown the real pages as a member of another agency would see them.

Nobody is taken over: no user signs in as another, and no membership is borrowed. The actor of such
a request has the agency and role that were chosen, no capability, nobody's assignments, and
`shown_by`, the coordinator's own actor. The gate gives what both may see, the second fence knows
no such member, the audit names the coordinator, and nothing can be written. The API, whose actor
comes from a token, knows nothing of it.
"""

from collections.abc import MutableMapping
from dataclasses import replace

from agencies import access, audit
from agencies.acting import Actor
from agencies.models import Agency
from agencies.policy import Role

SESSION_KEY = "shown as"
# No membership has this number, so that nothing is theirs: no draft, no assignment, no words.
NOBODY = 0
ROLES = (Role.PRACTITIONER, Role.SUPPORT_WORKER, Role.POLICE_LEAD, Role.AGENCY_LEAD)


def begin(session: MutableMapping, agency: Agency, role: str, *, by: Actor) -> None:
    """From the next request on. The desk's own pages, and another partnership's, are not shown."""
    access.require_role(by, "show_as", "agency")
    if agency.is_desk or agency.partnership_id != by.partnership_id or role not in ROLES:
        raise ValueError("There is no such member to show pages as.")
    session[SESSION_KEY] = {"by": by.membership_id, "agency": agency.pk, "role": role}
    audit.record(by, "show_as", detail={"agency": agency.code, "role": role})


def end(session: MutableMapping, *, by: Actor) -> None:
    if session.pop(SESSION_KEY, None):
        audit.record(by, "stop_showing")


def as_shown(actor: Actor, session: MutableMapping) -> Actor:
    """`actor`, or the one whose pages they are shown: while they may, in the same membership."""
    told = session.get(SESSION_KEY)
    if not told or told["by"] != actor.membership_id:
        return actor
    if not access.may(actor, "show_as", "agency"):
        return actor
    agencies = Agency.objects.select_related("partnership").filter(
        pk=told["agency"], partnership_id=actor.partnership_id
    )
    agency = agencies.first()
    return shown(agency, told["role"], by=actor) if agency else actor


def shown(agency: Agency, role: str, *, by: Actor) -> Actor:
    return Actor(
        user=by.user,
        agency=agency,
        membership_id=NOBODY,
        roles=frozenset({role}),
        shown_by=replace(by, emergency=None),
    )


def in_words(actor: Actor) -> str:
    """Council housing, agency worker"""
    (role,) = actor.roles
    return f"{actor.agency}, {Role(role).label.lower()}"


def nothing_is_written(actor: Actor) -> access.Refused:
    return access.Refused(
        f"You are looking at the pages as {in_words(actor)} sees them, so nothing can be written. "
        "Press “Stop showing” first, then do it as yourself."
    )
