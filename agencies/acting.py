"""Who is acting: one person, for one agency, with the roles and capabilities they hold there."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from agencies.cover import Cover
from agencies.emergency import Emergency, EmergencyAccess
from agencies.models import Agency, Capability, Membership, User
from agencies.rows import named


@dataclass(frozen=True)
class Actor:
    """A person acting for one agency. Every door passes one to the gate.

    covers_for: the memberships of colleagues whose work they cover today.
    emergency: what they have open by emergency access, in a request that only reads; see `reading`.
    shown_by: the coordinator to whom pages are shown as to such a member; see `showing.py`.
    Loaded once a request, and again by a task when it runs: what someone may do is decided then.
    """

    user: User
    agency: Agency
    membership_id: int
    roles: frozenset[str]
    capabilities: frozenset[str] = field(default_factory=frozenset)
    covers_for: frozenset[int] = frozenset()
    emergency: Emergency | None = None
    shown_by: "Actor | None" = None

    @property
    def partnership_id(self) -> int:
        return self.agency.partnership_id

    @property
    def group_id(self) -> int:
        return self.agency.group_id

    def is_of(self, agency_id: int) -> bool:
        """Whether they know what an agency keeps to itself. Nobody does to whom it is shown."""
        return self.agency.pk == agency_id and self.shown_by is None

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
    opened = getattr(membership, "opened_in_emergency", None)
    return Actor(
        user=membership.user,
        agency=membership.agency,
        membership_id=membership.pk,
        roles=frozenset(membership.roles),
        capabilities=frozenset(membership.in_force),
        covers_for=frozenset(membership.covers_for),
        emergency=_emergency(opened[0]) if opened else None,
    )


def reading(memberships: models.QuerySet[Membership]) -> models.QuerySet[Membership]:
    """`memberships`, each with what it has open by emergency access, which is for reading alone.

    Asked for by the middleware for pages that are read, and by nobody else: programs, tasks and
    whatever is posted act without it, so that no door writes by it.
    """
    opened = EmergencyAccess.objects.open(timezone.now()).filter(membership=OuterRef("pk"))
    told = JSONObject(
        reference="reference",
        record_type="record_type",
        record_id="record_id",
        record_reference="record_reference",
        ends_at="ends_at",
    )
    latest = opened.order_by("-opened_at").values(told=told)[:1]
    return memberships.annotate(opened_in_emergency=ArraySubquery(latest))


def _emergency(told: dict) -> Emergency:
    return Emergency(**told | {"ends_at": datetime.fromisoformat(told["ends_at"])})


def actor_by_membership(
    membership_id: int, *, of: User | None = None, only_reads: bool = False
) -> Actor | None:
    """The actor of one membership, or None when it is not open, or not that of `of`. One query.

    only_reads: with what is open by emergency access; see `reading`.
    """
    rows = open_memberships()
    rows = (reading(rows) if only_reads else rows).filter(pk=membership_id)
    found = named(rows.filter(**({"user": of} if of else {})))
    return actor_for(found) if found else None
