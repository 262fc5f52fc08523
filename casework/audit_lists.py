"""Events of the audit for one reader: references and codes, and the names of staff.

A record that is kept from the reader is not among them, nor is what hangs on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from agencies.acting import Actor
from agencies.kept_from import KeptFrom
from agencies.models import Agency, AuditEvent, Membership, User
from casework.record_types import RecordType, every

# What an act is called; one that is not here is called by its code.
ACTS = {
    "read": "Opened",
    "list": "Saw a list",
    "search": "Searched",
    "add": "Added",
    "change": "Changed",
    "step": "Took a step",
    "begin_step": "Began a step",
    "not_done": "Tried, and it was not done",
    "share": "Shared",
    "stop_sharing": "Stopped sharing",
    "download": "Downloaded",
    "refused": "Was refused",
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "act_for": "Chose the agency to act for",
    "read_audit": "Read the audit",
}
MANY = 5000


def word(act: str) -> str:
    return ACTS.get(act) or act.replace("_", " ").capitalize()


def of_partnership(actor: Actor) -> QuerySet[AuditEvent]:
    """What members of the partnership did, newest first."""
    users = Membership.objects.filter(agency__partnership=actor.partnership_id).values("user")
    rows = AuditEvent.objects.filter(
        Q(agency__partnership=actor.partnership_id) | Q(agency__isnull=True, user__in=users)
    )
    return _told(rows, actor)


def of_own_agency(actor: Actor) -> QuerySet[AuditEvent]:
    """What was done for the actor's own agency, newest first."""
    return _told(AuditEvent.objects.filter(agency=actor.agency), actor)


def about(
    events: QuerySet[AuditEvent], references: Iterable[str], *, in_lists: bool = True
) -> QuerySet[AuditEvent]:
    """Events about these records; in_lists: those of lists that showed one of them, too."""
    wanted = list(references)
    shown = Q(references__overlap=wanted) if in_lists else Q()
    return events.filter(Q(reference__in=wanted) | shown)


def with_what_hangs_on_it(reference: str) -> list[str]:
    """The reference, and those of the records that borrow its grants."""
    found = [reference]
    record_type = type_of_reference(reference)
    if record_type and not record_type.model.access.carrier:
        rows = record_type.model._default_manager.filter(reference=reference)
        first, *others = _borrowing(record_type.model, rows.values("pk"))
        found += first.union(*others, all=True)
    return found


def type_of_reference(reference: str) -> RecordType | None:
    prefix = reference.partition("-")[0]
    return next((each for each in every() if each.model.prefix == prefix), None)


def hidden_from(actor: Actor) -> QuerySet:
    """References that do not exist for the actor: what is kept from them, and what hangs on it.

    One statement, whether or not there is any: the time it takes must not tell either.
    """
    kept = KeptFrom.objects.in_force().filter(Q(user=actor.user.pk) | Q(agency=actor.agency.pk))
    hanging: list[QuerySet] = []
    for record_type in every():
        of_type = kept.filter(record_type=record_type.model._meta.model_name)
        hanging += _borrowing(record_type.model, of_type.values("record_id"))
    return kept.values_list("reference", flat=True).union(*hanging, all=True)


def _told(rows: QuerySet[AuditEvent], actor: Actor) -> QuerySet[AuditEvent]:
    # What readers asked the audit themselves stays: gone, it would tell that the record is there.
    asked = Q(act="read_audit", user=actor.user)
    return (
        rows.exclude(Q(reference__in=hidden_from(actor)) & ~asked)
        .select_related("user", "agency")
        .order_by("-pk")
    )


def _borrowing(carrier: type, ids: QuerySet) -> list[QuerySet]:
    """By type, references of the records whose access hangs on these rows of `carrier`."""
    return [
        record_type.model._default_manager.filter(
            **{f"{record_type.model.access.carrier}__in": ids}
        )
        .order_by()
        .values_list("reference", flat=True)
        for record_type in every()
        if _carrier_of(record_type) is carrier
    ]


def _carrier_of(record_type: RecordType) -> type | None:
    model = record_type.model
    if not model.access.carrier:
        return None
    for name in model.access.carrier.split("__"):
        model = model._meta.get_field(name).related_model
    return model


@dataclass
class Looker:
    """One member who looked: how often, from when to when, and what they saw."""

    user: User | None
    agency: Agency | None
    first: datetime
    last: datetime
    times: int = 0
    saw: set[str] = field(default_factory=set)


def lookers(events: QuerySet[AuditEvent]) -> list[Looker]:
    """Who is behind these events, whoever looked last first. The newest MANY of them count.

    Who asks the audit about a record has not looked at it.
    """
    found: dict[tuple, Looker] = {}
    for event in events.exclude(act="read_audit")[:MANY]:
        key = (event.user_id, event.agency_id)
        one = found.setdefault(key, Looker(event.user, event.agency, event.at, event.at))
        one.first, one.times = event.at, one.times + 1
        one.saw |= set(_saw(event))
    return list(found.values())


def _saw(event: AuditEvent) -> Iterator[str]:
    if event.parts:
        yield from event.parts
    else:
        yield word(event.act).lower()
