"""What a person agreed to: what stands now, the history, writing down more, taking back."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework import shown
from casework.dates import full_date, full_moment
from casework.page_parts import columns
from casework.views import RecordView
from casework.workflow import CannotBeDone
from victims import consents
from victims.consent_actions import record, take_back
from victims.consent_forms import ChangedMindForm, HowAskedForm, SaidForm, TakeBackForm
from victims.consents import Consent
from victims.models import Person
from victims.terms import AGREED, MISTAKE, NRM, REFUSALS
from victims.views import CONSENTS, identity_of, person_frame

NONE_OPEN = (
    "There is nothing here that you can open. What a person agreed to opens to those who are "
    "assigned to them, and to whoever wrote it down."
)
NRM_TAKEN_BACK = (
    "Recorded. Whoever prepares or follows a referral of theirs finds it in their work. If a "
    "referral was sent, a first responder must tell the Home Office: this app tells nobody."
)
# Said whether or not there is a story, which the reader may not know.
FOR_GOOD = (
    "Where they no longer agree that their story is told, its words are removed here for good."
)


class OfPerson(RecordView):
    """Pages of one person's ledger. The contact warning stands first on each."""

    def events(self, person: Person):
        rows = access.allowed(self.actor, "see", Consent).filter(person=person)
        return rows.select_related("written_by__user", "agency")

    def entry(self, act: str) -> Consent:
        return access.find(
            self.actor, act, Consent,
            pk=self.kwargs["entry"], person__reference=self.kwargs["reference"],
        )  # fmt: skip

    def form_page(self, person: Person, form, back: str, **more: Any) -> HttpResponse:
        context = {
            "identity": identity_of(person),
            "warnings": [person.contact_warning] if person.contact_warning else [],
            "form": form,
            "cancel_href": back,
            "back_href": back,
            **more,
        }
        return render(self.request, "casework/record_step.html", context)


class Consents(OfPerson):
    """What the person agrees to now, by choice, and everything that was ever written down."""

    template_name = "victims/consents.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        events = list(self.events(person).order_by("-recorded_at", "-pk"))
        audit.record(self.actor, "read", person, parts=["consents"])
        now = consents.current(events).values()
        context = {
            **person_frame(self.actor, person, CONSENTS),
            "title": "What the person agreed to",
            "steps": self.acts(person),
            "now": [{"key": event.about, "value": in_words(event)} for event in now],
            "history": {
                "heading": "History",
                "columns": columns("Day you spoke", "About", "What they said", "Written down by"),
                "rows": [self.row(event) for event in events],
                "empty": NONE_OPEN,
            },
        }
        return render(request, self.template_name, context)

    def acts(self, person: Person) -> list[dict[str, str]]:
        if person.is_mistake or not access.can(self.actor, "work", person):
            return []
        add, change = (
            reverse(name, args=[person.reference]) for name in ("consents_add", "consents_change")
        )
        return [
            {"text": "Record what the person said", "href": add, "style": ""},
            {"text": "The person changed their mind", "href": change, "style": "secondary"},
        ]

    def row(self, event: Consent) -> list[dict[str, str]]:
        href = reverse("consents_entry", args=[event.reference, event.pk])
        return [
            {"text": full_date(event.said_on), "href": href},
            {"text": event.about},
            {"text": shown.in_words(event, "answer"), "hint": event.said},
            {"text": event.written_by.user.name, "hint": event.agency.name},
        ]


def in_words(event: Consent) -> str:
    """The answer and its day, then the words of the option where it had its own."""
    told = f"{shown.in_words(event, 'answer')}, {full_date(event.said_on)}"
    return f"{told}\n{event.said}" if event.said else told


class Entry(OfPerson):
    """One entry: how they were asked, and what was put to them as it stood."""

    template_name = "casework/record_page.html"
    how = ("said_on", "language", "interpreting", "presence", "present", "capacity",
           "capacity_done")  # fmt: skip

    def get(self, request: HttpRequest, reference: str, entry: int) -> HttpResponse:
        event = self.entry("see")
        person = event.person
        audit.record(self.actor, "read", person, parts=["consents"], detail={"entry": event.pk})
        return render(
            request,
            self.template_name,
            {
                **person_frame(self.actor, person, CONSENTS),
                "title": "What they said",
                "back_href": reverse("consents", args=[reference]),
                "back_text": "Back to what the person agreed to",
                "steps": self.acts(event),
                "sections": [
                    {"heading": "", "rows": self.said(event)},
                    {"heading": "How they were asked", "rows": [
                        {"key": key_of(event, name), "value": shown.in_words(event, name)}
                        for name in self.how
                        if getattr(event, name) or name not in ("present", "capacity_done")
                    ]},
                ],
            },
        )  # fmt: skip

    def said(self, event: Consent) -> list[dict[str, str]]:
        by = f"{event.written_by.user.name}, {event.agency}, {full_moment(event.recorded_at)}"
        rows = [
            ("About", event.about),
            ("Answer", in_words(event)),
            ("What was put to them", event.wording),
            ("Version of the words", event.wording_version),
            ("Written down by", by),
        ]
        if event.note:
            label = "Why it was a mistake" if event.answer == MISTAKE else "How they told us"
            rows.insert(2, (label, event.note))
        return [{"key": key, "value": value} for key, value in rows]

    def acts(self, event: Consent) -> list[dict[str, str]]:
        if event.answer == MISTAKE or not access.can(self.actor, "change", event):
            return []
        href = reverse("consents_mistake", args=[event.reference, event.pk])
        return [{"text": "Recorded by mistake", "href": href, "style": "secondary"}]


def key_of(event: Consent, name: str) -> str:
    label = str(event._meta.get_field(name).verbose_name)
    return f"{label[:1].upper()}{label[1:]}"


class WriteDown(OfPerson, ABC):
    """A page that adds to the ledger. step: what the trail calls it. title, explanation: its
    words."""

    step = ""
    title = explanation = ""

    @abstractmethod
    def form(self, person: Person, data: QueryDict | None = None) -> HowAskedForm:
        """What is asked on it; it tells what was `said()` and in which `conversation()`."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found("work")
        audit.record(self.actor, "begin_step", person, detail={"step": self.step})
        return self.page(person, self.form(person))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found("work")
        form = self.form(person, request.POST)
        if form.is_valid():
            said = form.said()
            record(person, said, form.conversation(), by=self.actor, at=timezone.now())
            taken_back = any(one.kind == NRM and one.answer in REFUSALS for one in said)
            messages.success(request, NRM_TAKEN_BACK if taken_back else "Recorded.")
            return redirect("consents", reference)
        detail = {"step": self.step, "fields": sorted(form.errors)}
        audit.record(self.actor, "not_done", person, detail=detail)
        return self.page(person, form)

    def page(self, person: Person, form: HowAskedForm) -> HttpResponse:
        back = reverse("consents", args=[person.reference])
        return self.form_page(
            person, form, back, title=self.title, explanation=self.explanation, submit_text="Record"
        )


class WhatTheySaid(WriteDown):
    step = "record_consent"
    title = "Record what the person said"
    explanation = (
        "Everything from one conversation, on one page. What stands here is added to and never "
        f"changed: if they say something else later, record that then. {FOR_GOOD}"
    )

    def form(self, person: Person, data: QueryDict | None = None) -> SaidForm:
        return SaidForm(data, person=person)


class ChangedMind(WriteDown):
    step = "withdraw_consent"
    title = "The person changed their mind"
    explanation = (
        "They may take back anything, at any time, and need give no reason. It holds from the day "
        f"they said it. {FOR_GOOD}"
    )

    def form(self, person: Person, data: QueryDict | None = None) -> ChangedMindForm:
        """What they agree to now is offered to who may see that; to others everything, so that
        nothing is told and nobody is sent away."""
        last = consents.current(self.events(person))
        agreed = [place for place, event in last.items() if event.answer == AGREED]
        return ChangedMindForm(data, offered=agreed or consents.every_choice())


class TakeBack(OfPerson):
    """An entry was wrong: it stays in the history and no longer counts."""

    def get(self, request: HttpRequest, reference: str, entry: int) -> HttpResponse:
        event = self.entry("change")
        audit.record(self.actor, "begin_step", event.person, detail={"step": "take_back_consent"})
        return self.page(event, TakeBackForm())

    def post(self, request: HttpRequest, reference: str, entry: int) -> HttpResponse:
        event = self.entry("change")
        form = TakeBackForm(request.POST)
        if form.is_valid():
            try:
                take_back(event, form.cleaned_data["why"], by=self.actor, at=timezone.now())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "Recorded as a mistake. If they said something else, "
                                          "record that now.")  # fmt: skip
                return redirect("consents", reference)
        audit.record(self.actor, "not_done", event.person, detail={"step": "take_back_consent"})
        return self.page(event, form)

    def page(self, event: Consent, form: TakeBackForm) -> HttpResponse:
        back = reverse("consents_entry", args=[event.reference, event.pk])
        return self.form_page(
            event.person, form, back, title="This was recorded by mistake",
            explanation=f"{event.about}: {in_words(event)}", submit_text="Record the mistake",
        )  # fmt: skip
