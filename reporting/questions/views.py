"""Asking about a figure; the list of questions; one question and its steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from agencies import access, audit
from casework import lists
from casework.dates import short_moment
from casework.entry_views import RecordStep
from casework.page_parts import page_links
from reporting.counting.periods import MalformedPeriod
from reporting.dashboard.labels import DIMENSIONS, TITLES
from reporting.dashboard.measures import DASHBOARD_BY_ID
from reporting.dashboard.spans import Span
from reporting.questions.models import QUESTION, Asked, FigureQuestion, QuestionForm

TAGS = {Asked.WAITING: "yellow", Asked.ANSWERED: "blue", Asked.STANDS: "green"}


def in_words(measure: str, dimension: str, period: str) -> str:
    """Incidents by town, 2022-23"""
    by = TITLES.get(dimension) or DIMENSIONS.get(dimension, "").lower()
    return f"{DASHBOARD_BY_ID[measure].name}{f' by {by}' if by else ''}, {Span.parse(period).name}"


class AskAboutFigure(View):
    """measure, dimension and period come from the figure that was read."""

    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_role(request.actor, "ask", "figures")
        self.about = self.figure(request.GET)
        return super().dispatch(request, *args, **kwargs)

    def figure(self, query: QueryDict) -> dict[str, str]:
        measure = DASHBOARD_BY_ID.get(query.get("measure", ""))
        dimension = query.get("dimension", "")
        if measure is None or dimension not in ("", *measure.dimensions):
            raise Http404(access.NOTHING_HERE)
        try:
            span = Span.parse(query.get("period", ""))
        except MalformedPeriod:
            raise Http404(access.NOTHING_HERE) from None
        return {"measure": measure.id, "dimension": dimension, "period": span.label}

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor
        detail = {"type": "figure question"}
        audit.happened(actor.user, "begin_add", agency=actor.agency, detail=detail)
        return self.page(QuestionForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        actor, form = request.actor, QuestionForm(request.POST)
        if not form.is_valid():
            detail = {"type": "figure question", "fields": sorted(form.errors)}
            audit.happened(actor.user, "not_added", agency=actor.agency, detail=detail)
            return self.page(form)
        asked = FigureQuestion.objects.create(
            partnership_id=actor.partnership_id,
            asked_by=actor.user,
            question=form.cleaned_data["question"],
            **self.about,
        )
        audit.record(actor, "add", asked)
        messages.success(
            request, "Your question was sent to the coordinator. It is in the list below."
        )
        return redirect("figure_questions")

    def page(self, form: QuestionForm) -> HttpResponse:
        back = f"{reverse('dashboard')}?period={self.about['period']}"
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Ask about this figure",
                "caption": in_words(**self.about),
                "form": form,
                "submit_text": "Send the question",
                "back_href": back,
                "cancel_href": back,
            },
        )


class FigureQuestions(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "figures")
        page = lists.page_of(
            access.allowed(request.actor, "see", FigureQuestion),
            "-asked_at",
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
        )
        audit.listed(request.actor, "figurequestion", [row.reference for row in page.rows])
        return render(
            request,
            "reporting/figure_questions.html",
            {
                "title": "Questions about figures",
                "columns": [{"text": "Figure"}, {"text": "Question"}, {"text": "State"}],
                "rows": [
                    [
                        {
                            "text": in_words(row.measure, row.dimension, row.period),
                            "href": reverse("figure_question", args=[row.reference]),
                            "hint": f"{row.reference}, {short_moment(row.asked_at)}",
                        },
                        {"text": row.question},
                        {
                            "text": Asked(row.status).label,
                            "tag_class": f"govuk-tag--{TAGS[row.status]}",
                        },
                    ]
                    for row in page.rows
                ],
                **page_links(request.GET, page),
                "back_href": reverse("dashboard"),
                "back_text": "Dashboard",
            },
        )


class FigureQuestionPage(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        access.require_role(request.actor, "see", "figures")
        rows = FigureQuestion.objects.select_related("asked_by", "answered_by", "approved_by")
        asked = access.find(request.actor, "see", rows, reference=reference)
        audit.record(request.actor, "read", asked)
        facts = {
            "Figure": in_words(asked.measure, asked.dimension, asked.period),
            "Question": asked.question,
            "Asked by": asked.asked_by.name,
            "Answer": asked.answer or "None yet",
            "Answered by": asked.answered_by.name if asked.answered_by else "Nobody yet",
            "Approved by": asked.approved_by.name if asked.approved_by else "Nobody yet",
        }
        return render(
            request,
            "reporting/figure_question.html",
            {
                "title": "Question about a figure",
                "caption": asked.reference,
                "tag": {"text": Asked(asked.status).label, "colour": TAGS[asked.status]},
                "rows": [{"key": key, "value": value} for key, value in facts.items()],
                "steps": [
                    {
                        "text": step.label,
                        "href": reverse("figure_question_step", args=[reference, step.name]),
                        "style": step.style,
                    }
                    for step in QUESTION.open_to(request.actor, asked)
                ],
                "back_href": reverse("figure_questions"),
                "back_text": "Questions about figures",
            },
        )


class FigureQuestionStep(RecordStep):
    """As a step of any record; a question is none, so it says itself where it is found."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_role(request.actor, "see", "figures")
        return super().dispatch(request, *args, **kwargs)

    def found(self, act: str = "see") -> FigureQuestion:
        rows = FigureQuestion.objects.all()
        return access.find(self.actor, act, rows, reference=self.kwargs["reference"])

    def step(self):
        if self.kwargs["step"] not in {step.name for step in QUESTION.steps}:
            raise Http404(access.NOTHING_HERE)
        return QUESTION.step(self.kwargs["step"])

    def workflow(self):
        return QUESTION

    def url(self, name: str, *args: str) -> str:
        return reverse("figure_question", args=args)

    def identity(self, asked: FigureQuestion) -> dict[str, Any]:
        return {
            "reference": asked.reference,
            "text": in_words(asked.measure, asked.dimension, asked.period),
            "tag": {"text": Asked(asked.status).label, "colour": TAGS[asked.status]},
        }
