"""Pages on which a record is written: added, corrected, taken a step, marked a mistake, confirmed.

Each finds its record through the gate and makes one call into `actions` or the workflow.
"""

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from agencies import access, audit
from casework import actions
from casework.forms import CaseForm, MistakeForm, record_form
from casework.models import OnBehalf, Record
from casework.page_parts import identity, page_url
from casework.record_types import type_of
from casework.views import RecordView
from casework.workflow import CannotBeDone


class RecordAdd(RecordView):
    template_name = "casework/record_entry.html"

    def parent(self) -> models.Model:
        return actions.parent_for(self.record_type, self.actor, self.kwargs["reference"])

    def form(self, parent: models.Model, data: QueryDict | None = None) -> forms.ModelForm:
        return record_form(self.record_type)(data, actor=self.actor, parent=parent)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        audit.record(self.actor, "begin_add", parent, detail={"type": self.record_type.plural})
        return self.page(parent, self.form(parent))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        form = self.form(parent, request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_added", parent, detail={"fields": sorted(form.errors)})
            return self.page(parent, form)
        record = actions.add(self.record_type, form, by=self.actor, at=timezone.now())
        messages.success(request, f"{self.record_type.title} recorded.")
        return redirect(self.goes_to(record, parent))

    def goes_to(self, record: Record, parent: models.Model) -> str:
        plural = type_of(parent).plural
        if self.record_type.tab == "Timeline":
            return reverse(f"{plural}:timeline", args=[parent.reference])
        if self.record_type.tab:
            return reverse(f"{plural}:tab", args=[parent.reference, slugify(self.record_type.tab)])
        return self.url("page", record.reference)

    def page(self, parent: models.Model, form: forms.ModelForm) -> HttpResponse:
        back = page_url(parent, type_of(parent).plural)
        return render(
            self.request,
            self.template_name,
            {
                "title": self.record_type.adding,
                "caption": parent.reference,
                "form": form,
                "submit_text": self.record_type.adding,
                "cancel_href": back,
                "back_href": back,
            },
        )


class RecordChange(RecordView):
    template_name = "casework/record_entry.html"

    def form(self, record: Record, data: QueryDict | None = None) -> forms.ModelForm:
        return record_form(self.record_type)(data, instance=record, actor=self.actor)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        audit.record(self.actor, "begin_change", record)
        return self.page(record, self.form(record))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        form = self.form(record, request.POST)
        if form.is_valid() and actions.change(
            self.record_type, form, by=self.actor, at=timezone.now()
        ):
            messages.success(request, "Your correction was saved.")
            return redirect(self.url("page", reference))
        audit.record(self.actor, "not_changed", record, detail={"fields": sorted(form.errors)})
        return self.page(record, form)

    def page(self, record: Record, form: forms.ModelForm) -> HttpResponse:
        back = self.url("page", self.kwargs["reference"])
        return render(
            self.request,
            self.template_name,
            {
                "title": f"Correct this {self.record_type.singular}",
                "caption": self.kwargs["reference"],
                "form": form,
                "submit_text": "Save the correction",
                "cancel_href": back,
                "back_href": back,
            },
        )


def step_form(step, record: Record, actor, data: QueryDict | None = None) -> forms.Form:
    """The form of a step: the facts it asks for, then the note, required or not."""
    base = step.form or CaseForm
    form = (
        base(data)
        if not getattr(base, "for_record", False)
        else base(data, record=record, actor=actor)
    )
    if step.note:
        form.fields["note"] = forms.CharField(
            label=step.note_label,
            required=step.note == "required",
            max_length=15000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": "Enter a reason"},
        )
    form.use_required_attribute = False
    return form


class RecordStep(RecordView):
    template_name = "casework/record_step.html"

    def workflow(self):
        return self.record_type.workflow

    def identity(self, record: Record) -> dict:
        return identity(record, self.record_type)

    def step(self):
        try:
            return self.workflow().step(self.kwargs["step"])
        except (KeyError, AttributeError):
            raise Http404(access.NOTHING_HERE) from None

    def form(self, step, record: Record, data: QueryDict | None = None) -> forms.Form:
        return step_form(step, record, self.actor, data)

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found, record = self.step(), self.found()
        access.require(self.actor, found.needs, record)
        audit.record(self.actor, "begin_step", record, detail={"step": found.name})
        return self.page(found, record, self.form(found, record))

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found, record = self.step(), self.found()
        access.require(self.actor, found.needs, record)
        form = self.form(found, record, request.POST)
        if form.is_valid():
            facts = dict(form.cleaned_data)
            note = facts.pop("note", "")
            try:
                self.workflow().take(
                    found.name, record, by=self.actor, at=timezone.now(), note=note, facts=facts
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"{found.done}.")
                return redirect(self.url("page", reference))
        audit.record(self.actor, "not_done", record, detail={"step": found.name})
        return self.page(found, record, form)

    def page(self, step, record: Record, form: forms.Form) -> HttpResponse:
        back = self.url("page", record.reference)
        return render(
            self.request,
            self.template_name,
            {
                "title": step.label,
                "caption": record.reference,
                "explanation": step.explanation,
                "form": form,
                "submit_text": step.label,
                "cancel_href": back,
                "back_href": back,
                "identity": self.identity(record),
            },
        )


class RecordMistake(RecordView):
    """Mark as recorded by mistake, with a reason; or bring it back."""

    template_name = "casework/record_step.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        audit.record(self.actor, "begin_step", record, detail={"step": "mistake"})
        return self.page(record, CaseForm() if record.is_mistake else MistakeForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record, now = self.found(self.record_type.change_act), timezone.now()
        if record.is_mistake:
            try:
                actions.undo_mistake(self.record_type, record, by=self.actor, at=now)
            except CannotBeDone as why_not:
                audit.record(self.actor, "not_done", record, detail={"step": "undo_mistake"})
                messages.error(request, str(why_not))
                return redirect(self.url("page", reference))
            messages.success(request, "Brought back. It counts again.")
            return redirect(self.url("page", reference))
        form = MistakeForm(request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_done", record, detail={"step": "mistake"})
            return self.page(record, form)
        reason = form.cleaned_data["reason"]
        actions.mark_mistake(self.record_type, record, reason, by=self.actor, at=now)
        messages.success(request, "Marked as recorded by mistake. You can bring it back.")
        return redirect(self.url("page", reference))

    def page(self, record: Record, form: forms.Form) -> HttpResponse:
        back = self.url("page", record.reference)
        text = "Bring this back" if record.is_mistake else "Recorded by mistake"
        return render(
            self.request,
            self.template_name,
            {
                "title": text,
                "caption": record.reference,
                "form": form,
                "submit_text": text,
                "cancel_href": back,
                "back_href": back,
            },
        )


class RecordConfirm(RecordView):
    """The agency for which the desk recorded something says that it is right."""

    template_name = "casework/record_step.html"

    def found(self, act: str = "see") -> Record:
        """Most types are never recorded for somebody else, so there is nothing to confirm."""
        if not issubclass(self.record_type.model, OnBehalf):
            raise Http404(access.NOTHING_HERE)
        return super().found(act)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("answer")
        audit.record(self.actor, "begin_step", record, detail={"step": "confirm"})
        back = self.url("page", reference)
        if not record.awaits_confirmation:
            return redirect(back)
        return render(
            request,
            self.template_name,
            {
                "title": "Confirm this is right",
                "caption": reference,
                "explanation": f"{record.said_by} told the desk ({record.said_how}). "
                "If something is wrong, correct it first, then confirm.",
                "form": CaseForm(),
                "submit_text": "Confirm this is right",
                "cancel_href": back,
                "back_href": back,
            },
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("answer")
        try:
            actions.confirm(record, by=self.actor, at=timezone.now())
        except CannotBeDone as why_not:
            audit.record(self.actor, "not_done", record, detail={"step": "confirm"})
            messages.error(request, str(why_not))
        else:
            messages.success(request, "Confirmed.")
        return redirect(self.url("page", reference))
