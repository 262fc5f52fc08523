"""What waits: one's own declaration, once a year; who may have a tie to a record one manages."""

from datetime import date, timedelta

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.kept_work import managed
from casework.work import Waiting, latest, register
from ties.models import Declaration, Match

LASTS = timedelta(days=365)
REMIND_BEFORE = timedelta(days=30)
DECLARE = "Declare your ties: relatives, businesses, addresses"
MAY_KNOW = "Someone may have a tie to this: decide whether to keep it from them"


@register("Your ties", 85)
def own_declaration(actor: Actor, today: date) -> list[Waiting]:
    """On joining, and again when a year is nearly over."""
    if not access.may(actor, "declare", "ties"):
        return []
    last = access.allowed(actor, "declare", Declaration).order_by("-declared_at").first()
    due = last.declared_at.date() + LASTS if last else today
    if due - REMIND_BEFORE > today:
        return []
    hint = "A year has passed since you did" if last else "You have not done so yet"
    return [Waiting(DECLARE, reverse("ties"), "Your ties", hint, due)]


@register("May know someone in a case", 26)
def undecided(actor: Actor, today: date) -> list[Waiting]:
    """Never of the actor's own ties: who declared is told nothing."""
    found = []
    for record_type, mine in managed(actor):
        rows = Match.objects.filter(record_type=record_type.model._meta.model_name)
        rows = rows.filter(record_id__in=mine, decided_at__isnull=True)
        rows = rows.exclude(membership__user=actor.user)
        found += [
            Waiting(
                MAY_KNOW,
                reverse(f"{record_type.plural}_declared_tie", args=[row.reference, row.pk]),
                row.reference,
            )
            for row in latest(rows, "-found_at")
        ]
    return found
