"""What waits: questions about figures."""

from datetime import date

from django.urls import reverse

from agencies import access
from agencies.acting import Actor
from casework.dates import full_moment
from casework.work import Waiting, latest, register
from reporting.questions.models import Asked, FigureQuestion
from reporting.questions.views import in_words


@register("Questions about figures", 65)
def questions_about_figures(actor: Actor, today: date) -> list[Waiting]:
    rows = access.allowed(actor, "settle", FigureQuestion).filter(status=Asked.WAITING)
    return [
        Waiting(
            f"Answer a question about {in_words(row.measure, row.dimension, row.period)}",
            reverse("figure_question", args=[row.reference]),
            row.reference,
            hint=full_moment(row.asked_at),
        )
        for row in latest(rows, "asked_at")
    ]
