"""What waits of drafts that colleagues check: to read one, or what was said of one's own."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import short_date
from casework.work import Waiting, latest, register
from referrals.models import ColleagueCheck


@register("Drafts to check for colleagues", 16)
def drafts_to_check(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "check", ColleagueCheck).filter(finished_at__isnull=True)
    rows = rows.select_related("referral", "asked_by__user")
    return [
        Waiting(
            f"Read the draft of {row.asked_by.user}",
            reverse("referral_read_draft", args=[row.reference]),
            row.reference,
            hint=f"Asked {short_date(row.asked_at)}",
        )
        for row in latest(rows, "asked_at", "id")
    ]


@register("What colleagues said of your drafts", 17)
def said_of_ones_own(actor: Actor, today: date) -> list[Waiting]:
    left = Count("comments", filter=Q(comments__is_done=False))
    rows = (
        access.allowed(actor, "see", ColleagueCheck)
        .filter(referral__status="DRAFT")
        .annotate(left=left)
        .filter(Q(left__gt=0) | Q(finished_at__isnull=False, ended_at__isnull=True))
        .select_related("referral", "colleague__user")
    )
    return [
        Waiting(
            f"Read what {row.colleague.user} said of your draft"
            if row.left
            else f"{row.colleague.user} has read your draft",
            reverse("referral_ask_colleague", args=[row.reference]),
            row.reference,
        )
        for row in latest(rows, "asked_at", "id")
    ]
