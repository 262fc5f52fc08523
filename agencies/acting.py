"""Who is acting: one person, for one agency, with the roles and capabilities they hold there."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from agencies.cover import Cover
from agencies.models import Agency, Capability, Membership, User


@dataclass(frozen=True)
class Actor:
    """A person acting for one agency. Every door passes one to the gate.

    covers_for: the memberships of colleagues whose work they cover today.
    Loaded once a request, and again by a task when it runs: what someone may do is decided then.
    """

    user: User
    agency: Agency
    membership_id: int
    roles: frozenset[str]
    capabilities: frozenset[str] = field(default_factory=frozenset)
    covers_for: frozenset[int] = frozenset()

    @property
    def partnership_id(self) -> int:
        return self.agency.partnership_id

    @property
    def group_id(self) -> int:
        return self.agency.group_id

    def holds(self, capability: str) -> bool:
        return capability in self.capabilities


def open_memberships(*, on: date | None = None) -> models.QuerySet[Membership]:
    """Memberships through which someone may act today, each with its capabilities in force."""
    day = on or timezone.localdate()
    in_force = Capability.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        membership=OuterRef("pk"),
        valid_from__lte=day,
    )
    return (
        Membership.objects.filter(is_active=True, user__is_active=True)
        .select_related("user", "agency__partnership")
        .annotate(
            in_force=ArraySubquery(in_force.values("kind")),
            covers_for=ArraySubquery(
                Cover.objects.on(day).filter(by=OuterRef("pk")).values("colleague")
            ),
        )
        .order_by("agency__name")
    )


def actor_for(membership: Membership) -> Actor:
    """The actor that one of `open_memberships` makes."""
    return Actor(
        user=membership.user,
        agency=membership.agency,
        membership_id=membership.pk,
        roles=frozenset(membership.roles),
        capabilities=frozenset(membership.in_force),
        covers_for=frozenset(membership.covers_for),
    )


def actor_by_membership(membership_id: int, *, of: User | None = None) -> Actor | None:
    """The actor of one membership, or None when it is not open, or not that of `of`. One query."""
    found = open_memberships().filter(pk=membership_id, **({"user": of} if of else {})).first()
    return actor_for(found) if found else None
