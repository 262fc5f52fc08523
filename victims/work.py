"""What waits for a worker about people met: screenings begun and not finished."""

from datetime import date

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import short_moment
from casework.work import Waiting, latest, register
from victims.models import ScreeningDraft


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
