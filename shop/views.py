"""Pages of the desk that differ from the generic ones."""

from itertools import groupby

from django.db.models import DateField, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Least
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_moment, short_date
from casework.download import csv_file
from casework.kept_views import kept_links
from casework.list_views import RecordList
from casework.models import StatusChange
from casework.told_outside_views import told_link
from casework.views import RecordPage, RecordView
from shop.models import AgencyRequest, Incident, Visit
from shop.terms import OPEN_STATUSES, RequestStatus, VisitStatus
from shop.warnings import place_warnings


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


class IncidentPage(RecordPage):
    def warnings(self, record: Incident) -> list[str]:
        return super().warnings(record) + place_warnings(record)

    def acts_asked(self) -> set[str]:
        return super().acts_asked() | {"work", "manage"}

    def links(self, record: Incident, acts: frozenset[str]) -> list[dict]:
        return [
            *super().links(record, acts),
            told_link(self.record_type, record),
            *kept_links(self.record_type, record, acts),
        ]

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


OPEN_COLUMNS = ("Reference", "Town", "Type", "Status", "Last event", "Next date")
OPEN_DATES = ("Last event", "Next date")
NO_LEAD = "No lead agency yet"


class OpenIncidents(RecordView):
    """Open incidents by lead agency, with last event and next date; no names. For meetings."""

    def get(self, request: HttpRequest, **kwargs: bool) -> HttpResponse:
        access.require_role(self.actor, "see", "incident")
        rows = list(open_by_lead_agency(self.actor))
        audit.listed(self.actor, "incident", [row.reference for row in rows], filters=["open"])
        if self.kwargs.get("download"):
            audit.record(self.actor, "download", detail={"list": "open", "rows": len(rows)})
            return csv_file(
                "open-incidents.csv",
                ["Lead agency", *OPEN_COLUMNS],
                (
                    [str(row.lead_agency or NO_LEAD), *(cell["text"] for cell in open_row(row))]
                    for row in rows
                ),
            )
        tables = [
            {
                "heading": str(lead or NO_LEAD),
                "columns": [{"text": text, "nowrap": text in OPEN_DATES} for text in OPEN_COLUMNS],
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
    asked = AgencyRequest.objects.standing().filter(
        incident=OuterRef("pk"), status=RequestStatus.ASKED
    )
    planned = Visit.objects.standing().filter(incident=OuterRef("pk"), status=VisitStatus.PLANNED)
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
        {"text": short_date(last)},
        {"text": short_date(incident.next_date) if incident.next_date else "None set"},
    ]
