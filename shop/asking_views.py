"""Pages for asking the partnership about a person or a place, and the desk's pages of questions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_moment
from casework.views import RecordView
from casework.workflow import CannotBeDone
from shop.asking import SENT, ask, close, volumes
from shop.asking_forms import AskForm, CloseQuestionForm
from shop.questions import Question

SHOWN = 50


class Ask(RecordView):
    """Ask; and which questions one sent, each sent or closed, which says nothing of an answer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "ask", "question")
        return self.page(AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "ask", "question")
        form = AskForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        ask(by=self.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, SENT)
        return redirect("ask")

    def page(self, form: AskForm) -> HttpResponse:
        rows = access.allowed(self.actor, "ask", Question).order_by("-made_at", "-pk")[:SHOWN]
        rows = list(rows)
        audit.listed(self.actor, "question", [row.reference for row in rows])
        panel = {
            "heading": "Your questions",
            "columns": [{"text": text} for text in ("Question", "About", "Sent", "State")],
            "rows": [own_row(row) for row in rows],
            "empty": "You have sent no question yet.",
        }
        context = {"title": "Ask the partnership", "form": form, "panel": panel}
        if access.may(self.actor, "answer", "question"):
            context["desk_href"] = reverse("questions")
        return render(self.request, "shop/ask.html", context)


def own_row(row: Question) -> list[dict]:
    """What was typed is not shown again: it may be a name."""
    return [
        {"text": row.reference},
        {"text": row.get_about_display()},
        {"text": full_moment(row.made_at)},
        state(row),
    ]


def state(row: Question) -> dict:
    if row.is_closed:
        return {"text": "Closed", "tag_class": "govuk-tag--grey"}
    return {"text": "Sent", "tag_class": "govuk-tag--blue"}


class Questions(RecordView):
    """At the desk: open questions, the oldest first, those closed lately, and who asks much."""

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "answer", "question")
        rows = access.allowed(self.actor, "answer", Question).select_related("made_by", "agency")
        still = list(rows.filter(closed_at__isnull=True).order_by("made_at", "pk"))
        closed = list(rows.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:SHOWN])
        audit.listed(self.actor, "question", [row.reference for row in (*still, *closed)])
        asked = volumes({row.made_by_id for row in (*still, *closed)}, self.actor, timezone.now())
        titles = ("Question", "About", "Asked by", "Sent", "Questions from them")
        columns = [{"text": text} for text in titles]
        panels = [
            {
                "heading": heading,
                "columns": columns,
                "rows": [desk_row(row, asked) for row in found],
                "empty": empty,
            }
            for heading, found, empty in (
                ("Waiting for the desk", still, "No question waits for the desk."),
                ("Closed lately", closed, "No question was closed yet."),
            )
        ]
        context = {"title": "Questions to the desk", "panels": panels, "back_href": reverse("ask")}
        return render(request, "shop/questions.html", context)


def desk_row(row: Question, asked: dict[int, tuple[int, int]]) -> list[dict]:
    return [
        {"text": row.reference, "href": reverse("question", args=[row.reference])},
        {"text": row.get_about_display()},
        {"text": row.made_by.name, "hint": row.agency.name},
        {"text": full_moment(row.made_at)},
        {"text": volume(row, asked)},
    ]


def volume(row: Question, asked: dict[int, tuple[int, int]]) -> str:
    lately, longer = asked.get(row.made_by_id, (0, 0))
    return f"{lately} in 7 days, {longer} in 90 days"


class QuestionPage(RecordView):
    """One question, as the desk reads and closes it."""

    def found(self, act: str = "answer") -> Question:
        rows = Question.objects.select_related("made_by", "agency", "closed_by")
        return access.find(self.actor, act, rows, reference=self.kwargs["reference"])

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        question = self.found()
        audit.record(self.actor, "read", question)
        return self.page(question, CloseQuestionForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        question, form = self.found(), CloseQuestionForm(request.POST)
        if form.is_valid():
            try:
                close(question, by=self.actor, at=timezone.now(), **form.cleaned_data)
            except CannotBeDone as why_not:
                messages.error(request, str(why_not))
            else:
                messages.success(request, "Closed. Who asked sees that, and nothing more.")
            return redirect("questions")
        audit.record(self.actor, "not_done", question, detail={"step": "close_question"})
        return self.page(question, form)

    def page(self, question: Question, form: CloseQuestionForm) -> HttpResponse:
        asked = volumes({question.made_by_id}, self.actor, timezone.now())
        rows = [
            ("About", question.get_about_display()),
            ("Whom or what they mean", question.words),
            ("Why they ask", question.why),
            ("Asked by", f"{question.made_by.name}, {question.agency}"),
            ("To be reached at", question.reached_at),
            ("Sent", full_moment(question.made_at)),
            ("Questions from them", volume(question, asked)),
        ]
        if question.is_closed:
            rows.append(("Closed", f"{full_moment(question.closed_at)}, by {question.closed_by}"))
        if question.closed_by_id == self.actor.user.pk:
            rows.append(("How, which only you read", question.get_how_display()))
            rows.append(("Note for yourself", question.note or "Not recorded"))
        context = {
            "title": "Question to the desk",
            "caption": question.reference,
            "sections": [{"heading": "", "rows": [{"key": k, "value": v} for k, v in rows]}],
            "form": None if question.is_closed else form,
            "back_href": reverse("questions"),
            "back_text": "Back to questions",
        }
        return render(self.request, "shop/question.html", context)
