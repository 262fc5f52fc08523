"""What waits about people met: screenings to finish; for a lead, who put themselves on a person."""

from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from agencies.models import Cover
from casework.dates import short_date, short_moment
from casework.work import Waiting, latest, register
from victims.models import Assignment, ScreeningDraft


@register("Screenings to finish", 60)
def screenings_begun(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "work", ScreeningDraft)
    return [
        Waiting(
            "Finish the screening",
            reverse("screenings_add", args=[draft.reference]),
            draft.reference,
            hint=f"Kept {short_moment(draft.saved_at)}",
        )
        for draft in latest(rows.select_related("person"), "-saved_at")
    ]


@register("Cover", 62)
def covers(actor: Actor, today: date) -> list[Waiting]:
    """Told until it ends: whom one covers for, from the first day on."""
    rows = Cover.objects.on(today).filter(by=actor.membership_id)
    return [
        Waiting(
            f"You cover for {row.colleague.user}",
            reverse("my_access"),
            "Who that is",
            hint=f"Until {short_date(row.ends_on)}",
        )
        for row in latest(rows.select_related("colleague__user"), "ends_on", "id")
    ]


# How long a lead is told that somebody put themselves on a person.
TOLD_FOR = timedelta(days=14)


@register("Put themselves on a person", 65)
def put_themselves_on(actor: Actor, today: date) -> list[Waiting]:
    if not access.may(actor, "oversee", "person"):
        return []
    rows = access.allowed(actor, "oversee", Assignment).filter(
        assigned_by=F("membership__user"), assigned_at__date__gte=today - TOLD_FOR
    )
    rows = rows.exclude(membership_id=actor.membership_id)
    return [
        Waiting(
            f"{row.membership.user} is assigned: is that right?",
            reverse("take_off", args=[row.person.reference, row.membership_id]),
            row.person.reference,
            hint=f"Since {short_date(row.assigned_at)}. Open to take them off",
        )
        for row in latest(rows.select_related("person", "membership__user"), "-assigned_at")
    ]
