"""A visit's one list of people met: who, by label, and which agencies met them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.models import Agency
from casework import shown
from casework.page_parts import page_frame
from casework.views import RecordView
from shop.models import Visit
from shop.record_types import VISITS
from victims.actions import add_person_met, met_too, took_part
from victims.forms import PersonMetForm
from victims.models import PersonMet

TITLE = "People met"
NOT_THERE = (
    "Only agencies that took part in this visit see the people met at it. If yours did, ask the "
    "coordinator to record its part."
)


class MetView(RecordView):
    record_type = VISITS

    def visit(self, act: str = "see") -> tuple[Visit, list[Agency]]:
        """The visit, and who took part, for one of these and for the desk.

        Others get one sentence that is the same whether anybody was met or not.
        """
        visit = self.found(act)
        there = took_part(visit)
        if self.actor.agency not in there and not self.actor.agency.is_desk:
            raise access.Refused(NOT_THERE)
        return visit, there

    def lines(self, visit: Visit, act: str = "see"):
        rows = access.allowed(self.actor, act, PersonMet)
        rows = rows.filter(visit=visit, person__mistake_at__isnull=True)
        return rows.select_related("person", "visit").prefetch_related("met_by")


class PeopleMet(MetView):
    template_name = "victims/people_met.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        visit, there = self.visit()
        lines = list(self.lines(visit).order_by("person__made_at", "id"))
        audit.listed(self.actor, "person_met", [line.person.reference for line in lines])
        may_add = access.can(self.actor, "work", visit)
        workable = set(self.lines(visit, "work").values_list("pk", flat=True))
        return render(
            request,
            self.template_name,
            {
                **page_frame(self.actor, visit, VISITS, TITLE),
                "people": [self.row(line, workable) for line in lines],
                "may_say": self.actor.agency in there,
                "add_href": reverse("visit_people_add", args=[reference]) if may_add else "",
                "nobody_was_there": not there,
            },
        )

    def row(self, line: PersonMet, workable: set[int]) -> dict:
        agencies = sorted(agency.name for agency in line.met_by.all())
        person = line.person
        return {
            "reference": person.reference,
            "href": reverse("people:page", args=[person.reference]),
            "label": person.working_label,
            "age": shown.in_words(person, "age_band"),
            "gender": shown.in_words(person, "gender"),
            "warning": person.contact_warning,
            "met_by": ", ".join(agencies),
            "ours": self.actor.agency.name in agencies,
            "screen_href": reverse("screenings_add", args=[person.reference])
            if line.pk in workable
            else "",
        }

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """We met this person too."""
        visit, there = self.visit()
        if self.actor.agency not in there:
            raise access.Refused(NOT_THERE)
        line = self.lines(visit).filter(person__reference=request.POST.get("person", "")[:20])
        line = line.first()
        if line is None:
            raise Http404(access.NOTHING_HERE)
        met_too(line, by=self.actor, at=timezone.now())
        messages.success(request, "Your agency is on the list as having met this person.")
        return redirect("visit_people", reference)


class AddPersonMet(MetView):
    template_name = "casework/record_entry.html"

    def form(self, there: list[Agency], data=None) -> PersonMetForm:
        return PersonMetForm(data, there=there if self.actor.agency.is_desk else ())

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        visit, there = self.visit("work")
        audit.record(self.actor, "begin_add", visit, detail={"type": "people"})
        return self.page(visit, self.form(there))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        visit, there = self.visit("work")
        form = self.form(there, request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_added", visit, detail={"fields": sorted(form.errors)})
            return self.page(visit, form)
        add_person_met(visit, by=self.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Added to the people met.")
        return redirect("visit_people", reference)

    def page(self, visit: Visit, form: PersonMetForm) -> HttpResponse:
        back = reverse("visit_people", args=[visit.reference])
        return render(
            self.request,
            self.template_name,
            {
                "title": "Add a person met",
                "caption": visit.reference,
                "explanation": "Look at the list first: someone another agency met is already "
                "there, and is met once however many agencies met them.",
                "form": form,
                "submit_text": "Add this person",
                "cancel_href": back,
                "back_href": back,
            },
        )
