"""What waits: acts to confirm, places to check back on."""

from datetime import date, timedelta

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_date
from casework.work import Waiting, latest, register
from interventions.models import Disruption, Intervention

AHEAD = timedelta(days=14)


@register("Acts to confirm", 55)
def acts_to_confirm(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "answer", Intervention).standing()
    rows = rows.filter(agency=actor.agency, confirmed_at__isnull=True).exclude(said_by="")
    kind = Intervention._meta.get_field("kind")
    return [
        Waiting(
            f"Confirm: {kind.codes.label(row.kind)}",
            reverse("interventions:page", args=[row.reference]),
            row.reference,
            hint=full_date(row.acted_on),
        )
        for row in latest(rows, "-acted_on")
    ]


@register("Places to check back on", 60)
def places_to_check(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "see", Disruption).standing()
    rows = rows.filter(agency=actor.agency, check_back_on__lte=today + AHEAD)
    rows = rows.filter(check_back_on__gte=today - timedelta(days=366))
    return [
        Waiting(
            "Check back on a place",
            reverse("disruptions:page", args=[row.reference]),
            row.reference,
            due=row.check_back_on,
        )
        for row in latest(rows, "check_back_on")
    ]
