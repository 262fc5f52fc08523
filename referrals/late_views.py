"""Referrals whose reasonable grounds decision is later than the Home Office aims at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework import lists
from casework.dates import short_date
from casework.page_parts import columns, page_links, tag
from referrals import clocks
from referrals.clocks import REASONABLE_GROUNDS
from referrals.models import Referral
from referrals.terms import BEFORE_REASONABLE, Route

ABOUT = (
    f"The Home Office aims to decide within {REASONABLE_GROUNDS[0].number} working days of the "
    "referral. That is an aim, not a duty: nobody is in breach. The longest waiting stand first. "
    "The list shows the referrals you can open."
)


class LateDecisions(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "person")
        today = timezone.localdate()
        rows = (
            access.allowed(request.actor, "see", Referral)
            .standing()
            .filter(
                route=Route.NRM,
                status__in=BEFORE_REASONABLE,
                submitted_on__lte=clocks.sent_by_then_is_late(today),
            )
        )
        page = lists.page_of(
            rows.select_related("agency"),
            "submitted_on",
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
        )
        audit.listed(request.actor, "referral", [row.reference for row in page.rows])
        return render(
            request,
            "referrals/late_decisions.html",
            {
                "title": "Late decisions",
                "about": ABOUT,
                "columns": columns("Referral", "Sent by", "Sent on", "Aim", "Past it", "Stands at"),
                "rows": [self.row(row, today) for row in page.rows],
                **page_links(request.GET, page),
                "back_href": reverse("referrals"),
                "back_text": "Back to referrals",
            },
        )

    def row(self, referral: Referral, today) -> list[dict]:
        aim = clocks.reasonable_grounds_aim(referral.submitted_on)
        past = clocks.working_days_between(aim, today)
        where = tag(referral, "status")
        return [
            {
                "text": referral.reference,
                "href": reverse("referrals:page", args=[referral.reference]),
            },
            {"text": referral.agency.name},
            {"text": short_date(referral.submitted_on)},
            {"text": short_date(aim)},
            {"text": "1 working day" if past == 1 else f"{past} working days"},
            {"text": where["text"], "tag_class": f"govuk-tag--{where['colour']}"},
        ]
