"""What every page's frame shows: the partnership, the sections one has, for whom one acts."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from agencies import access, lock, showing
from agencies.lock import LockForm
from agencies.middleware import SEVERAL

# Sections in the order of the work. (label, url name, act, kind); a section one has no right to
# does not appear.
SECTIONS = (
    ("My work", "my_work", "see", "incident"),
    ("Incidents", "incidents", "see", "incident"),
    ("Visits", "visits", "see", "incident"),
    ("People", "people", "see", "person"),
    ("Referrals", "referrals", "see", "person"),
    ("Places", "locations", "see", "incident"),
    ("Search", "search", "see", "incident"),
    ("Ask", "ask", "ask", "question"),
    ("Reports", "reports", "see", "report"),
    ("Members", "members", "see", "member"),
)


def frame(request: HttpRequest) -> dict:
    actor = getattr(request, "actor", None)
    path = request.path
    sections = []
    for text, name, act, kind in SECTIONS:
        if access.may(actor, act, kind):
            href = reverse(name)
            sections.append({"text": text, "href": href, "current": path.startswith(href)})
    return {
        "frame": {
            "partnership_name": actor.agency.partnership.name if actor else "",
            "service_name": "Partnership casework",
            "sections": sections,
            "acting_for": actor.agency.name if actor else "",
            "shown_as": showing.in_words(actor) if actor and actor.shown_by else None,
            "switch_href": reverse("choose_agency") if actor and _several(request) else "",
            "account_name": actor.user.name if actor else "",
            "account_href": reverse("how_you_sign_in") if actor else "",
            "signed_in": bool(getattr(request, "user", None) and request.user.is_authenticated),
            "lock": _lock(request),
            "demonstration": bool(actor and actor.agency.partnership.is_demonstration),
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
        "form": LockForm(),
        "mark": lock.mark(request),
        "after": settings.LOCK_AFTER.total_seconds(),
        "activity_every": settings.ACTIVITY_EVERY.total_seconds(),
        "name": user.name,
    }


def _several(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return bool(session and session.get(SEVERAL))
