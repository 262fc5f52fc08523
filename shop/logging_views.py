"""Logging an incident: three question pages, then the answers to check. Drafts are kept."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit, notices
from agencies.models import Agency
from casework import actions
from casework.dates import full_moment
from casework.forms import record_form
from casework.references import is_well_formed, new_reference
from shop.actions import place_for
from shop.logging_forms import ORDER, PAGES, LoggingForm
from shop.models import ReportDraft
from shop.record_types import INCIDENTS


class LogIncident(View):
    """Start a new report. The draft is kept from the first page that is saved."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "log", "incident")
        return redirect("log_incident_page", new_reference("DRF"), ORDER[0])


class DraftView(View):
    def draft(self) -> ReportDraft:
        """The draft of this address, if it is the reader's own; a new one on the first page."""
        actor, reference = self.request.actor, self.kwargs["reference"]
        access.require_role(actor, "log", "incident")
        found = ReportDraft.objects.filter(reference=reference).first()
        if found is None and self.kwargs.get("page") == ORDER[0] and is_well_formed(reference):
            return ReportDraft(membership_id=actor.membership_id, reference=reference)
        if found is None or found.membership_id != actor.membership_id:
            raise Http404(access.NOTHING_HERE)
        return found

    def form(self, page: str, data: QueryDict | None) -> LoggingForm:
        return PAGES[page](data, actor=self.request.actor)


class LogIncidentPage(DraftView):
    """One page. "Save and leave" keeps what was typed, right or wrong, and asks nothing."""

    def get(self, request: HttpRequest, reference: str, page: str) -> HttpResponse:
        draft = self.draft()
        if page not in PAGES:
            raise Http404(access.NOTHING_HERE)
        audit.record(request.actor, "read", draft, parts=[page])
        return self.page(draft, page, self.form(page, kept(draft, page)), checked=False)

    def post(self, request: HttpRequest, reference: str, page: str) -> HttpResponse:
        draft = self.draft()
        if page not in PAGES:
            raise Http404(access.NOTHING_HERE)
        keep(draft, page, request.POST)
        audit.record(request.actor, "save_draft", draft, parts=[page])
        if "leave" in request.POST:
            messages.success(request, "Your report is kept as a draft under My work.")
            return redirect("my_work")
        form = self.form(page, request.POST)
        if not form.is_valid():
            return self.page(draft, page, form, checked=True)
        if "check" in request.GET or page == ORDER[-1]:
            return redirect("log_incident_check", reference)
        return redirect("log_incident_page", reference, ORDER[ORDER.index(page) + 1])

    def page(self, draft: ReportDraft, page: str, form: LoggingForm, *, checked: bool):
        if not checked and form.is_bound:
            form = _unchecked(form)
        position = ORDER.index(page)
        back = reverse("my_work")
        if position:
            back = reverse("log_incident_page", args=[draft.reference, ORDER[position - 1]])
        return render(
            self.request,
            "shop/log_incident.html",
            {
                "title": form.title,
                "caption": f"Log an incident: page {position + 1} of {len(ORDER)}",
                "form": form,
                "submit_text": "Save and continue",
                "leave_text": "Save and leave",
                "back_href": back,
                "page": page,
            },
        )


class LogIncidentCheck(DraftView):
    """The answers to check, then the incident itself."""

    def forms(self, draft: ReportDraft) -> list[LoggingForm]:
        return [self.form(page, kept(draft, page) or QueryDict("")) for page in ORDER]

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft()
        audit.record(request.actor, "read", draft, parts=["check"])
        return self.page(draft, self.forms(draft))

    @transaction.atomic
    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, actor = self.draft(), request.actor
        forms = self.forms(draft)
        if not all(form.is_valid() for form in forms):
            audit.record(actor, "not_added", draft)
            return self.page(draft, forms)
        where, what, who = (form.cleaned_data for form in forms)
        place = place_for(
            actor,
            address=where["address"],
            postcode=where["postcode"],
            kind=where["kind"],
            town=where["town"],
            ward=where.get("ward"),
        )
        fields = tuple(
            name
            for name in INCIDENTS.entry_fields
            if name not in ("location", "lead_agency", "risk")
        )
        facts = {**where, **what, **who}
        form = record_form(INCIDENTS, fields)(_as_data(facts, fields), actor=actor)
        form.instance.location = place
        if not form.is_valid():
            raise RuntimeError(f"checked answers make no incident: {sorted(form.errors)}")
        incident = actions.add(INCIDENTS, form, by=actor, at=timezone.now())
        draft.delete()
        if not actor.agency.is_desk:
            desk = Agency.objects.filter(partnership_id=actor.partnership_id, is_desk=True)
            notices.something_waits(desk, about=incident)
        messages.success(request, f"Incident {incident.reference} logged.")
        return redirect("incidents:page", incident.reference)

    def page(self, draft: ReportDraft, forms: list[LoggingForm]) -> HttpResponse:
        # All are judged before any is drawn: only then does a form know its answers.
        judged = [form.is_valid() for form in forms]
        ready = all(judged)
        sections = [
            {
                "heading": form.title,
                "rows": [
                    {
                        "key": str(form.fields[name].label),
                        "value": _told(form, name),
                        "href": reverse("log_incident_page", args=[draft.reference, form.page])
                        + f"?check=1#id_{name}",
                        "hidden_text": str(form.fields[name].label).lower(),
                    }
                    for name in form.fields
                ],
                "missing": not form.is_valid(),
                "href": reverse("log_incident_page", args=[draft.reference, form.page])
                + "?check=1",
            }
            for form in forms
        ]
        return render(
            self.request,
            "shop/log_incident_check.html",
            {
                "title": "Check your answers",
                "caption": "Log an incident",
                "sections": sections,
                "ready": ready,
                "back_href": reverse("log_incident_page", args=[draft.reference, ORDER[-1]]),
            },
        )


class DropDraft(DraftView):
    """Delete a draft, after asking."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft()
        audit.record(request.actor, "begin_step", draft, detail={"step": "drop"})
        return render(
            request,
            "casework/record_step.html",
            {
                "title": "Delete this draft?",
                "caption": draft.reference,
                "explanation": "What you typed will be lost. Nobody else has seen it.",
                "submit_text": "Delete this draft",
                "cancel_href": reverse("my_work"),
                "danger": True,
            },
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft()
        audit.record(request.actor, "drop_draft", draft)
        draft.delete()
        messages.success(request, "The draft was deleted.")
        return redirect("my_work")


def keep(draft: ReportDraft, page: str, data: QueryDict) -> None:
    """Keep what was typed on a page as it was typed."""
    typed = {
        name: [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if name not in ("csrfmiddlewaretoken", "leave")
    }
    draft.answers = {**draft.answers, page: typed}
    draft.saved_at = timezone.now()
    draft.save()


def kept(draft: ReportDraft, page: str) -> QueryDict | None:
    """What was typed on a page, as a form reads it; None when it was never opened."""
    typed = draft.answers.get(page)
    if typed is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _unchecked(form: LoggingForm) -> LoggingForm:
    """A form that shows what was kept without telling what is wrong with it yet."""
    form._errors = {}
    form.cleaned_data = {}
    return form


def _as_data(facts: dict, names: tuple[str, ...]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in names:
        value = facts.get(name)
        if isinstance(value, list | tuple):
            data.setlist(name, value)
        elif hasattr(value, "isoformat"):
            data[name] = value.isoformat()
        elif value is not None:
            data[name] = getattr(value, "code", value)
    return data


def _told(form: LoggingForm, name: str) -> str:
    """An answer in words, for the page of answers."""
    value = getattr(form, "cleaned_data", {}).get(name)
    if not value:
        return ""
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value)
    if hasattr(value, "pk"):
        return str(value)
    if hasattr(value, "isoformat"):
        return full_moment(value)
    return str(choices.get(value, value))
