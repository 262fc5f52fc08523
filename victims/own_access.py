"""What ties somebody to people met: being assigned, cover for who is, a reason given today."""

from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.acting import Actor
from agencies.models import Cover
from casework.dates import full_date
from casework.own_access import register
from victims.models import Assignment, StatedReason


def _person(reference: str) -> dict:
    return {"text": reference, "href": reverse("people:page", args=[reference])}


@register(
    "People you work with",
    ("Person", "Why you see more of them than their outline", "Reason"),
    "You are assigned to nobody.",
)
def assigned(actor: Actor) -> list[list[dict]]:
    rows = access.allowed(actor, "see", Assignment).select_related("person", "membership__user")
    own = rows.filter(membership_id=actor.membership_id)
    covers = Cover.objects.on(timezone.localdate()).filter(by=actor.membership_id)
    until = dict(covers.values_list("colleague", "ends_on"))
    found = [
        [
            _person(row.person.reference),
            {"text": f"Assigned since {full_date(row.assigned_at)}"},
            {"text": row.reason},
        ]
        for row in own.order_by("-assigned_at", "-id")
    ]
    for row in rows.filter(membership_id__in=until).order_by("-assigned_at", "-id"):
        words = f"You cover for {row.membership.user} until {full_date(until[row.membership_id])}"
        found.append([_person(row.person.reference), {"text": words}, {"text": row.reason}])
    return found


@register("After giving a reason today", ("Person", "Reason"), "You gave no reason today.")
def reasons(actor: Actor) -> list[list[dict]]:
    rows = access.allowed(actor, "see", StatedReason).select_related("person")
    rows = rows.filter(membership_id=actor.membership_id, on=timezone.localdate())
    return [
        [_person(row.person.reference), {"text": row.get_reason_display()}]
        for row in rows.order_by("-id")
    ]
