"""Pages about a person: the outline, what hangs on it, the parts, and who is assigned."""

from typing import Any

from django.contrib import messages
from django.db.models import Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from agencies import access, audit
from agencies.acting import Actor
from casework import shown, timeline
from casework.dates import full_date
from casework.forms import words
from casework.kept_views import kept_links
from casework.page_parts import identity, page_frame, panels
from casework.record_types import under
from casework.told_outside_views import told_link
from casework.views import RecordPage, RecordTab, RecordTimeline, RecordView
from victims import next_steps
from victims.actions import PARTS, assign, save_part, state_reason
from victims.forms import AssignForm, ReasonForm, part_form
from victims.models import Assignment, Person
from victims.record_types import PEOPLE, SCREENINGS

PART_TITLES = {
    "identity": "Identity",
    "contact": "Safe contact",
    "narrative": "Their account",
    "needs": "Needs",
}
ASSIGNED, SHARING, CONSENTS = "Who is assigned", "Sharing", "What they agreed to"
ASK_WHO_IS_ASSIGNED = (
    "Who this person is stays with those assigned to them. Ask one of them, or your agency's lead."
)


def open_parts(actor: Actor, person: Person) -> set[str]:
    """The parts of `person` that `actor` may see, or see after giving a reason. One query."""
    found = [
        access.allowed(actor, "see", part)
        .filter(person=person)
        .order_by()
        .annotate(part=Value(name))
        .values_list("part", flat=True)
        for name, part in PARTS.items()
    ]
    asked = {name for name in PARTS if asks_for_reason(actor, person, name)}
    return asked | set(found[0].union(*found[1:]))


def asks_for_reason(actor: Actor, person: Person, part: str) -> bool:
    """Whether a reason opens the part to the actor; in an emergency they have given theirs."""
    in_emergency = access.open_in_emergency(actor, person)
    return access.may_after_reason(actor, "see", part) and not in_emergency


def identity_of(person: Person) -> dict:
    """The bar on top: reference, and how the person is told from others. Never a name."""
    said = (person.working_label, shown.in_words(person, "age_band"))
    return {**identity(person, PEOPLE), "text": ", ".join(said)}


def person_frame(actor: Actor, person: Person, tab: str) -> dict[str, Any]:
    """Title, bar, tabs and the contact warning, first on every page about a person.

    A tab stands there only for what the reader may see.
    """
    url = reverse("people:page", args=[person.reference])
    parts = open_parts(actor, person)
    slugs = [("Summary", "")]
    slugs += [(name, f"{slugify(name)}/") for name in tabs_below()]
    slugs += [(title, f"{part}/") for part, title in PART_TITLES.items() if part in parts]
    slugs += [(CONSENTS, "consents/"), (ASSIGNED, "assigned/"), (SHARING, "sharing/")]
    return {
        **page_frame(actor, person, PEOPLE, tab),
        "identity": identity_of(person),
        "tabs": [
            {"text": text, "href": f"{url}{slug}", "current": text == tab} for text, slug in slugs
        ],
        "warnings": [person.contact_warning] if person.contact_warning else [],
    }


def tabs_below() -> list[str]:
    return list(dict.fromkeys(child.tab for child in under(PEOPLE) if child.tab))


class PersonPage(RecordPage):
    def warnings(self, person: Person) -> list[str]:
        """Before anything else, how not to endanger the person."""
        first = [person.contact_warning] if person.contact_warning else []
        return first + super().warnings(person)

    def context(self, person: Person) -> dict[str, Any]:
        context = super().context(person)
        frame = person_frame(self.actor, person, "Summary")
        return {**context, "tabs": frame["tabs"], "identity": frame["identity"]}

    def acts_asked(self) -> set[str]:
        return {*super().acts_asked(), SCREENINGS.add_act, "assign", "manage", *next_steps.acts()}

    def links(self, person: Person, acts: frozenset[str]) -> list[dict]:
        told = told_link(PEOPLE, person)
        return [*super().links(person, acts), told, *kept_links(PEOPLE, person, acts)]

    def steps(self, person: Person, acts: frozenset[str]) -> list[dict]:
        found = []
        if not person.is_mistake:
            if SCREENINGS.add_act in acts:
                href = reverse("screenings_add", args=[person.reference])
                found.append({"text": "Screen this person", "href": href, "style": ""})
            found += next_steps.offered(self.actor, acts, person)
            if "assign" in acts and not is_assigned(self.actor, person):
                href = reverse("assign", args=[person.reference])
                found.append({"text": "Assign to me", "href": href, "style": "secondary"})
        return found + super().steps(person, acts)


def is_assigned(actor: Actor, person: Person) -> bool:
    mine = access.allowed(actor, "see", Assignment).filter(membership_id=actor.membership_id)
    return mine.filter(person=person).exists()


class PersonTab(RecordTab):
    def get(self, request: HttpRequest, reference: str, tab: str) -> HttpResponse:
        person = self.found()
        label = next((name for name in tabs_below() if slugify(name) == tab), None)
        if label is None:
            raise Http404(access.NOTHING_HERE)
        found = panels(self.actor, person, PEOPLE, tab=label)
        audit.record(self.actor, "read", person, parts=[label])
        frame = person_frame(self.actor, person, label)
        return render(request, self.template_name, {**frame, "panels": found})


class PersonTimeline(RecordTimeline):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        audit.record(self.actor, "read", person, parts=["Timeline"])
        frame = person_frame(self.actor, person, "Timeline")
        entries = timeline.entries(self.actor, person)
        return render(request, self.template_name, {**frame, "entries": entries})


class Assigned(RecordView):
    """Who is put on this person, by which agency. The reason is told inside the agency only."""

    template_name = "casework/record_page.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        audit.record(self.actor, "read", person, parts=[ASSIGNED])
        rows = access.allowed(self.actor, "see", Assignment).filter(person=person)
        rows = rows.select_related("membership__user", "membership__agency")
        add = None
        may_assign = access.can(self.actor, "assign", person)
        if may_assign and not is_assigned(self.actor, person):
            add = {"text": "Assign to me", "href": reverse("assign", args=[reference])}
        panel = {
            "heading": "Assigned to this person",
            "columns": [{"text": text} for text in ("Name", "Agency", "Since", "Why")],
            "rows": [self.row(assignment) for assignment in rows.order_by("assigned_at", "id")],
            "empty": "Nobody is assigned yet. Only people who are assigned see who the person is, "
            "how to reach them, what they told and what they need.",
            "add": add,
        }
        frame = person_frame(self.actor, person, ASSIGNED)
        return render(request, self.template_name, {**frame, "panels": [panel]})

    def row(self, assignment: Assignment) -> list[dict]:
        agency = assignment.membership.agency
        why = assignment.reason if self.actor.is_of(agency.pk) else f"Known to {agency}"
        cells = (assignment.membership.user.name, agency.name, full_date(assignment.assigned_at))
        return [{"text": text} for text in (*cells, why)]


class AssignToMe(RecordView):
    """Put oneself on a person, with a reason. Opens the parts that one's role may see."""

    template_name = "casework/record_step.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        access.require(self.actor, "assign", person)
        audit.record(self.actor, "begin_step", person, detail={"step": "assign"})
        return self.page(person, AssignForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        form = AssignForm(request.POST)
        if form.is_valid():
            assign(person, by=self.actor, at=timezone.now(), reason=form.cleaned_data["reason"])
            messages.success(request, "You are assigned to this person.")
            return redirect(self.url("page", reference))
        access.require(self.actor, "assign", person)
        audit.record(self.actor, "not_done", person, detail={"step": "assign"})
        return self.page(person, form)

    def page(self, person: Person, form: AssignForm) -> HttpResponse:
        back = self.url("page", person.reference)
        return render(
            self.request,
            self.template_name,
            {
                "title": "Assign this person to me",
                "identity": identity_of(person),
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "explanation": "You will see who the person is, how to reach them safely and what "
                "they told, and what they need if you are a support worker. Each look is recorded.",
                "form": form,
                "submit_text": "Assign to me",
                "cancel_href": back,
                "back_href": back,
            },
        )


class PartView(RecordView):
    """What looking at a part and changing it share. part: its name in addresses and the audit."""

    part = ""

    def row(self, act: str):
        """The part, through the gate. Nobody reaches one before being assigned."""
        rows = PARTS[self.part].objects.select_related("person__incident")
        return access.find(self.actor, act, rows, person__reference=self.kwargs["reference"])

    @property
    def title(self) -> str:
        return PART_TITLES[self.part]


class PartPage(PartView):
    template_name = "victims/part_page.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        try:
            row = self.row("see")
        except Http404:
            # Whoever has the person and may see this part after a reason is asked for one.
            if not asks_for_reason(self.actor, self.found(), self.part):
                raise
            return redirect("state_reason", reference)
        audit.record(self.actor, "read", row, parts=[self.part])
        change = reverse(f"change_{self.part}", args=[reference])
        may_change = access.can(self.actor, "change", row)
        rows = [
            {
                "key": words(row._meta.get_field(name)),
                "value": shown.in_words(row, name),
                "href": f"{change}#id_{name}" if may_change else None,
            }
            for name in row.personal_fields
        ]
        context = {
            **person_frame(self.actor, row.person, self.title),
            "sections": [{"heading": "", "rows": rows}],
            "closed": self.part == "narrative",
        }
        return render(request, self.template_name, context)


class StateReason(RecordView):
    """Why someone who is not assigned needs to know who the person is. Asked once a day."""

    template_name = "casework/record_step.html"

    def person(self) -> Person:
        person = self.found()
        if not access.may_after_reason(self.actor, "see", "identity"):
            raise access.Refused(ASK_WHO_IS_ASSIGNED)
        return person

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.person()
        audit.record(self.actor, "begin_step", person, detail={"step": "state_reason"})
        return self.page(person, ReasonForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        person, form = self.person(), ReasonForm(request.POST)
        if form.is_valid():
            state_reason(person, form.cleaned_data["reason"], by=self.actor)
            return redirect("person_identity", reference)
        audit.record(self.actor, "not_done", person, detail={"step": "state_reason"})
        return self.page(person, form)

    def page(self, person: Person, form: ReasonForm) -> HttpResponse:
        back = self.url("page", person.reference)
        return render(
            self.request,
            self.template_name,
            {
                "title": "Why do you need to know who this is?",
                "identity": identity_of(person),
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "explanation": "Your reason is kept with your look, and stands until the end of "
                "today. How to reach them and what they told stay with those assigned.",
                "form": form,
                "submit_text": "Show who this is",
                "cancel_href": back,
                "back_href": back,
            },
        )


class PartChange(PartView):
    template_name = "casework/record_entry.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        row = self.row("change")
        audit.record(self.actor, "begin_change", row, parts=[self.part])
        return self.page(row, part_form(type(row))(actor=self.actor, instance=row))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        row = self.row("change")
        form = part_form(type(row))(request.POST, actor=self.actor, instance=row)
        if form.is_valid() and save_part(self.part, form, by=self.actor):
            messages.success(request, "Saved.")
            return redirect(f"person_{self.part}", reference)
        detail = {"fields": sorted(form.errors)}
        audit.record(self.actor, "not_changed", row, parts=[self.part], detail=detail)
        return self.page(row, form)

    def page(self, row, form) -> HttpResponse:
        back = reverse(f"person_{self.part}", args=[row.person.reference])
        warning = row.person.contact_warning
        return render(
            self.request,
            self.template_name,
            {
                "title": self.title,
                "caption": row.person.reference,
                "warnings": [warning] if warning else [],
                "form": form,
                "submit_text": "Save",
                "cancel_href": back,
                "back_href": back,
            },
        )
