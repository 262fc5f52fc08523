"""Sharing an incident: who can see it and why, sharing with more agencies, stopping."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.models import Agency
from agencies.policy import Level
from casework.dates import full_date
from casework.fields import DateField
from casework.forms import CaseForm
from casework.page_parts import page_frame
from casework.views import RecordView
from shop.actions import share_incident, stop_sharing
from shop.models import Incident

LEVEL_WORDS = {
    Level.SEE: "See it: reference, type, area, state and timeline",
    Level.WORK: "Work on it: also the address, and add visits, interventions and notes",
    Level.MANAGE: "Manage it",
}


class SharingForm(CaseForm):
    """Share with several agencies in one act. Purpose and basis come from the agreement."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Share with",
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one agency",
            "invalid_choice": "Select agencies from the list",
            "invalid_list": "Select agencies from the list",
            "invalid_pk_value": "Select agencies from the list",
        },
    )
    level = forms.ChoiceField(
        label="What may they do",
        choices=[(level, LEVEL_WORDS[level]) for level in (Level.WORK, Level.SEE)],
        initial=Level.WORK,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they may do"},
    )
    purpose = forms.CharField(
        label="Purpose", max_length=300, error_messages={"required": "Enter the purpose"}
    )
    basis = forms.CharField(
        label="Legal basis", max_length=300, error_messages={"required": "Enter the legal basis"}
    )
    ends_on = DateField(
        label="Until when",
        required=False,
        help_text="Leave empty while the work lasts",
        noun="Date",
    )

    def __init__(self, *args, incident: Incident, held: set[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(partnership_id=incident.partnership_id)
        self.fields["agencies"].queryset = others.exclude(pk__in=held)

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day <= timezone.localdate():
            raise forms.ValidationError("Date must be in the future")
        return day


class Sharing(RecordView):
    """Who can see this, and why; and sharing it with more agencies."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        incident = self.found()
        audit.record(self.actor, "read", incident, parts=["Sharing"])
        return self.page(incident, None)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        incident = self.found("manage")
        held = {each["agency"].pk for each in access.shares_of(incident)}
        form = SharingForm(request.POST, incident=incident, held=held)
        if not form.is_valid():
            audit.record(self.actor, "not_shared", incident)
            return self.page(incident, form)
        facts = form.cleaned_data
        ends_on = facts.pop("ends_on")
        share_incident(
            incident,
            facts.pop("agencies"),
            by=self.actor,
            at=timezone.now(),
            ends_at=end_of(ends_on) if ends_on else None,
            **facts,
        )
        messages.success(request, "Shared. It is in their work from now on.")
        return redirect("sharing", reference)

    def page(self, incident: Incident, form: SharingForm | None) -> HttpResponse:
        shares = access.shares_of(incident)
        manages = access.can(self.actor, "manage", incident)
        partnership = self.actor.agency.partnership
        if form is None and manages:
            form = SharingForm(
                incident=incident,
                held={each["agency"].pk for each in shares},
                initial={
                    "purpose": partnership.sharing_purpose,
                    "basis": partnership.sharing_basis,
                },
            )
        return render(
            self.request,
            "shop/sharing.html",
            {
                **page_frame(self.actor, incident, self.record_type, "Sharing"),
                "title": "Who can see this, and why",
                "shares": [self.row(incident, each, manages) for each in shares],
                "columns": [
                    {"text": text}
                    for text in ("Agency", "What they may do", "Why", "Until", "Ending it")
                ],
                "form": form,
            },
        )

    def row(self, incident: Incident, share: dict, manages: bool) -> list[dict]:
        grant, agency = share["grant"], share["agency"]
        stop = {"text": "Stays with the desk" if agency.is_desk else ""}
        if manages and not agency.is_desk:
            href = reverse("stop_sharing", args=[incident.reference, agency.code])
            stop = {"text": "Stop sharing", "href": href}
        return [
            {"text": agency.name},
            {"text": LEVEL_WORDS[share["level"]].partition(":")[0]},
            {
                "text": grant.get_cause_display(),
                "hint": ". ".join(words for words in (grant.purpose, grant.basis) if words)
                or f"By {grant.granted_by}, {full_date(grant.starts_at)}",
            },
            {"text": full_date(last_moment(grant.ends_at)) if grant.ends_at else "No end date"},
            stop,
        ]


def end_of(day: date) -> datetime:
    """The moment a day is over here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_moment(ends_at: datetime) -> datetime:
    """A share that ends when a day is over lasts until that day, not the next."""
    return ends_at - timedelta(microseconds=1)


class StopSharing(RecordView):
    def agency(self) -> Agency:
        return agency_by_code(self.actor, self.kwargs["agency"])

    def get(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        incident, other = self.found("manage"), self.agency()
        audit.record(self.actor, "begin_step", incident, detail={"step": "stop_sharing"})
        return render(
            request,
            "casework/record_step.html",
            {
                "title": f"Stop sharing with {other}?",
                "caption": reference,
                "explanation": "They will no longer be able to open it, from this moment on. What "
                "they recorded stays.",
                "submit_text": "Stop sharing",
                "cancel_href": reverse("sharing", args=[reference]),
                "danger": True,
            },
        )

    def post(self, request: HttpRequest, reference: str, agency: str) -> HttpResponse:
        incident, other = self.found("manage"), self.agency()
        stop_sharing(incident, other, by=self.actor, at=timezone.now())
        messages.success(request, f"No longer shared with {other}.")
        if access.can(self.actor, "see", incident):
            return redirect("sharing", reference)
        return redirect("incidents")


def agency_by_code(actor, code: str) -> Agency:
    """An agency of the actor's own partnership, by its code. Raises Http404 for any other."""
    return get_object_or_404(Agency.objects.filter(partnership_id=actor.partnership_id), code=code)
