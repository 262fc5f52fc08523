"""Pages of what agencies did that differ from the generic ones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import audit
from casework.views import RecordView
from interventions.actions import record_visit
from interventions.evening_forms import Acts, EveningForm, PeopleMet, agencies_offered
from shop.models import Incident


class RecordVisit(RecordView):
    """A visit recorded the same evening, on one page."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        incident = self.found("work")
        audit.record(self.actor, "begin_add", incident, detail={"type": "visits"})
        return self.page(incident, *self.forms(incident))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        incident = self.found("work")
        form, people, acts = self.forms(incident, request.POST)
        if not all([form.is_valid(), people.is_valid(), acts.is_valid()]):
            audit.record(self.actor, "not_added", incident, detail={"type": "visits"})
            return self.page(incident, form, people, acts)
        came = set(form.cleaned_data["took_part"])
        absent = [
            row for row in acts if row.cleaned_data and row.cleaned_data["agency"] not in came
        ]
        for row in absent:
            row.add_error("agency", "Select an agency that took part")
        if absent:
            audit.record(self.actor, "not_added", incident, detail={"type": "visits"})
            return self.page(incident, form, people, acts)
        visit = record_visit(
            incident,
            by=self.actor,
            at=timezone.now(),
            visit=form.cleaned_data,
            people=[row.cleaned_data for row in people if row.cleaned_data],
            acts=[row.cleaned_data for row in acts if row.cleaned_data],
        )
        messages.success(request, "Visit recorded.")
        return redirect("visits:page", visit.reference)

    def forms(self, incident: Incident, data=None) -> tuple:
        offered = {"offered": agencies_offered(incident, self.actor)}
        return (
            EveningForm(data, incident=incident, actor=self.actor),
            PeopleMet(data, prefix="people"),
            Acts(data, prefix="acts", form_kwargs=offered),
        )

    def page(self, incident: Incident, form, people, acts) -> HttpResponse:
        back = reverse("incidents:page", args=[incident.reference])
        return render(
            self.request,
            "interventions/record_visit.html",
            {
                "title": "Record a visit",
                "caption": incident.reference,
                "form": form,
                "people": people,
                "acts": acts,
                "back_href": back,
                "cancel_href": back,
                "submit_text": "Record this visit",
            },
        )
