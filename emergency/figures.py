"""Monthly figures of emergency access. They count all uses, the same for every reader."""

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate, TruncMonth

from agencies.emergency import EmergencyAccess, Finding
from agencies.models import Partnership

COLUMNS = {
    "asked": "Asked for",
    "looked": "Looked",
    "opened": "Opened",
    "in_time": "Reviewed in time",
    "late": "Reviewed late",
    "waiting": "Not yet reviewed",
    "justified": "Justified",
    "learning": "With learning",
    "not_justified": "Not justified",
}


def by_month(partnership: Partnership) -> list[dict]:
    """Uses by the month in which they were asked for, the latest first.

    asked = all; looked = those with at least one search, which is what is reviewed, so that
    looked = in_time + late + waiting. In time: until the end of the second working day after.
    """
    reviewed, looked = Q(reviewed_at__isnull=False), Q(searches__gt=0)
    rows = EmergencyAccess.objects.filter(agency__partnership=partnership)
    rows = rows.annotate(month=TruncMonth("asked_at"), reviewed_on=TruncDate("reviewed_at"))
    return list(
        rows.values("month")
        .annotate(
            asked=Count("pk"),
            looked=Count("pk", filter=looked),
            opened=Count("pk", filter=Q(opened_at__isnull=False)),
            in_time=Count("pk", filter=reviewed & Q(reviewed_on__lte=F("review_due_on"))),
            late=Count("pk", filter=reviewed & Q(reviewed_on__gt=F("review_due_on"))),
            waiting=Count("pk", filter=looked & ~reviewed),
            **{value: Count("pk", filter=Q(finding=value)) for value in Finding.values},
        )
        .order_by("-month")
    )
