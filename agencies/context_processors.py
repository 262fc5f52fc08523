"""What every page's frame shows: the partnership, the sections one has, for whom one acts."""

import math
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from agencies import access, lock, showing
from agencies.acting import Actor
from agencies.lock_forms import PasswordForm
from agencies.middleware import SEVERAL

# Sections in the order of the work. (label, url name, act, kind); a section one has no right to
# does not appear; of two with one label the first that one has a right to does.
SECTIONS = (
    ("My work", "my_work", "see", "incident"),
    ("My work", "my_work", "review", "emergency"),
    ("Incidents", "incidents", "see", "incident"),
    ("Visits", "visits", "see", "incident"),
    ("People", "people", "see", "person"),
    ("Referrals", "referrals", "see", "person"),
    ("Places", "locations", "see", "incident"),
    ("Search", "search", "see", "incident"),
    ("Ask the partnership", "ask", "ask", "question"),
    ("Emergency access", "emergency", "use", "emergency"),
    ("Uses of emergency access", "emergency_uses", "review", "emergency"),
    ("Dashboard", "dashboard", "see", "dashboard"),
    ("Reports", "reports", "see", "report"),
    ("Assignments", "assignments", "oversee", "person"),
    ("Members", "members", "see", "member"),
    ("Reference data", "reference_data:index", "see", "reference"),
    ("Audit", "audit", "see", "audit"),
    ("What we did", "own_audit", "own", "audit"),
)


def frame(request: HttpRequest) -> dict:
    actor = getattr(request, "actor", None)
    path = request.path
    sections: dict[str, dict] = {}
    for text, name, act, kind in SECTIONS:
        if text not in sections and access.may(actor, act, kind):
            href = reverse(name)
            sections[text] = {"text": text, "href": href, "current": path.startswith(href)}
    return {
        "frame": {
            "partnership_name": actor.agency.partnership.name if actor else "",
            "service_name": "Partnership casework",
            "sections": list(sections.values()),
            "acting_for": actor.agency.name if actor else "",
            "access_href": reverse("my_access") if actor else "",
            "shown_as": showing.in_words(actor) if actor and actor.shown_by else None,
            "stop_showing_href": reverse("stop_showing"),
            "switch_href": reverse("choose_agency") if actor and _several(request) else "",
            "account_name": actor.user.name if actor else "",
            "account_href": reverse("how_you_sign_in") if actor else "",
            "signed_in": bool(getattr(request, "user", None) and request.user.is_authenticated),
            "lock": _lock(request),
            "demonstration": bool(actor and actor.agency.partnership.is_demonstration),
            "emergency": _emergency(actor),
        }
    }


def _lock(request: HttpRequest) -> dict | None:
    """What lets a page cover itself; None where there is nothing to lock, or nothing but the lock.

    Seconds, not moments: showing a page is activity, so its quiet time begins with it.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or lock.state(request) != "open":
        return None
    return {
        "form": PasswordForm(user=user),
        "mark": lock.mark(request),
        "after": settings.LOCK_AFTER.total_seconds(),
        "activity_every": settings.ACTIVITY_EVERY.total_seconds(),
        "name": user.name,
    }


def _emergency(actor: Actor | None) -> dict | None:
    """What is open by emergency access, and how many minutes are left, begun ones counted."""
    opened = actor.emergency if actor else None
    if opened is None or not access.may(actor, "use", "emergency"):
        return None
    left = max(opened.ends_at - timezone.now(), timedelta())
    return {
        "reference": opened.record_reference,
        "ends_at": opened.ends_at,
        "minutes": math.ceil(left / timedelta(minutes=1)),
    }


def _several(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return bool(session and session.get(SEVERAL))
