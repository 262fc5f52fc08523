"""Who used emergency access, for those told of it; the review; the monthly figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from agencies.acting import Actor
from agencies.emergency import EmergencyAccess
from casework.dates import full_date, full_moment, short_date, short_moment
from casework.page_parts import page_url
from casework.record_types import type_of
from casework.workflow import CannotBeDone
from emergency import actions
from emergency.figures import COLUMNS, by_month
from emergency.forms import PhoneForm, ReviewForm
from emergency.looking import CARRIERS
from emergency.uses import found_for, uses_for

SHOWN = 100


class Uses(View):
    """The latest uses that the reader is told of."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "emergency")
        rows = list(uses_for(request.actor).order_by("-asked_at", "-pk")[:SHOWN])
        audit.listed(request.actor, "emergencyaccess", [row.reference for row in rows])
        return render(
            request,
            "emergency/uses.html",
            {
                "title": "Uses of emergency access",
                "columns": [{"text": text} for text in ("Use", "By", "When", "Opened", "Review")],
                "rows": [use_row(row) for row in rows],
                "others": others(request.actor),
            },
        )


def others(actor: Actor) -> list[dict]:
    """Pages beside the list of uses, for those who may."""
    pages = (
        ("Monthly figures", "emergency_figures", "count"),
        ("Phone number out of hours", "duty_phone", "settle"),
    )
    return [
        {"text": text, "href": reverse(name)}
        for text, name, act in pages
        if access.may(actor, act, "emergency")
    ]


def use_row(use: EmergencyAccess) -> list[dict]:
    return [
        {"text": use.reference, "href": reverse("emergency_use", args=[use.reference])},
        {"text": use.user.name, "hint": use.agency.name},
        {"text": short_moment(use.asked_at)},
        {"text": use.record_reference or "Nothing"},
        review_cell(use),
    ]


def review_cell(use: EmergencyAccess) -> dict:
    if use.reviewed_at:
        return {"text": use.get_finding_display()}
    late = use.review_due_on < timezone.localdate()
    colour = "red" if late else "yellow"
    return {
        "text": "Overdue" if late else "Waiting",
        "tag_class": f"govuk-tag--{colour}",
        "hint": f"By {short_date(use.review_due_on)}",
    }


class Use(View):
    """One use; for those who review, with its words and the form."""

    http_method_names = ["get", "post", "head", "options"]

    def found(self, act: str = "see") -> EmergencyAccess:
        reference = self.kwargs["reference"]
        return access.find(
            self.request.actor, act, uses_for(self.request.actor), reference=reference
        )

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        use = self.found()
        audit.record(request.actor, "read", use)
        return self.page(use, ReviewForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        use = self.found("review")
        form = ReviewForm(request.POST)
        if form.is_valid():
            try:
                actions.review(use, **form.cleaned_data, by=request.actor, at=timezone.now())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "Reviewed.")
                return redirect("emergency_use", reference)
        audit.record(request.actor, "not_done", use, detail={"step": "review"})
        return self.page(use, form)

    def page(self, use: EmergencyAccess, form: ReviewForm) -> HttpResponse:
        acts = access.acts_open(self.request.actor, use, {"review"})
        return render(
            self.request,
            "emergency/use.html",
            {
                "title": "Use of emergency access",
                "identity": {"reference": use.reference, "text": "", "tag": None},
                "back_href": reverse("emergency_uses"),
                "back_text": "Back to uses of emergency access",
                "rows": self.rows(use),
                "found_columns": [{"text": text} for text in ("Record", "Answered for by", "When")],
                "found": [self.found_row(row) for row in found_for(self.request.actor, use)],
                "form": form if "review" in acts else None,
            },
        )

    def rows(self, use: EmergencyAccess) -> list[dict]:
        told = [
            ("Who", f"{use.user.name}, {use.agency}"),
            ("Emergency", use.get_reason_display()),
        ]
        if access.may(self.request.actor, "review", "emergency"):
            told.append(("What they said", use.why))
        told += [
            ("Asked", full_moment(use.asked_at)),
            ("Looked", "Once" if use.searches == 1 else f"{use.searches} times"),
            (
                "Opened",
                f"{use.record_reference}, {full_moment(use.opened_at)}"
                if use.opened_at
                else "Nothing",
            ),
            ("Ended", full_moment(use.ends_at) if use.ends_at else ""),
            ("Review due", full_date(use.review_due_on)),
        ]
        if use.reviewed_at:
            told += [
                ("Found", use.get_finding_display()),
                ("Learned", use.learned),
                (
                    "Reviewed",
                    f"{use.reviewed_by.name}, {use.reviewed_for}, {full_moment(use.reviewed_at)}",
                ),
            ]
        return [{"key": key, "value": value} for key, value in told if value]

    def found_row(self, row) -> list[dict]:
        """The record is a link for those who may open it."""
        model = CARRIERS[row.record_type]
        record = access.allowed(self.request.actor, "see", model).filter(pk=row.record_id).first()
        cell = {"text": row.record_reference}
        if record is not None:
            cell["href"] = page_url(record, type_of(record).plural)
        return [cell, {"text": row.owner.name}, {"text": short_moment(row.at)}]


class DutyPhone(View):
    """The number to phone out of hours, which the desk keeps right."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "settle", "emergency")
        audit.record(request.actor, "begin_duty_phone")
        return self.page(PhoneForm(initial={"phone": request.actor.agency.partnership.duty_phone}))

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "settle", "emergency")
        form = PhoneForm(request.POST)
        if form.is_valid():
            actions.set_duty_phone(form.cleaned_data["phone"], by=request.actor)
            messages.success(request, "Saved.")
            return redirect("emergency_uses")
        audit.record(request.actor, "not_done", detail={"step": "duty_phone"})
        return self.page(form)

    def page(self, form: PhoneForm) -> HttpResponse:
        back = reverse("emergency_uses")
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Phone number out of hours",
                "form": form,
                "submit_text": "Save",
                "cancel_href": back,
                "back_href": back,
            },
        )


class Figures(View):
    """How often it was used, opened and reviewed in time, month by month. Names nobody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "count", "emergency")
        audit.record(request.actor, "read", detail={"figures": "emergency access"})
        months = by_month(request.actor.agency.partnership)
        return render(
            request,
            "emergency/figures.html",
            {
                "title": "Emergency access by month",
                "columns": [
                    {"text": text, "numeric": number > 0}
                    for number, text in enumerate(["Month", *COLUMNS.values()])
                ],
                "rows": [
                    [
                        {"text": f"{month['month']:%B %Y}"},
                        *({"text": str(month[name])} for name in COLUMNS),
                    ]
                    for month in months
                ],
            },
        )
