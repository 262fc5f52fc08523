"""Using emergency access: saying why, looking, opening one record, being done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from agencies.emergency import MOST_SEARCHES, EmergencyAccess
from agencies.freshness import ask_again, freshly_signed_in
from casework.forms import words
from casework.models import Record
from casework.page_parts import page_url
from casework.record_types import type_of
from casework.shown import in_short
from casework.workflow import CannotBeDone
from emergency import actions
from emergency.forms import AskForm, LookForm
from emergency.looking import MOST

# What is told of a record before it is opened: enough to know it, and no name or address.
TOLD = {
    "incident": ("town", "main_type", "received_at"),
    "person": ("age_band", "gender", "met_at"),
}
CODE_AGAIN = (
    "Your code was given too long ago. What you typed is kept below: open this page in another "
    "tab, give your code there, then come back and press Continue again."
)


class Using(View):
    http_method_names = ["get", "post", "head", "options"]

    @property
    def actor(self):
        return self.request.actor

    @property
    def phone(self) -> str:
        return self.actor.agency.partnership.duty_phone


class Begin(Using):
    """Say why, with a second factor given just now. Everything else comes after."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "use", "emergency")
        audit.record(self.actor, "emergency_begin")
        if not freshly_signed_in(request):
            return ask_again(request)
        return self.page(AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "use", "emergency")
        form = AskForm(request.POST)
        if form.is_valid() and not freshly_signed_in(request):
            form.add_error(None, CODE_AGAIN)
        if form.is_valid():
            try:
                use = actions.ask(**form.cleaned_data, by=self.actor, at=timezone.now())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                return redirect("emergency_look", use.reference)
        audit.record(self.actor, "emergency_not_asked")
        return self.page(form)

    def page(self, form: AskForm) -> HttpResponse:
        stopped = actions.why_not_now(self.actor, timezone.now())
        context = {"title": "Emergency access", "form": form, "stopped": stopped}
        return render(self.request, "emergency/begin.html", {**context, "duty_phone": self.phone})


class Look(Using):
    """Look for the record. What fits can be opened; nothing found and kept from one are alike."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        use = actions.own(self.actor, reference)
        audit.record(self.actor, "emergency_begin_search", use)
        if not use.may_look(timezone.now()):
            messages.error(request, actions.SAY_AGAIN)
            return redirect("emergency")
        return self.page(use, LookForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        use = actions.own(self.actor, reference)
        form, found = LookForm(request.POST), None
        if form.is_valid():
            try:
                found = actions.look(use, form.wanted, by=self.actor, at=timezone.now())
                if len(found) > MOST:
                    form.add_error(form.cleaned_data["way"], actions.TOO_MANY)
                    found = None
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
        if not form.is_valid():
            audit.record(self.actor, "emergency_not_searched", use)
        return self.page(use, form, found)

    def page(
        self, use: EmergencyAccess, form: LookForm, found: list[Record] | None = None
    ) -> HttpResponse:
        use.refresh_from_db(fields=["searches"])
        return render(
            self.request,
            "emergency/look.html",
            {
                "title": "Find the record",
                "caption": "Emergency access",
                "form": form,
                "found": [told(record) for record in found or ()],
                "nothing": found == [],
                "left": MOST_SEARCHES - use.searches,
                "open_href": reverse("emergency_open", args=[use.reference]),
                "duty_phone": self.phone,
                "back_href": reverse("emergency"),
            },
        )


def told(record: Record) -> dict:
    """A record that was found, as a card with a button that opens it."""
    names = TOLD[record._meta.model_name]
    rows = [
        {"key": words(record._meta.get_field(name)), "value": in_short(record, name)}
        for name in names
    ]
    return {"reference": record.reference, "title": type_of(record).title, "rows": rows}


class Open(Using):
    """Open one of what was found."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        use = actions.own(self.actor, reference)
        wanted = request.POST.get("record", "")
        try:
            record = actions.open_record(use, wanted, by=self.actor, at=timezone.now())
        except CannotBeDone as why_not:
            messages.error(request, str(why_not))
            return redirect("emergency")
        if record is None:
            messages.error(request, "That could not be opened. Look for it again.")
            return redirect("emergency_look", reference)
        return redirect(page_url(record, type_of(record).plural))


class Done(Using):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "use", "emergency")
        actions.done(by=self.actor, at=timezone.now())
        messages.success(request, "Your emergency access has ended.")
        return redirect("home")
