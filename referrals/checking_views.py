"""Pages on which the author of a notice looks at what its texts may say, before it is ready."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies import audit
from casework.forms import CaseForm
from casework.page_parts import identity
from casework.workflow import CannotBeDone
from referrals import checking
from referrals.checking import TextCheck, confirm_read, decide_name, explain
from referrals.drafts import Draft
from referrals.free_texts import Passage
from referrals.models import Referral
from referrals.near import Finder
from referrals.question_views import DraftView
from referrals.record_types import REFERRALS
from referrals.terms import NameAsked
from victims.views import identity_of

LONGEST_REASON = 300


class ExplainForm(CaseForm):
    """A reason for each passage, all on one page; those left empty stay open."""

    def __init__(self, *args: Any, check: TextCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finder, self.passages = check.finder, check.passages
        self.presentation = {}
        for passage in check.passages:
            name = name_of(passage)
            self.fields[name] = forms.CharField(
                label=f"Why “{passage.places[0].found}” does not say who the person is",
                required=False,
                initial=check.said.get(passage.digest, ""),
                max_length=LONGEST_REASON,
                error_messages={
                    "max_length": f"The reason must be {LONGEST_REASON} characters or fewer"
                },
            )
            self.presentation[name] = {"optional": False, "label_size": "s"}

    def clean(self) -> dict:
        facts = super().clean()
        for name, why in list(facts.items()):
            if why and repeats(self.finder, why):
                self.add_error(name, checking.REPEATS_IT)
        return facts

    def reasons(self) -> dict[str, str]:
        return {each.digest: self.cleaned_data[name_of(each)] for each in self.passages}

    def rows(self) -> list[dict[str, Any]]:
        """The passages with their questions, each text once with all that was found in it."""
        found: dict[str, dict[str, Any]] = {}
        for each in self.passages:
            row = found.setdefault(each.of.field.key, {"of": each.of, "passages": []})
            row["passages"].append({"passage": each, "field": self[name_of(each)]})
        return list(found.values())


def name_of(passage: Passage) -> str:
    return f"why-{passage.digest[:16]}"


def repeats(finder: Finder, why: str) -> bool:
    """Whether a reason holds what it should only be about: it is kept outside the answers."""
    return bool(finder.hits(why))


class NameAskedForm(CaseForm):
    decision = forms.ChoiceField(
        label="What happens on the page that asks for the name?",
        choices=NameAsked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens on the page that asks for the name"},
    )


def text_tasks(referral: Referral, check: TextCheck) -> list[dict[str, Any]]:
    """The pages below as a task list, for the page on which the answers are checked."""
    reference, open_ones = referral.reference, len(check.unexplained)
    tasks = [
        (
            "Check the texts for what could say who the person is",
            "referral_texts",
            "Not compared yet"
            if check.comparison.unseen
            else f"{open_ones} open" * bool(open_ones),
        ),
        ("Read the texts as they are sent", "referral_read_texts", "Not yet" * (not check.is_read)),
    ]
    if check.name_is_asked:
        decided = check.name_asked == NameAsked.WITHHOLD
        title = "Decide what happens where the Home Office asks for the name"
        tasks.append((title, "referral_name_asked", "Not yet" * (not decided)))
    return [
        {
            "title": {"text": title},
            "href": reverse(name, args=[reference]),
            "status": {"tag": {"text": left, "classes": "govuk-tag--yellow"}}
            if left
            else {"text": "Completed"},
        }
        for title, name, left in tasks
    ]


class NoticeView(DraftView):
    """Pages about the texts of a notice. Anything else leads back to the referral."""

    template_name: str

    def found(self) -> Draft | None:
        draft = self.draft("refer")
        return draft if checking.may_be_checked(draft) else None

    def page(self, draft: Draft, title: str, **more: Any) -> HttpResponse:
        reference = draft.referral.reference
        context = {
            "title": title,
            "identity": {
                **identity(draft.referral, REFERRALS),
                "text": identity_of(draft.person)["text"],
            },
            "back_href": reverse("referral_check", args=[reference]),
            "back_text": "Back to your answers",
            "texts_href": reverse("referral_texts", args=[reference]),
            "read_href": reverse("referral_read_texts", args=[reference]),
            "person_href": reverse("people:page", args=[draft.person.reference]),
            **more,
        }
        return render(self.request, self.template_name, context)

    def back(self, reference: str) -> HttpResponse:
        return redirect("referrals:page", reference)

    def refused(self, draft: Draft, why: CannotBeDone) -> HttpResponse:
        audit.record(self.actor, "not_changed", draft.row, parts=["texts"])
        messages.warning(self.request, str(why))
        return redirect(self.request.path)

    def looked(self, draft: Draft, check: TextCheck) -> None:
        """The names of people were read to compare them, which is a look like any other."""
        people = list(check.comparison.people)
        audit.record(self.actor, "read", draft.row, parts=["texts"], detail={"compared": people})


class Texts(NoticeView):
    """What was found in the texts of a notice, with its sentences, in the order of the form."""

    template_name = "referrals/texts.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.found()
        if draft is None:
            return self.back(reference)
        check = checking.text_check(draft, self.actor)
        self.looked(draft, check)
        return self.shown(draft, check, ExplainForm(check=check))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.found()
        if draft is None:
            return self.back(reference)
        check = checking.text_check(draft, self.actor)
        form = ExplainForm(request.POST, check=check)
        if not form.is_valid():
            audit.record(self.actor, "not_changed", draft.row, parts=["texts"])
            return self.shown(draft, check, form)
        try:
            explain(draft, form.reasons(), by=self.actor)
        except CannotBeDone as why:
            return self.refused(draft, why)
        if checking.text_check(draft, self.actor).unexplained:
            messages.success(request, "Saved. Some passages are still open.")
            return redirect("referral_texts", reference)
        return redirect("referral_read_texts", reference)

    def shown(self, draft: Draft, check: TextCheck, form: ExplainForm) -> HttpResponse:
        return self.page(
            draft,
            "Check the texts for what could say who the person is",
            form=form,
            rows=form.rows(),
            check=check,
            is_open=draft.is_open,
            referral=draft.referral,
        )


class ReadTexts(NoticeView):
    """All texts of a notice as they are sent, to be read once with the person's safety in mind."""

    template_name = "referrals/read_texts.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.found()
        if draft is None:
            return self.back(reference)
        check = checking.text_check(draft, self.actor)
        self.looked(draft, check)
        return self.page(draft, "Read the texts of this notice", check=check, is_open=draft.is_open,
                         referral=draft.referral)  # fmt: skip

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.found()
        if draft is None:
            return self.back(reference)
        try:
            confirm_read(draft, request.POST.get("digest", ""), by=self.actor)
        except CannotBeDone as why:
            return self.refused(draft, why)
        messages.success(request, "You confirmed that you read the texts.")
        if checking.text_check(draft, self.actor).unexplained:
            return redirect("referral_texts", reference)
        return redirect("referral_check", reference)


class NameIsAsked(NoticeView):
    """Where the Home Office asks for a name that may not be given, somebody decides."""

    template_name = "referrals/name_asked.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.found()
        if draft is None:
            return self.back(reference)
        check = checking.text_check(draft, self.actor)
        audit.record(self.actor, "read", draft.row, parts=["name asked"])
        return self.shown(draft, NameAskedForm(initial={"decision": check.name_asked}))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, form = self.found(), NameAskedForm(request.POST)
        if draft is None:
            return self.back(reference)
        if not form.is_valid():
            audit.record(self.actor, "not_changed", draft.row, parts=["name asked"])
            return self.shown(draft, form)
        try:
            decide_name(draft, NameAsked(form.cleaned_data["decision"]), by=self.actor)
        except CannotBeDone as why:
            return self.refused(draft, why)
        return redirect("referral_check", reference)

    def shown(self, draft: Draft, form: NameAskedForm) -> HttpResponse:
        return self.page(draft, "The Home Office page asks for a name", form=form)
