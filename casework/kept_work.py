"""My work of those who manage a record: who stepped back, what waits for a second person, and what
was given to somebody from whom the record is kept."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.in_spite import given_in_spite
from agencies.kept_from import KeptFrom
from casework.record_types import RecordType, every
from casework.work import Waiting, latest, register

TOLD_FOR = timedelta(days=14)
STEPPED_BACK = "Someone knows somebody in this case and stepped back"
IN_SPITE = "Given to someone from whom it is kept, without effect: take it back, or leave it"
SECOND = "Lift that it is kept from someone, or say no: you are the second person"


@register("Kept from someone", 25)
def kept_from_someone(actor: Actor, today: date) -> list[Waiting]:
    """With the reference only; who it is stands on the page of the record."""
    since = timezone.now() - TOLD_FOR
    asked = Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=actor.user)
    back = Q(lift_asked_by__isnull=True, user=F("placed_by"), placed_at__gte=since)
    found = []
    for record_type, mine in managed(actor):
        model = record_type.model
        rows = KeptFrom.objects.in_force().filter(asked | back, record_id__in=mine)
        rows = rows.filter(record_type=model._meta.model_name)
        found += [
            _waiting(SECOND if row.lift_asked_by_id else STEPPED_BACK, record_type, row)
            for row in latest(rows, "-placed_at")
        ]
        rows = given_in_spite(model, since=since).filter(record_id__in=mine)
        found += [_waiting(IN_SPITE, record_type, row) for row in latest(rows, "-placed_at")]
    return found


def managed(actor: Actor) -> Iterator[tuple[RecordType, QuerySet]]:
    """Types that carry grants, each with the keys of those records that the actor manages."""
    for record_type in every():
        model = record_type.model
        if model.access.carrier or not hasattr(model, "grants"):
            continue
        if access.may(actor, "manage", model.access.kind):
            yield record_type, access.allowed(actor, "manage", model).order_by().values("pk")


def _waiting(text: str, record_type: RecordType, row: KeptFrom) -> Waiting:
    href = reverse(f"{record_type.plural}_kept_from", args=[row.reference])
    return Waiting(text, href, row.reference)
