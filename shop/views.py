"""Pages of the desk that differ from the generic ones."""

from itertools import groupby

from django import forms
from django.contrib import messages
from django.db.models import DateField, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.models import Agency
from agencies.policy import Level
from casework.dates import full_date, full_moment
from casework.fields import DateField as DateBoxesField
from casework.forms import CaseForm
from casework.list_views import RecordList
from casework.models import StatusChange
from casework.page_parts import page_frame
from casework.views import RecordPage, RecordView
from shop.actions import share_incident, stop_sharing
from shop.models import AgencyRequest, Incident, Visit
from shop.terms import OPEN_STATUSES, Danger, RequestStatus, VisitStatus

LEVEL_WORDS = {
    Level.SEE: "See it: reference, type, area, state and timeline",
    Level.WORK: "Work on it: also the address, and add visits, interventions and notes",
    Level.MANAGE: "Manage it",
}


class IncidentList(RecordList):
    template_name = "shop/incidents.html"

    def nothing_yet(self) -> str:
        return (
            "There are no incidents that you can open yet. An incident is a report that something "
            "may be wrong somewhere. Log one, or wait until one is shared with your agency."
        )

    def add_link(self) -> dict | None:
        if not access.may(self.actor, "log", "incident"):
            return None
        return {"text": "Log an incident", "href": reverse("log_incident")}


def place_warnings(incident: Incident) -> list[str]:
    """What everyone who may see the incident is shown before any address or plan."""
    found = []
    if incident.immediate_danger == Danger.YES:
        found.append("Someone was said to be in danger when this was logged. Call 999 if so now.")
    if incident.location_id and incident.location.hazards:
        found.append(f"Hazard for visiting staff: {incident.location.hazards}")
    return found


class IncidentPage(RecordPage):
    def warnings(self, record: Incident) -> list[str]:
        return super().warnings(record) + place_warnings(record)

    def acts_asked(self) -> set[str]:
        return super().acts_asked() | {"work"}

    def steps(self, record: Incident, acts: frozenset[str]) -> list[dict]:
        steps = super().steps(record, acts)
        if "work" not in acts or record.is_mistake or record.status not in OPEN_STATUSES:
            return steps
        base = reverse("incidents:page", args=[record.reference])
        visit = {"text": "Record a visit", "href": f"{base}visits/record/", "style": "secondary"}
        plan = {"text": "Plan a visit", "href": f"{base}visits/add/", "style": "secondary"}
        taken = [step for step in steps if not step["style"]]
        return [*taken, visit, plan, *(step for step in steps if step["style"])]


class VisitPage(RecordPage):
    def warnings(self, record: Visit) -> list[str]:
        return super().warnings(record) + place_warnings(record.incident)


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
    ends_on = DateBoxesField(
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
                **page_frame(incident, self.record_type, "Sharing"),
                "title": "Who can see this, and why",
                "shares": [self.row(incident, each, manages) for each in shares],
                "columns": [
                    {"text": text} for text in ("Agency", "What they may do", "Why", "Until", "")
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
            {"text": full_date(grant.ends_at) if grant.ends_at else "No end date"},
            stop,
        ]


def end_of(day) -> timezone.datetime:
    """The moment a day is over here."""
    return timezone.make_aware(
        timezone.datetime.combine(day, timezone.datetime.max.time().replace(microsecond=0))
    )


class StopSharing(RecordView):
    def agency(self) -> Agency:
        return access_agency(self.actor, self.kwargs["agency"])

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


def access_agency(actor, code: str) -> Agency:
    """An agency of the actor's own partnership, by its code. Raises Http404 for any other."""
    return get_object_or_404(Agency.objects.filter(partnership_id=actor.partnership_id), code=code)


class OpenIncidents(RecordView):
    """Open incidents by lead agency, with last event and next date; no names. For paper."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "see", "incident")
        rows = list(open_by_lead_agency(self.actor))
        audit.listed(self.actor, "incident", [row.reference for row in rows], filters=["open"])
        tables = [
            {
                "heading": str(lead or "No lead agency yet"),
                "columns": [
                    {"text": text}
                    for text in ("Reference", "Town", "Type", "Status", "Last event", "Next date")
                ],
                "rows": [open_row(row) for row in of_lead],
            }
            for lead, of_lead in groupby(rows, key=lambda row: row.lead_agency)
        ]
        return render(
            request,
            "shop/open_incidents.html",
            {
                "title": "Open incidents by lead agency",
                "tables": tables,
                "printed": f"{self.actor.user.name}, {self.actor.agency}, "
                f"{full_moment(timezone.now())}",
                "back_href": reverse("incidents"),
            },
        )


def open_by_lead_agency(actor) -> QuerySet[Incident]:
    """Open incidents the actor may see, with `last_event` and `next_date`. One query."""
    asked = AgencyRequest.objects.filter(incident=OuterRef("pk"), status=RequestStatus.ASKED)
    planned = Visit.objects.filter(incident=OuterRef("pk"), status=VisitStatus.PLANNED)
    events = StatusChange.objects.filter(reference=OuterRef("reference"))
    first_due = asked.order_by().values("incident").annotate(first=Min("due_on")).values("first")
    first_visit = (
        planned.order_by().values("incident").annotate(first=Min("starts_at__date")).values("first")
    )
    last = events.order_by().values("reference").annotate(last=Max("at")).values("last")
    return (
        access.allowed(actor, "see", Incident)
        .open()
        .select_related("town", "lead_agency")
        .annotate(
            last_event=Subquery(last),
            next_date=Least(
                Subquery(first_due, output_field=DateField()),
                Subquery(first_visit, output_field=DateField()),
            ),
        )
        .order_by("lead_agency__name", "-received_at")[:1000]
    )


def open_row(incident: Incident) -> list[dict]:
    field = Incident._meta.get_field("main_type")
    last = incident.last_event or incident.received_at
    return [
        {
            "text": incident.reference,
            "href": reverse("incidents:page", args=[incident.reference]),
        },
        {"text": incident.town.name},
        {"text": field.codes.label(incident.main_type) if incident.main_type else "Not known yet"},
        {"text": incident.get_status_display()},
        {"text": full_date(last)},
        {"text": full_date(incident.next_date) if incident.next_date else "None set"},
    ]
