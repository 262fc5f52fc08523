"""What waits about emergency access: reviews, before all else; and what was found of one's own."""

from datetime import date, timedelta

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import short_moment
from casework.work import Waiting, also_for, latest, register
from emergency.uses import found_for, to_review

# How long an agency is told that a record of theirs was found or opened.
TOLD_FOR = timedelta(days=14)

also_for("review", "emergency")


@register("Emergency access to review", 1)
def reviews(actor: Actor, today: date) -> list[Waiting]:
    if not access.may(actor, "review", "emergency"):
        return []
    return [
        Waiting(
            f"{use.user}, {use.agency}: was it justified?",
            reverse("emergency_use", args=[use.reference]),
            use.reference,
            hint=f"{use.get_reason_display()}. Asked {short_moment(use.asked_at)}",
            due=use.review_due_on,
        )
        for use in latest(to_review(actor), "asked_at")
    ]


@register("Emergency access to records you answer for", 2)
def found_of_ours(actor: Actor, today: date) -> list[Waiting]:
    if not access.may(actor, "see", "emergency"):
        return []
    rows = found_for(actor).filter(owner=actor.agency, at__date__gte=today - TOLD_FOR)
    return [
        Waiting(
            f"{row.use.user}, {row.use.agency}, {_did(row)}",
            reverse("emergency_use", args=[row.use.reference]),
            row.record_reference,
            hint=short_moment(row.at),
        )
        for row in latest(rows, "-at")
    ]


def _did(row) -> str:
    opened = (row.use.record_type, row.use.record_id) == (row.record_type, row.record_id)
    return "opened it" if opened else "came upon it in a search"
