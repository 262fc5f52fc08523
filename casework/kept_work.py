"""My work of those who manage a record: who stepped back, and what waits for a second person."""

from datetime import date, timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.kept_from import KeptFrom
from casework.record_types import every
from casework.work import Waiting, latest, register

TOLD_FOR = timedelta(days=14)
STEPPED_BACK = "Someone knows somebody in this case and stepped back"
SECOND = "Lift that it is kept from someone, or say no: you are the second person"


@register("Kept from someone", 25)
def kept_from_someone(actor: Actor, today: date) -> list[Waiting]:
    """With the reference only; who it is stands on the page of the record."""
    since = timezone.now() - TOLD_FOR
    asked = Q(lift_asked_by__isnull=False) & ~Q(lift_asked_by=actor.user)
    back = Q(lift_asked_by__isnull=True, user=F("placed_by"), placed_at__gte=since)
    found = []
    for record_type in every():
        model = record_type.model
        if model.access.carrier or not hasattr(model, "grants"):
            continue
        if not access.may(actor, "manage", model.access.kind):
            continue
        mine = access.allowed(actor, "manage", model).order_by().values("pk")
        rows = KeptFrom.objects.in_force().filter(asked | back, record_id__in=mine)
        rows = rows.filter(record_type=model._meta.model_name)
        found += [
            Waiting(
                SECOND if row.lift_asked_by_id else STEPPED_BACK,
                reverse(f"{record_type.plural}_kept_from", args=[row.reference]),
                row.reference,
            )
            for row in latest(rows, "-placed_at")
        ]
    return found
