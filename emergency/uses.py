"""Uses of emergency access and what was found in them, for one reader, through the gate."""

from django.db.models import Exists, QuerySet

from agencies import access
from agencies.acting import Actor
from agencies.emergency import EmergencyAccess, FoundInEmergency
from agencies.policy import Role
from agencies.reach import kept_from


def uses_for(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those that the actor is told of; see `reach.of_emergencies`."""
    rows = access.allowed(actor, "see", EmergencyAccess)
    return rows.select_related("user", "agency", "reviewed_by", "reviewed_for")


def to_review(actor: Actor) -> QuerySet[EmergencyAccess]:
    rows = access.allowed(actor, "review", EmergencyAccess)
    return rows.select_related("user", "agency")


def found_for(actor: Actor, use: EmergencyAccess | None = None) -> QuerySet[FoundInEmergency]:
    """Records found, of which the actor is told: all for those who review, else their agency's.

    use: one that passed the gate; without it, of every use. What is kept from them is left out.
    """
    rows = FoundInEmergency.objects.filter(~Exists(kept_from(actor))).order_by("-at", "-pk")
    rows = rows.filter(use__agency__partnership_id=actor.partnership_id)
    rows = rows.filter(use=use) if use else rows
    if not actor.roles & {Role.RECORDS_OFFICER, Role.COORDINATOR}:
        rows = rows.filter(owner=actor.agency)
    return rows.select_related("owner", "use__user", "use__agency")
