"""Pages: declaring one's ties; and, for who manages a record, a tie that may meet it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_date
from casework.kept_views import KeptView
from casework.models import Record
from casework.page_parts import identity
from casework.record_types import RecordType
from casework.views import RecordView
from casework.workflow import CannotBeDone
from ties.actions import decide, declare
from ties.forms import DecideForm, DeclareForm
from ties.matching import LINES
from ties.models import Declaration, Match

TIES = {
    "people": "a person whom they know",
    "businesses": "a business of theirs or their family's",
    "addresses": "an address of theirs or their family's",
    "others": "another link of theirs",
}


class Declare(RecordView):
    """One's own ties, as one declared them last, to be declared again."""

    template_name = "casework/record_entry.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "declare", "ties")
        rows = access.allowed(self.actor, "declare", Declaration)
        last = rows.order_by("-declared_at").first()
        audit.record(self.actor, "begin_step", detail={"step": "declare_ties"})
        initial = {name: getattr(last, name) for name in LINES} if last else {}
        return self.page(DeclareForm(initial=initial), last)

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "declare", "ties")
        form = DeclareForm(request.POST)
        if form.is_valid():
            declare(by=self.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Declared. You are asked again in a year.")
            return redirect("my_work")
        audit.record(self.actor, "not_done", detail={"step": "declare_ties"})
        return self.page(form, None)

    def page(self, form: DeclareForm, last: Declaration | None) -> HttpResponse:
        told = f" You last did on {full_date(last.declared_at)}." if last else ""
        context = {
            "title": "Declare your ties",
            "explanation": "So that no case meets somebody who is part of it. Nobody but you reads "
            "what you write here: it is compared with records, and what may be the same is told "
            f"to those who manage the record.{told}",
            "form": form,
            "submit_text": "Declare",
            "cancel_href": reverse("my_work"),
            "back_href": reverse("my_work"),
        }
        return render(self.request, self.template_name, context)


class DeclaredTie(KeptView):
    """That somebody's tie may meet this record. Their words are not shown: only what kind it is."""

    template_name = "casework/record_step.html"

    def match(self, record: Record) -> Match:
        rows = Match.objects.filter(record_type=record._meta.model_name, record_id=record.pk)
        rows = rows.exclude(membership__user=self.actor.user)
        rows = rows.select_related("membership__user", "membership__agency", "decided_by")
        found = rows.filter(pk=self.kwargs["match"]).first()
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def get(self, request: HttpRequest, reference: str, match: int) -> HttpResponse:
        record = self.found("manage")
        row = self.match(record)
        audit.record(self.actor, "begin_step", record, detail={"step": "decide_match"})
        return self.page(record, row, DecideForm())

    def post(self, request: HttpRequest, reference: str, match: int) -> HttpResponse:
        record = self.found("manage")
        row, form = self.match(record), DecideForm(request.POST)
        if form.is_valid():
            keep = form.cleaned_data["answer"] == "keep"
            rows = self.with_it(record) if keep else None
            also = [] if rows is None else list(access.allowed(self.actor, "manage", rows))
            try:
                decide(row, record, also, keep=keep, by=self.actor, at=timezone.now())
            except CannotBeDone as why_not:
                messages.error(request, str(why_not))
            else:
                done = (
                    "From this moment on it does not exist for them." if keep else "Left as it is."
                )
                messages.success(request, done)
            return redirect("my_work")
        audit.record(self.actor, "not_done", record, detail={"step": "decide_match"})
        return self.page(record, row, form)

    def page(self, record: Record, row: Match, form: DecideForm) -> HttpResponse:
        member = row.membership
        context: dict[str, Any] = {
            "title": f"May {member.user} have a tie to this?",
            "window_title": "May someone have a tie to this?",
            "identity": identity(record, self.record_type),
            "explanation": f"{member.user}, {member.agency}, declared {TIES[row.tie]} that may be "
            "in this record. What they wrote is theirs alone. They are not told of this, whatever "
            "you decide: look into the record, or ask someone who knows the case.",
            "form": form,
            "submit_text": "Save",
            "cancel_href": reverse("my_work"),
            "back_href": reverse("my_work"),
        }
        return render(self.request, self.template_name, context)


def tie_url(record_type: RecordType, view: type[DeclaredTie] = DeclaredTie) -> URLPattern:
    """The route of a type that carries grants."""
    return path(
        f"{record_type.plural}/<slug:reference>/declared-tie/<int:match>/",
        view.as_view(record_type=record_type),
        name=f"{record_type.plural}_declared_tie",
    )
