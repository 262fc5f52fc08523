"""Pages of a draft that a colleague checks: the author asks and reads; the colleague comments."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_date
from casework.forms import CaseForm
from casework.page_parts import identity
from casework.workflow import CannotBeDone
from referrals import colleagues, engine
from referrals.drafts import Draft
from referrals.evidence_actions import outgoing_evidence
from referrals.models import CheckComment, ColleagueCheck, Evidence
from referrals.question_views import DraftView
from referrals.questions.shape import Step
from referrals.record_types import REFERRALS
from victims.forms import one_member
from victims.views import identity_of


class AskColleagueForm(CaseForm):
    colleague = one_member("Who checks it")

    def __init__(self, *args: Any, colleagues, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues
        self.fields["colleague"].label_from_instance = lambda member: member.user.name


class CommentForm(CaseForm):
    text = forms.CharField(
        label="Your comment",
        max_length=2_000,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter your comment",
            "max_length": "Your comment must be 2,000 characters or fewer",
        },
    )
    presentation = {"text": {"rows": 5, "count": 2_000}}


class CheckedDraftView(DraftView):
    template_name: str

    def page(self, draft: Draft, title: str, **more: Any) -> HttpResponse:
        person = draft.person
        context = {
            "title": title,
            "identity": {
                **identity(draft.referral, REFERRALS),
                "text": identity_of(person)["text"],
            },
            "warnings": [person.contact_warning] if person.contact_warning else [],
            **more,
        }
        return render(self.request, self.template_name, context)


class AskColleague(CheckedDraftView):
    """For the author: whom to ask, who reads it now, and what they said."""

    template_name = "referrals/ask_colleague.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("refer")
        audit.record(self.actor, "read", draft.row, parts=["comments"])
        return self.shown(draft, self.form())

    def form(self, data: Any = None) -> AskColleagueForm:
        return AskColleagueForm(data, colleagues=colleagues.who_can_be_asked(self.actor))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, form = self.draft("refer"), self.form(request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_done", draft.row, parts=["ask_to_check"])
            return self.shown(draft, form)
        colleague = form.cleaned_data["colleague"]
        try:
            colleagues.ask(draft, colleague, by=self.actor, at=timezone.now())
        except CannotBeDone as why:
            audit.record(self.actor, "not_done", draft.row, parts=["ask_to_check"])
            messages.warning(request, str(why))
        else:
            messages.success(request, "Asked. They are told that something waits for them.")
        return redirect("referral_ask_colleague", reference)

    def shown(self, draft: Draft, form: AskColleagueForm) -> HttpResponse:
        reference = draft.referral.reference
        check = colleagues.current(draft)
        rows = access.allowed(self.actor, "see", CheckComment)
        rows = rows.filter(check_of__referral=draft.referral).select_related("written_by")
        return self.page(
            draft,
            "Ask a colleague to check",
            form=form,
            check=check,
            comments=[self.row(draft, each) for each in rows],
            is_open=draft.is_open,
            take_back_href=reverse("referral_take_back", args=[reference]),
            back_href=reverse("referrals:page", args=[reference]),
        )

    def row(self, draft: Draft, comment: CheckComment) -> dict[str, Any]:
        reference, step = draft.referral.reference, draft.step(comment.step)
        return {
            "comment": comment,
            "page": step.title if step else "A page that is no longer asked",
            "href": reverse("referral_question", args=[reference, step.key]) if step else "",
            "done_href": reverse("referral_comment_done", args=[reference, comment.pk]),
        }


class TakeBack(DraftView):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("refer")
        colleagues.take_back(draft, by=self.actor, at=timezone.now())
        audit.record(self.actor, "read", draft.row, parts=["comments"])
        messages.success(request, "Taken back. From this moment on they no longer read your draft.")
        return redirect("referral_ask_colleague", reference)


class CommentDone(DraftView):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, reference: str, comment: int) -> HttpResponse:
        colleagues.deal_with(self.draft("refer"), comment, by=self.actor)
        return redirect("referral_ask_colleague", reference)


class ReadDraft(CheckedDraftView):
    """For the colleague: the answers on the path, page by page, each with what they said of it."""

    template_name = "referrals/read_draft.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("check")
        audit.record(self.actor, "read", draft.row, parts=["answers", "evidence"])
        asked = ColleagueCheck.objects.select_related("asked_by__user")
        check = access.find(self.actor, "check", asked, referral=draft.referral)
        said: dict[str, list[CheckComment]] = {}
        rows = access.allowed(self.actor, "check", CheckComment)
        for comment in rows.filter(check_of=check):
            said.setdefault(comment.step, []).append(comment)
        return self.page(
            draft,
            "A colleague's draft to check",
            author=check.asked_by.user,
            check=check,
            pages=[
                {
                    "step": step,
                    "rows": rows,
                    "comments": said.get(step.key, []),
                    "href": reverse("referral_comment", args=[reference, step.key]),
                }
                for step, rows in answered(draft)
            ],
            files=[
                {"key": f"{number}. {each.name}", "value": what_it_is(each)}
                for number, each in enumerate(outgoing_evidence(draft, self.actor, "check"), 1)
            ],
            back_href=reverse("my_work"),
            back_text="Back to My work",
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("check")
        try:
            colleagues.finish(draft, by=self.actor, at=timezone.now())
        except CannotBeDone as why:
            audit.record(self.actor, "not_done", draft.row, parts=["finish_check"])
            messages.warning(request, str(why))
        else:
            messages.success(request, "Your colleague is told that you have read it.")
        return redirect("my_work")


def what_it_is(file: Evidence) -> str:
    """As the author described it. The colleague judges the list; a file itself may be about others,
    and opens to the author alone."""
    dated = f"Date of the document: {full_date(file.dated_on)}" if file.dated_on else ""
    return "\n".join(filter(None, [file.description, dated]))


def answered(draft: Draft) -> list[tuple[Step, list[dict[str, str]]]]:
    """The pages on the path, each with its questions and answers."""
    pages: dict[str, tuple[Step, list[dict[str, str]]]] = {}
    for section in engine.summary(draft.questions, draft.answers):
        for row in section.rows:
            _step, rows = pages.setdefault(row.step.key, (row.step, []))
            rows.append({"key": row.question, "value": row.answer or "Not answered yet"})
    return list(pages.values())


class Comment(CheckedDraftView):
    template_name = "referrals/comment.html"

    def found(self) -> tuple[Draft, Step]:
        draft = self.draft("check")
        on_path = {step.key: step for step, _rows in answered(draft)}
        step = on_path.get(self.kwargs["step"])
        if step is None:
            raise Http404(access.NOTHING_HERE)
        return draft, step

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        draft, found = self.found()
        audit.record(self.actor, "read", draft.row, parts=[found.key])
        return self.shown(draft, found, CommentForm())

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        draft, found = self.found()
        form = CommentForm(request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_changed", draft.row, parts=[found.key])
            return self.shown(draft, found, form)
        try:
            colleagues.comment(
                draft, found, form.cleaned_data["text"], by=self.actor, at=timezone.now()
            )
        except CannotBeDone as why:
            audit.record(self.actor, "not_changed", draft.row, parts=[found.key])
            form.add_error(None, str(why))
            return self.shown(draft, found, form)
        messages.success(request, "Your colleague is told that something waits for them.")
        return redirect("referral_read_draft", reference)

    def shown(self, draft: Draft, step: Step, form: CommentForm) -> HttpResponse:
        back = reverse("referral_read_draft", args=[draft.referral.reference])
        rows = next(rows for each, rows in answered(draft) if each.key == step.key)
        return self.page(draft, step.title, form=form, rows=rows, back_href=back)
