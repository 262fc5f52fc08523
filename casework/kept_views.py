"""Keeping a record from someone, lifting that, and stepping back oneself: pages of the carriers.

Reached from the record's page by those who manage it; stepping back by everyone who may see it.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from agencies import access, audit, notices, restriction
from agencies.acting import Actor, open_memberships
from agencies.in_spite import given_in_spite
from agencies.kept_from import KeptFrom, WhyKept
from agencies.models import Agency
from casework.dates import full_date
from casework.forms import CaseForm
from casework.models import Record
from casework.page_parts import columns, identity, page_frame
from casework.record_types import RecordType
from casework.views import RecordView

PAGE = "Keep this record from someone"
IN_SPITE_PERSON = "Put on it since by someone who cannot know. It has no effect"
IN_SPITE_AGENCY = "Shared with them since. It has no effect"
WITHOUT_SELF = [(why.value, why.label) for why in WhyKept if why != WhyKept.SELF]
HOW_KNOWN = [
    (WhyKept.SELF.value, "I would rather not say"),
    *[pair for pair in WITHOUT_SELF if pair[0] != WhyKept.OPERATION],
]


class KeepFromForm(CaseForm):
    """From whom, and why. `also` names records that may be kept from them in the same act."""

    whom = forms.ChoiceField(
        label="Who is it kept from?",
        help_text="A person, or everyone at an agency",
        error_messages={
            "required": "Select who it is kept from",
            "invalid_choice": "Select who it is kept from",
        },
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=WITHOUT_SELF,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why"},
    )
    also = forms.MultipleChoiceField(
        label="Keep these records from them as well",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, actor: Actor, also: list[Record], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [("", ""), *whom_choices(actor)]
        if also:
            self.fields["also"].choices = [(each.reference, each.reference) for each in also]
            self.initial["also"] = [each.reference for each in also]
        else:
            del self.fields["also"]


class StepBackForm(CaseForm):
    reason = forms.ChoiceField(
        label="How do you know them?",
        help_text="You need not say",
        choices=HOW_KNOWN,
        initial=WhyKept.SELF,
        widget=forms.RadioSelect,
        error_messages={"required": "Select one, or “I would rather not say”"},
    )


class LiftForm(CaseForm):
    answer = forms.ChoiceField(
        label="What should happen?",
        choices=[
            ("lift", "Lift it: they see the record again as far as their agency was given it"),
            ("keep", "Keep the record from them"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what should happen"},
    )


def whom_choices(actor: Actor) -> list[tuple[str, str]]:
    """Agencies but the desk and one's own, then everybody of the partnership but oneself."""
    agencies = Agency.objects.filter(partnership_id=actor.partnership_id, is_desk=False)
    found = [
        (f"agency-{agency.pk}", f"Everyone at {agency}")
        for agency in agencies.exclude(pk=actor.agency.pk)
    ]
    members = open_memberships().filter(agency__partnership_id=actor.partnership_id)
    people: dict[str, tuple[str, list[str]]] = {}
    for member in members.exclude(user=actor.user).order_by("user__name", "agency__name"):
        key = f"user-{member.user_id}"
        people.setdefault(key, (member.user.name, []))[1].append(member.agency.name)
    return found + [(key, f"{name}, {', '.join(at)}") for key, (name, at) in people.items()]


class KeptView(RecordView):
    def frame(self, record: Record) -> dict[str, Any]:
        return page_frame(self.actor, record, self.record_type, PAGE)

    def with_it(self, record: Record) -> models.QuerySet | None:
        """Records of their own that belong to this one and should be kept along with it."""
        return None

    def own_url(self, name: str, *args) -> str:
        return reverse(f"{self.record_type.plural}_{name}", args=args)


class KeptFromPage(KeptView):
    """Who the record is kept from, and keeping it from someone more. For those who manage it."""

    template_name = "casework/kept_from.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("manage")
        audit.record(self.actor, "read", record, parts=["Kept from"])
        return self.page(record, self.form(record))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("manage")
        form = self.form(record, request.POST)
        if form.is_valid():
            kind, _, pk = form.cleaned_data["whom"].partition("-")
            whom = {"agencies" if kind == "agency" else "users": [int(pk)]}
            ticked = set(form.cleaned_data.get("also", ()))
            also = [each for each in self.others(record) if each.reference in ticked]
            try:
                restriction.keep_from(
                    self.actor, record, also, reason=form.cleaned_data["reason"], **whom
                )
            except restriction.CannotBeKept as why_not:
                form.add_error("whom", str(why_not))
            else:
                messages.success(request, "From this moment on it does not exist for them.")
                return redirect(self.own_url("kept_from", reference))
        audit.record(self.actor, "not_done", record, detail={"step": "keep_from"})
        return self.page(record, form)

    def form(self, record: Record, data=None) -> KeepFromForm:
        return KeepFromForm(data, actor=self.actor, also=self.others(record))

    def others(self, record: Record) -> list[Record]:
        rows = self.with_it(record)
        return [] if rows is None else list(access.allowed(self.actor, "manage", rows))

    def page(self, record: Record, form: KeepFromForm) -> HttpResponse:
        known = ("user", "agency", "placed_by", "lift_asked_by", "lifted_by")
        rows = KeptFrom.objects.on(record).select_related(*known).order_by("-placed_at", "-pk")
        in_force = [row for row in rows if row.lifted_at is None]
        lifted = [row for row in rows if row.lifted_at is not None]
        in_spite = given_in_spite(type(record)).filter(record_id=record.pk)
        in_spite = set(in_spite.values_list("pk", flat=True))
        return render(
            self.request,
            self.template_name,
            {
                **self.frame(record),
                "title": PAGE,
                "form": form,
                "columns": columns("Kept from", "Why", "Since", "Lifting it"),
                "in_force": [self.row(record, row, row.pk in in_spite) for row in in_force],
                "lifted_columns": columns("Was kept from", "Why", "Since", "Lifted"),
                "lifted": [_lifted_row(row) for row in lifted],
            },
        )

    def row(self, record: Record, kept: KeptFrom, in_spite: bool) -> list[dict]:
        href = self.own_url("lift", record.reference, kept.pk)
        lifting = {"text": "Ask to lift it", "href": href}
        if kept.lift_asked_by_id == self.actor.user.pk:
            lifting = {"text": "You asked. Another person confirms it."}
        elif kept.lift_asked_by_id:
            lifting = {"text": "Answer", "href": href, "hint": f"{kept.lift_asked_by} asked"}
        whom, *why_since = _whom_why_since(kept)
        if in_spite:
            whom["hint"] = IN_SPITE_AGENCY if kept.agency_id else IN_SPITE_PERSON
        return [whom, *why_since, lifting]


def _whom_why_since(kept: KeptFrom) -> list[dict]:
    return [
        {"text": str(kept.user) if kept.user_id else f"Everyone at {kept.agency}"},
        {"text": kept.get_reason_display()},
        {"text": full_date(kept.placed_at), "hint": f"By {kept.placed_by}"},
    ]


def _lifted_row(kept: KeptFrom) -> list[dict]:
    hint = f"{kept.lift_asked_by} asked, {kept.lifted_by} confirmed"
    return [*_whom_why_since(kept), {"text": full_date(kept.lifted_at), "hint": hint}]


class Lift(KeptView):
    """The first of two asks; the second, another person, lifts it or says no."""

    template_name = "casework/record_step.html"

    def kept(self, record: Record) -> KeptFrom:
        rows = KeptFrom.objects.in_force().on(record).select_related("user", "agency")
        found = rows.filter(pk=self.kwargs["kept"]).first()
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def get(self, request: HttpRequest, reference: str, kept: int) -> HttpResponse:
        record = self.found("manage")
        row = self.kept(record)
        if row.lift_asked_by_id == self.actor.user.pk:
            messages.error(request, "You asked to lift this. Another person must confirm it.")
            return redirect(self.own_url("kept_from", reference))
        audit.record(self.actor, "begin_step", record, detail={"step": "lift", "kept": row.pk})
        return self.page(record, row, LiftForm() if row.lift_asked_by_id else CaseForm())

    def post(self, request: HttpRequest, reference: str, kept: int) -> HttpResponse:
        record = self.found("manage")
        row = self.kept(record)
        form = LiftForm(request.POST) if row.lift_asked_by_id else CaseForm(request.POST)
        if form.is_valid():
            try:
                done = self.answer(record, row, form.cleaned_data.get("answer", ""))
            except restriction.CannotBeKept as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, done)
                return redirect(self.own_url("kept_from", reference))
        audit.record(self.actor, "not_done", record, detail={"step": "lift", "kept": row.pk})
        return self.page(record, row, form)

    def answer(self, record: Record, row: KeptFrom, answer: str) -> str:
        """Do what was chosen; returns how the page tells it."""
        if not answer:
            restriction.ask_to_lift(self.actor, row, record)
            return "You asked to lift it. Another person must confirm it."
        if answer == "keep":
            restriction.keep_on(self.actor, row, record)
            return "It stays kept from them."
        restriction.lift(self.actor, row, record)
        return "Lifted. They see it again as far as their agency was given it."

    def page(self, record: Record, row: KeptFrom, form: forms.Form) -> HttpResponse:
        back = self.own_url("kept_from", record.reference)
        whom = str(row.user) if row.user_id else f"everyone at {row.agency}"
        asked = row.lift_asked_by_id is not None
        explanation = (
            f"{row.lift_asked_by} asked to lift it. You are the second of the two it needs."
            if asked
            else "Two people lift it together. You ask, and another person who manages this record "
            "confirms. Until then it stays kept from them."
        )
        return render(
            self.request,
            self.template_name,
            {
                "title": f"Stop keeping it from {whom}?",
                "window_title": "Stop keeping it from someone?",
                "explanation": explanation,
                "identity": identity(record, self.record_type),
                "form": form,
                "submit_text": "Save" if asked else "Ask to lift it",
                "cancel_href": back,
                "back_href": back,
            },
        )


class StepBack(KeptView):
    """ "I know someone in this case": one's own access ends at once, and the lead is told."""

    template_name = "casework/record_step.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        audit.record(self.actor, "begin_step", record, detail={"step": "step_back"})
        return self.page(record, StepBackForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        form = StepBackForm(request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_done", record, detail={"step": "step_back"})
            return self.page(record, form)
        rows = self.with_it(record)
        also = [] if rows is None else list(rows)
        restriction.step_back(self.actor, record, also, reason=form.cleaned_data["reason"])
        notices.something_waits(self.told(record), about=record)
        messages.success(request, "Your access has ended. Those who lead the case were told.")
        return redirect("my_work")

    def told(self, record: Record) -> Iterable[Agency]:
        """Those who manage the record."""
        return Agency.objects.filter(group__in=access.holders(record, "manage"))

    def page(self, record: Record, form: StepBackForm) -> HttpResponse:
        back = self.url("page", record.reference)
        return render(
            self.request,
            self.template_name,
            {
                "title": "I know someone in this case",
                "explanation": "Your own access to this record, and to what belongs to it, ends at "
                "once. Those who lead it are told that you stepped back, and nothing more. "
                "You cannot undo this yourself: two others can.",
                "identity": identity(record, self.record_type),
                "form": form,
                "submit_text": "End my access now",
                "cancel_href": back,
                "back_href": back,
                "danger": True,
            },
        )


def kept_links(record_type: RecordType, record: Record, acts: frozenset[str]) -> list[dict]:
    """Links at the foot of a record's page: keeping it from someone, and stepping back."""

    def href(name: str) -> str:
        return reverse(f"{record_type.plural}_{name}", args=[record.reference])

    found = [{"text": "I know someone in this case", "href": href("i_know_someone")}]
    if "manage" in acts:
        found.append({"text": PAGE, "href": href("kept_from")})
    return found


def kept_urls(
    record_type: RecordType,
    page: type[KeptFromPage] = KeptFromPage,
    lift: type[Lift] = Lift,
    step_back: type[StepBack] = StepBack,
) -> list[URLPattern]:
    """The routes of a carrier. They come before its others, whose last address takes any word."""
    one, name = f"{record_type.plural}/<slug:reference>", record_type.plural
    of = {"record_type": record_type}
    return [
        path(f"{one}/kept-from/", page.as_view(**of), name=f"{name}_kept_from"),
        path(f"{one}/kept-from/<int:kept>/", lift.as_view(**of), name=f"{name}_lift"),
        path(f"{one}/i-know-someone/", step_back.as_view(**of), name=f"{name}_i_know_someone"),
    ]
