"""A screening as four short pages, and its own page. What is typed is kept at each page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.actions import parent_for
from casework.forms import record_form
from casework.views import RecordPage, RecordView
from casework.widgets import Boxes
from victims import indicators, next_steps
from victims.actions import keep_draft, record_screening
from victims.forms import SignsForm
from victims.indicators import ANSWERS, SIGNS
from victims.models import Person, Screening, ScreeningAnswer, ScreeningDraft
from victims.record_types import SCREENINGS
from victims.terms import NOT_ASKED
from victims.views import identity_of

CONVERSATION, FIRST, MORE, VIEW = "conversation", "first-signs", "more-signs", "your-view"
PAGES = (CONVERSATION, FIRST, MORE, VIEW)
TITLES = {
    CONVERSATION: "The conversation",
    FIRST: "First signs",
    MORE: "Further signs",
    VIEW: "Your view",
}
EXPLAINED = {
    CONVERSATION: "Speak where nobody else can hear, with an interpreter who does not know the "
    "people involved. This is a record, not a list of questions to read out. They need not give a "
    "name, and may stop at any time.",
    FIRST: "For each sign say what you did. Leave out what was not asked, or what it was not safe "
    "to ask: that is not a mistake.",
    MORE: "Signs that fit what you have noticed so far. All others stand under “More signs”.",
    VIEW: "Nothing is added up. You saw and heard this person: say what you think.",
}
FIELDS = {
    CONVERSATION: ("screened_at", "presence", "interpreting"),
    VIEW: ("types", "outcome"),
}
CONVERSATION_FIELDS = set(FIELDS[CONVERSATION])
# No answer of these pages is longer: options, and the boxes of a date.
LONGEST_ANSWER = 200


class ScreeningPages(RecordView):
    """Page by page, back and forth. Only the last page makes the record."""

    def get(self, request: HttpRequest, reference: str, page: str = CONVERSATION) -> HttpResponse:
        person, draft = self.begun(page)
        audit.record(self.actor, "begin_add", person, detail={"type": "screenings", "page": page})
        # "check" is set when the last page sent the reader back to what is not yet right.
        form = self.form(page, person, draft, bound="check" in request.GET and page in draft.pages)
        return self.answer(page, person, draft, form)

    def post(self, request: HttpRequest, reference: str, page: str = CONVERSATION) -> HttpResponse:
        person, draft = self.begun(page)
        typed = typed_on(self.form(page, person, draft), request.POST)
        draft.pages = {**draft.pages, page: typed}
        if page == VIEW and "leave" not in request.POST:
            return self.record(person, draft)
        keep_draft(draft, page, by=self.actor, at=timezone.now())
        if "leave" in request.POST:
            messages.success(request, "Your answers are kept under “My work”.")
            return redirect("people:page", reference)
        form = self.form(page, person, draft, bound=True)
        if not form.is_valid():
            return self.answer(page, person, draft, form)
        return redirect("screening_page", reference, PAGES[PAGES.index(page) + 1])

    def begun(self, page: str) -> tuple[Person, ScreeningDraft]:
        """The person, and what the reader has typed so far; nothing is stored by looking."""
        if page not in PAGES:
            raise Http404(access.NOTHING_HERE)
        kept = access.allowed(self.actor, "work", ScreeningDraft).select_related("person")
        draft = kept.filter(person__reference=self.kwargs["reference"]).first()
        if draft is None:
            person = parent_for(SCREENINGS, self.actor, self.kwargs["reference"])
            draft = ScreeningDraft(person=person, membership_id=self.actor.membership_id)
        return draft.person, draft

    def record(self, person: Person, draft: ScreeningDraft) -> HttpResponse:
        """The record, once every page is right; else the first page that is not."""
        typed = kept_data(draft, *PAGES)
        form = record_form(SCREENINGS)(typed, actor=self.actor, parent=person)
        wrong = [page for page in (FIRST, MORE) if not self.signs_are_answers(page, person, draft)]
        if CONVERSATION not in draft.pages or CONVERSATION_FIELDS & set(form.errors):
            wrong.insert(0, CONVERSATION)
        if form.is_valid() and not wrong:
            answers = {code: typed.get(code, "") for code in self.offered(person, draft)}
            screening = record_screening(form, answers, by=self.actor, at=timezone.now())
            messages.success(self.request, "Screening recorded.")
            return redirect("screenings:page", screening.reference)
        keep_draft(draft, VIEW, by=self.actor, at=timezone.now())
        if wrong:
            address = reverse("screening_page", args=[person.reference, wrong[0]])
            return redirect(f"{address}?check=yes")
        return self.answer(VIEW, person, draft, self.form(VIEW, person, draft, bound=True))

    def signs_are_answers(self, page: str, person: Person, draft: ScreeningDraft) -> bool:
        return self.form(page, person, draft, bound=True).is_valid()

    def offered(self, person: Person, draft: ScreeningDraft) -> tuple[str, ...]:
        return indicators.signs_offered(person.age_band, concern_of(draft))

    def form(
        self, page: str, person: Person, draft: ScreeningDraft, *, bound: bool = False
    ) -> forms.BaseForm:
        """The form of one page: holding what was typed, or judging it when bound."""
        data = kept_data(draft, page)
        if page in (CONVERSATION, VIEW):
            made = record_form(SCREENINGS, FIELDS[page])
            facts: dict[str, Any] = {"actor": self.actor, "parent": person}
        else:
            made, first = SignsForm, indicators.first_signs()
            rest = [code for code in self.offered(person, draft) if code not in first]
            facts = {"codes": first if page == FIRST else rest, "ask_concern": page == FIRST}
        if bound:
            return made(data, **facts)
        form = made(**facts)
        if page in draft.pages:
            for name, field in form.fields.items():
                form.initial[name] = field.widget.value_from_datadict(data, {}, name)
        return form

    def answer(
        self, page: str, person: Person, draft: ScreeningDraft, form: forms.BaseForm
    ) -> HttpResponse:
        position = PAGES.index(page)
        back = reverse("people:page", args=[person.reference])
        if position:
            back = reverse("screening_page", args=[person.reference, PAGES[position - 1]])
        return render(
            self.request,
            "victims/screening_entry.html",
            {
                "title": TITLES[page],
                "caption": f"Screening, page {position + 1} of {len(PAGES)}",
                "identity": identity_of(person),
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "explanation": EXPLAINED[page],
                "form": form,
                "wide": page in (FIRST, MORE),
                "submit_text": "Record this screening" if page == VIEW else "Save and continue",
                "leave_text": "Save and leave",
                "back_href": back,
                **(self.more(person, draft, form) if page == MORE else {}),
            },
        )

    def more(self, person: Person, draft: ScreeningDraft, form: forms.BaseForm) -> dict[str, Any]:
        """Which fields stand in sight, which behind "More signs", and whether that is open."""
        concern = concern_of(draft)
        groups = indicators.more_signs(person.age_band, concern)
        folded = [
            {"heading": group.heading, "fields": [form[code] for code in group.codes]}
            for group in groups
        ]
        touched = any(
            field.value() or field.errors for group in folded for field in group["fields"]
        )
        in_sight = indicators.next_signs(person.age_band, concern)
        return {
            "in_sight": [form[code] for code in in_sight],
            "folded": folded,
            "open": touched or not in_sight,
        }


def concern_of(draft: ScreeningDraft) -> str:
    """What the first signs point to, where one of those offered was chosen."""
    chosen = kept_data(draft, FIRST).get("concern", "")
    return chosen if chosen in dict(indicators.CONCERNS) else ""


def kept_data(draft: ScreeningDraft, *pages: str) -> QueryDict:
    """What was typed on these pages, as the browser sent it."""
    data = QueryDict(mutable=True)
    for page in pages:
        for name, values in draft.pages.get(page, {}).items():
            data.setlist(name, values)
    return data


def typed_on(form: forms.BaseForm, sent: QueryDict) -> dict[str, list[str]]:
    """What was sent for the controls of `form`, right or wrong; nothing else is kept."""
    names: list[str] = []
    for name, field in form.fields.items():
        boxes = field.widget.names if isinstance(field.widget, Boxes) else ()
        names += [name, *(f"{name}-{box}" for box in boxes)]
    return {
        name: [value[:LONGEST_ANSWER].replace("\x00", "�") for value in sent.getlist(name)][:50]
        for name in names
        if name in sent
    }


class ScreeningPage(RecordPage):
    """The conversation, the view, and the signs by what was answered. No score, no count."""

    template_name = "victims/screening_page.html"

    def parts(self) -> list[str]:
        return [*super().parts(), "Signs"]

    def warnings(self, record: Screening) -> list[str]:
        warning = record.person.contact_warning
        return ([warning] if warning else []) + super().warnings(record)

    def acts_asked(self) -> set[str]:
        return super().acts_asked() | next_steps.acts()

    def steps(self, record: Screening, acts: frozenset[str]) -> list[dict]:
        begin = next_steps.offered(self.actor, acts, record.person, record)
        return ([] if record.is_mistake else begin) + super().steps(record, acts)

    def context(self, record: Screening) -> dict[str, Any]:
        answers = access.allowed(self.actor, "see", ScreeningAnswer).filter(screening=record)
        by_answer: dict[str, list[str]] = {}
        for code, answer in answers.order_by("id").values_list("indicator", "answer"):
            by_answer.setdefault(answer, []).append(SIGNS.label(code))
        groups = [
            {"heading": label, "signs": by_answer[answer], "folded": answer == NOT_ASKED}
            for answer, label in ANSWERS
            if answer in by_answer
        ]
        context = super().context(record)
        text = identity_of(record.person)["text"]
        return {**context, "identity": {**context["identity"], "text": text}, "groups": groups}
