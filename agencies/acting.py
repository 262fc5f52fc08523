"""Who is acting: one person, for one agency, with the roles and capabilities they hold there."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from agencies.models import Agency, Capability, Membership, User


@dataclass(frozen=True)
class Actor:
    """A person acting for one agency. Every door passes one to the gate.

    Loaded once a request, and again by a task when it runs: what someone may do is decided then.
    """

    user: User
    agency: Agency
    membership_id: int
    roles: frozenset[str]
    capabilities: frozenset[str] = field(default_factory=frozenset)

    @property
    def partnership_id(self) -> int:
        return self.agency.partnership_id

    @property
    def group_id(self) -> int:
        return self.agency.group_id

    def holds(self, capability: str) -> bool:
        return capability in self.capabilities


def actor_for(membership: Membership, *, on: date | None = None) -> Actor:
    """The actor a membership makes today. One query, for the capabilities in force."""
    day = on or timezone.localdate()
    in_force = Capability.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), membership=membership, valid_from__lte=day
    )
    return Actor(
        user=membership.user,
        agency=membership.agency,
        membership_id=membership.pk,
        roles=frozenset(membership.roles),
        capabilities=frozenset(in_force.values_list("kind", flat=True)),
    )


def open_memberships(user: User):
    """The memberships through which `user` may act, agency by agency."""
    return (
        Membership.objects.filter(user=user, is_active=True, user__is_active=True)
        .select_related("user", "agency__partnership")
        .order_by("agency__name")
    )


def actor_by_membership(membership_id: int) -> Actor | None:
    """The actor of one membership, or None when it is no longer open. For tasks and tokens."""
    membership = (
        Membership.objects.filter(pk=membership_id, is_active=True, user__is_active=True)
        .select_related("user", "agency__partnership")
        .first()
    )
    return actor_for(membership) if membership else None
