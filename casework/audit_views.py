"""Pages of the audit: what was done, who looked at one record, what is unusual, one's own agency.

For the records officer, and for leads as far as their own agency goes. References and codes are
shown, and the names of staff; nothing of any case. Each reading is audited itself.
"""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit, freshness, unusual
from agencies.acting import Actor
from agencies.models import AuditEvent, Membership
from casework import audit_lists
from casework.audit_forms import AuditFilter, WhoLookedForm
from casework.audit_rows import (
    EVENT_COLUMNS,
    HOURS_COLUMNS,
    LOOKER_COLUMNS,
    REFUSAL_COLUMNS,
    VOLUME_COLUMNS,
    Staff,
    event_row,
    looker_row,
)
from casework.page_parts import with_query

PAGE = 50


class OfTheAudit(View):
    """For those whose role it is, and who gave their second factor a short while ago."""

    http_method_names = ["get", "head", "options"]
    act = "see"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        access.require_role(request.actor, self.act, "audit")
        if not freshness.freshly_signed_in(request):
            return freshness.ask_again(request)
        return super().dispatch(request, *args, **kwargs)


class Audit(OfTheAudit):
    """Everything that members of the partnership did, narrowed by member, record, act and day."""

    title, page = "Audit", "audit"

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor
        form = AuditFilter(request.GET, members=self.members(actor))
        hidden = set(audit_lists.hidden_from(actor))
        events = AuditEvent.objects.none()
        if form.is_valid():
            events = form.narrow(self.events(actor), hidden)
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit() and len(before) < 19:
            events = events.filter(pk__lt=int(before))
        rows = list(events[: PAGE + 1])
        more, rows = len(rows) > PAGE, rows[:PAGE]
        audit.audit_read(
            actor, self.page, reference=form.chosen.get("reference", ""), filters=form.told()
        )
        query = request.GET
        return render(
            request,
            "casework/audit.html",
            {
                "title": self.title,
                "columns": EVENT_COLUMNS,
                "rows": [event_row(event, hidden, self.href_of(event), actor) for event in rows],
                "filters": form,
                "chosen_filters": self.chosen(form),
                "clear_href": request.path,
                "previous_href": before and with_query(query, before=None),
                "previous_text": "Back to the newest",
                "next_href": more and with_query(query, before=str(rows[-1].pk)),
                "empty": {"text": "Nothing was done that matches these filters."},
                "ways": self.ways(),
            },
        )

    def events(self, actor: Actor) -> QuerySet[AuditEvent]:
        return audit_lists.of_partnership(actor)

    def members(self, actor: Actor) -> QuerySet[Membership]:
        return Membership.objects.filter(agency__partnership=actor.partnership_id)

    def href_of(self, event: AuditEvent) -> str:
        return f"{reverse('who_looked')}?reference={event.reference}"

    def ways(self) -> list[dict]:
        return [
            {"text": "Who looked at a record", "href": reverse("who_looked")},
            {"text": "Unusual access", "href": reverse("unusual_access")},
        ]

    def chosen(self, form: AuditFilter) -> list[dict]:
        told = []
        for name, value in form.chosen.items():
            field = form.fields[name]
            text = dict(getattr(field, "choices", ())).get(value, value)
            boxes = [key for key in self.request.GET if key.startswith(f"{name}-")]
            gone = dict.fromkeys([name, *boxes, "before"])
            href = with_query(self.request.GET, **gone)
            told.append({"text": f"{field.label}: {text}", "remove_href": href})
        return told


class OwnAudit(Audit):
    """What was done for the lead's own agency, and nothing of any other."""

    title, page, act = "What members of your agency did", "own_agency", "own"

    def events(self, actor: Actor) -> QuerySet[AuditEvent]:
        return audit_lists.of_own_agency(actor)

    def members(self, actor: Actor) -> QuerySet[Membership]:
        return Membership.objects.filter(agency=actor.agency)

    def href_of(self, event: AuditEvent) -> str:
        return ""

    def ways(self) -> list[dict]:
        return []


class WhoLooked(OfTheAudit):
    """Who looked at one record, and at what hangs on it: one at a time."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor
        form = WhoLookedForm(request.GET if "reference" in request.GET else None)
        reference = form.cleaned_data["reference"] if form.is_valid() else ""
        audit.audit_read(actor, "who_looked", reference=reference)
        return render(
            request,
            "casework/who_looked.html",
            {
                "title": "Who looked at a record",
                "form": form,
                "back_href": reverse("audit"),
                **(self.answer(actor, reference) if reference else {}),
            },
        )

    def answer(self, actor: Actor, reference: str) -> dict:
        """The same for a record that is kept from the reader as for one that never was."""
        wanted = audit_lists.with_what_hangs_on_it(reference)
        found = audit_lists.lookers(audit_lists.about(audit_lists.of_partnership(actor), wanted))
        if reference in set(audit_lists.hidden_from(actor)):
            found = []
        return {
            "reference": reference,
            "columns": LOOKER_COLUMNS,
            "rows": [looker_row(one) for one in found],
            "events_href": f"{reverse('audit')}?reference={reference}",
        }


class Unusual(OfTheAudit):
    """Facts to ask about, never a score of anybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actor, today = request.actor, timezone.localdate()
        events = audit_lists.of_partnership(actor)
        roles = unusual.roles_by_member(actor.partnership_id)
        volumes = unusual.volumes(events, roles, today)
        hours = unusual.outside_hours(events, today)
        refusals = unusual.refusals_in_a_row(events, today)
        audit.audit_read(actor, "unusual")
        staff = Staff([each.who for each in (*volumes, *hours, *refusals)])
        panels = [
            {
                "heading": "Opened far more records than usual",
                "columns": VOLUME_COLUMNS,
                "rows": [staff.volume(each) for each in volumes],
                "empty": "Nobody did.",
            },
            {
                "heading": "Opened records outside working hours",
                "columns": HOURS_COLUMNS,
                "rows": [staff.hours(each) for each in hours],
                "empty": "Nobody did.",
            },
            {
                "heading": "Was refused several times in a row",
                "columns": REFUSAL_COLUMNS,
                "rows": [staff.refusals(each) for each in refusals],
                "empty": "Nobody was.",
            },
        ]
        context = {"title": "Unusual access", "panels": panels, "back_href": reverse("audit")}
        return render(request, "casework/unusual.html", {**context, "rules": unusual})
