"""Telling someone outside: the list of what was told of a record, telling, and the page kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_moment
from casework.forms import CaseForm
from casework.models import Record
from casework.page_parts import identity, page_frame, page_url
from casework.record_types import RecordType, type_of
from casework.told_outside import (
    HowTold,
    Tellable,
    Telling,
    ToldOutside,
    every_telling,
    tell_outside,
)
from casework.views import RecordView

PAGE = "Told someone outside"
CHANGED = "The words of this page are no longer those that were told. Tell the records officer."


class TellForm(CaseForm):
    """Whom, what, why, how. Nothing is ticked, and only what the teller may see is offered."""

    whom = forms.CharField(
        label="Whom do you tell?",
        help_text="For example a hospital, or another council: the organisation, and who there",
        max_length=200,
        error_messages={"required": "Enter whom you tell"},
    )
    parts = forms.MultipleChoiceField(
        label="What do you tell?",
        help_text="The page has only what you tick. Warnings always stand on it. How to reach a "
        "person is never on it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select what you tell",
            "invalid_choice": "Select from the list what you tell",
        },
    )
    why = forms.CharField(
        label="Why do they need it?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why they need it"},
    )
    how = forms.ChoiceField(
        label="How do you tell them?",
        choices=HowTold.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you tell them"},
    )
    purpose = forms.CharField(
        label="Purpose", max_length=300, error_messages={"required": "Enter the purpose"}
    )
    basis = forms.CharField(
        label="Legal basis", max_length=300, error_messages={"required": "Enter the legal basis"}
    )

    def __init__(self, *args, offered: list[Tellable], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = [(part.code, part.label) for part in offered]


class TellingView(RecordView):
    telling: Telling | None = None

    def frame(self, record: Record) -> dict[str, Any]:
        """The page's frame, warnings first."""
        frame = page_frame(self.actor, record, self.record_type, PAGE)
        return {**frame, "warnings": self.telling.warnings(record)}

    def own_url(self, name: str, record: Record) -> str:
        return reverse(f"{self.record_type.plural}_{name}", args=[record.reference])


class ToldList(TellingView):
    """The pages made of a record, of those the reader may see every part of."""

    template_name = "casework/record_page.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        rows = access.allowed(self.actor, "see", self.telling.model)
        rows = rows.filter(**{self.telling.of: record}).select_related("made_by", "agency")
        rows = list(rows.order_by("-made_at", "-pk"))
        detail = {"pages": [row.reference for row in rows]}
        audit.record(self.actor, "read", record, parts=[PAGE], detail=detail)
        add = None
        if access.can(self.actor, "tell", record):
            add = {"text": "Tell someone outside", "href": self.own_url("tell", record)}
        panel = {
            "heading": "Pages made to tell someone outside",
            "columns": [{"text": text} for text in ("Page", "Whom", "How", "By", "When")],
            "rows": [
                [
                    {"text": row.reference, "href": reverse("told_page", args=[row.reference])},
                    {"text": row.whom},
                    {"text": row.get_how_display()},
                    {"text": row.made_by.name, "hint": row.agency.name},
                    {"text": full_moment(row.made_at)},
                ]
                for row in rows
            ],
            "empty": "There is no page here that you can open. A page is opened by those who may "
            "see every part on it.",
            "add": add,
        }
        return render(request, self.template_name, {**self.frame(record), "panels": [panel]})


class Tell(TellingView):
    template_name = "casework/record_step.html"

    def form(self, record: Record, data=None) -> TellForm:
        partnership = self.actor.agency.partnership
        prefilled = {
            "purpose": partnership.sharing_purpose,
            "basis": partnership.sharing_basis,
        }
        offered = self.telling.open_parts(self.actor, record)
        return TellForm(data, offered=offered, initial=prefilled)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        access.require(self.actor, "tell", record)
        audit.record(self.actor, "begin_step", record, detail={"step": "tell_outside"})
        return self.page(record, self.form(record))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        access.require(self.actor, "tell", record)
        form = self.form(record, request.POST)
        if form.is_valid():
            facts = form.cleaned_data
            codes = facts.pop("parts")
            told = tell_outside(
                self.telling, record, codes, by=self.actor, at=timezone.now(), **facts
            )
            messages.success(request, "This page is now the record of what you told.")
            return redirect("told_page", told.reference)
        audit.record(self.actor, "not_done", record, detail={"step": "tell_outside"})
        return self.page(record, form)

    def page(self, record: Record, form: TellForm) -> HttpResponse:
        back = self.own_url("told", record)
        context = {
            "title": "Tell someone outside",
            "identity": identity(record, self.record_type),
            "warnings": self.telling.warnings(record),
            "explanation": "Instead of an e-mail: you make a page with what you tick, and print it "
            "or read it out. The page is kept as what was told.",
            "form": form,
            "submit_text": "Make the page",
            "cancel_href": back,
            "back_href": back,
        }
        return render(self.request, self.template_name, context)


class ToldPage(RecordView):
    """The page as it was told, for paper or to read out. Warnings stand first."""

    def told(self) -> ToldOutside:
        reference = self.kwargs["reference"]
        found = [
            access.allowed(self.actor, "see", telling.model)
            .filter(reference=reference)
            .select_related(telling.of, "made_by", "agency")
            .first()
            for telling in every_telling()
        ]
        page = next((each for each in found if each), None)
        if page is None:
            raise Http404(access.NOTHING_HERE)
        return page

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        told = self.told()
        record_type = type_of(told.record)
        detail = {"page": told.reference}
        audit.record(self.actor, "read", told.record, parts=[PAGE, *told.parts], detail=detail)
        about = [
            ("For", told.whom),
            ("Why they need it", told.why),
            ("How they were told", told.get_how_display()),
            ("Purpose", told.purpose),
            ("Legal basis", told.basis),
            ("Told by", f"{told.made_by.name}, {told.agency}, {full_moment(told.made_at)}"),
        ]
        context = {
            "title": PAGE,
            "caption": told.reference,
            "told": told,
            "warnings": [*([] if told.is_as_told else [CHANGED]), *told.content["warnings"]],
            "sections": [
                {"heading": heading, "rows": [{"key": key, "value": value} for key, value in rows]}
                for heading, rows in [
                    ("", about),
                    *((each["heading"], each["rows"]) for each in told.content["sections"]),
                ]
            ],
            "back_href": page_url(told.record, record_type.plural),
            "back_text": f"Back to {told.record}",
        }
        return render(request, "casework/told_page.html", context)


def told_link(record_type: RecordType, record: Record) -> dict:
    """At the foot of a record's page."""
    return {"text": PAGE, "href": reverse(f"{record_type.plural}_told", args=[record.reference])}


def told_urls(
    record_type: RecordType,
    telling: Telling,
    told_list: type[ToldList] = ToldList,
    tell: type[Tell] = Tell,
) -> list[URLPattern]:
    """The routes of a type whose records can be told of. They come before its others."""
    one, name = f"{record_type.plural}/<slug:reference>/told-outside", record_type.plural
    of = {"record_type": record_type, "telling": telling}
    return [
        path(f"{one}/", told_list.as_view(**of), name=f"{name}_told"),
        path(f"{one}/add/", tell.as_view(**of), name=f"{name}_tell"),
    ]
