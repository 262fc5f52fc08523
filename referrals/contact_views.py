"""Whom to call: the checked list of helplines and emergency contacts, for everybody signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agencies import access
from agencies.middleware import shows_no_records
from referrals.safety_contacts import CHECK_EVERY, contacts_for


@shows_no_records
def whom_to_call(request: HttpRequest) -> HttpResponse:
    """Each number with the day it was compared with its source; older than that, with a warning."""
    if request.method not in {"GET", "HEAD"}:
        raise Http404(access.NOTHING_HERE)
    today = timezone.localdate()
    actor = request.actor
    contacts = contacts_for(actor.agency.partnership.code if actor else "", tonight=False)
    shown = [{"contact": contact, "is_old": contact.needs_checking(today)} for contact in contacts]
    old = [each["contact"].name for each in shown if each["is_old"]]
    warning = (
        "These numbers have not been compared with their source for half a year: "
        f"{'; '.join(old)}. Check them before you rely on them."
    )
    return render(
        request,
        "referrals/whom_to_call.html",
        {
            "title": "Whom to call",
            "contacts": shown,
            "warnings": [warning] if old else [],
            "check_every": CHECK_EVERY.days,
        },
    )
