"""Pages of an agency's lead: who of the agency is put on a person, putting on, taking off.

A lead sees references and colleagues here, nothing of the people themselves.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.covering import carers_of
from casework.dates import full_date
from casework.forms import CaseForm
from casework.views import RecordView
from casework.workflow import CannotBeDone
from victims.actions import assign_colleague, take_off
from victims.cover_views import cover_panel
from victims.forms import ColleagueForm
from victims.models import Assignment, Person

NOT_GIVEN = "Enter the reference of a person that your agency was given"


def assignments_of(actor):
    """Those of the actor's own agency that a lead decides on."""
    rows = access.allowed(actor, "oversee", Assignment)
    return rows.select_related("person", "membership__user", "assigned_by")


class Assignments(RecordView):
    template_name = "victims/assignments.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "oversee", "person")
        rows = list(assignments_of(self.actor).order_by("-assigned_at", "-id"))
        audit.listed(self.actor, "assignment", [row.person.reference for row in rows])
        titles = ("Person", "Who works with them", "Since", "Why", "Ending it")
        panel = {
            "heading": "People your agency works with",
            "columns": [{"text": text} for text in titles],
            "rows": [self.row(row) for row in rows],
            "empty": "Nobody of your agency is assigned to a person. Agency workers can put "
            "themselves on one, or you can put a colleague on.",
            "add": {"text": "Assign a colleague", "href": reverse("assign_colleague")},
        }
        context = {"title": "Assignments", "panels": [panel, cover_panel(self.actor)]}
        return render(request, self.template_name, context)

    def row(self, row: Assignment) -> list[dict]:
        reference, member = row.person.reference, row.membership
        own = row.assigned_by_id == member.user_id
        return [
            {"text": reference},
            {"text": member.user.name, "hint": "Put themselves on" if own else ""},
            {"text": full_date(row.assigned_at)},
            {"text": row.reason},
            {"text": "Take off", "href": reverse("take_off", args=[reference, member.pk])},
        ]


class AssignColleague(RecordView):
    template_name = "casework/record_entry.html"

    def form(self, data=None) -> ColleagueForm:
        return ColleagueForm(data, colleagues=carers_of(self.actor.agency))

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "oversee", "person")
        audit.record(self.actor, "begin_step", detail={"step": "assign_colleague"})
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "oversee", "person")
        form = self.form(request.POST)
        if form.is_valid() and self.assigned(form):
            messages.success(request, "Assigned. They are told that something waits for them.")
            return redirect("assignments")
        audit.record(self.actor, "not_done", detail={"step": "assign_colleague"})
        return self.page(form)

    def assigned(self, form: ColleagueForm) -> bool:
        """Whether it was done; a reference that is no good gets its sentence on the form."""
        facts = form.cleaned_data
        people = access.allowed(self.actor, "oversee", Person).standing()
        person = people.filter(reference=facts["reference"].strip().upper()).first()
        if person is None:
            form.add_error("reference", NOT_GIVEN)
            return False
        try:
            assign_colleague(
                person, facts["colleague"], by=self.actor, at=timezone.now(), reason=facts["reason"]
            )
        except CannotBeDone as why_not:
            form.add_error("colleague", str(why_not))
            return False
        return True

    def page(self, form: ColleagueForm) -> HttpResponse:
        back = reverse("assignments")
        return render(
            self.request,
            self.template_name,
            {
                "title": "Assign a colleague",
                "explanation": "They will see who the person is, how to reach them safely and "
                "what they told; support workers also what the person needs. You will not.",
                "form": form,
                "submit_text": "Assign",
                "cancel_href": back,
                "back_href": back,
            },
        )


class TakeOff(RecordView):
    template_name = "casework/record_step.html"

    def assignment(self) -> Assignment:
        person = access.find(self.actor, "oversee", Person, reference=self.kwargs["reference"])
        rows = assignments_of(self.actor).filter(person=person)
        found = rows.filter(membership_id=self.kwargs["member"]).first()
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def get(self, request: HttpRequest, reference: str, member: int) -> HttpResponse:
        found = self.assignment()
        audit.record(self.actor, "begin_step", found.person, detail={"step": "take_off"})
        back = reverse("assignments")
        return render(
            request,
            self.template_name,
            {
                "title": f"Take {found.membership.user} off {reference}?",
                "window_title": f"Take a colleague off {reference}?",
                "explanation": "From this moment on they no longer see who the person is, how to "
                "reach them, what they told and what they need. They may read again what they "
                "wrote themselves.",
                "form": CaseForm(),
                "submit_text": "Take off",
                "cancel_href": back,
                "back_href": back,
                "danger": True,
            },
        )

    def post(self, request: HttpRequest, reference: str, member: int) -> HttpResponse:
        take_off(self.assignment(), by=self.actor)
        messages.success(request, "Taken off.")
        return redirect("assignments")
