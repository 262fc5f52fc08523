"""Questions about a figure, from those who open no record, and answers that stand beside it.

A question names a measure, what it is divided by and a period; the desk answers in words that name
nobody; once an approver agreed, every reader of that figure reads both.
"""

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from agencies.acting import Actor
from agencies.policy import Access
from casework.forms import CaseForm
from casework.references import new_reference
from casework.workflow import CannotBeDone, Step, Workflow


def of_own_partnership(rows: models.QuerySet, actor: Actor, act: str) -> models.QuerySet:
    return rows.filter(partnership_id=actor.partnership_id)


class Asked(models.TextChoices):
    WAITING = "WAITING", "Waiting for an answer"
    ANSWERED = "ANSWERED", "Answered, to be approved"
    STANDS = "STANDS", "Stands beside the figure"


class FigureQuestion(models.Model):
    """One question. dimension: what the figure is divided by, "" for the total."""

    reference = models.CharField(max_length=20, unique=True, editable=False)
    partnership = models.ForeignKey(
        "agencies.Partnership", models.PROTECT, related_name="+", editable=False
    )
    measure = models.CharField(max_length=40, editable=False)
    dimension = models.CharField(max_length=40, blank=True, editable=False)
    period = models.CharField(max_length=21, editable=False)
    question = models.CharField(max_length=1000)
    answer = models.CharField(max_length=1000, blank=True, editable=False)
    status = models.CharField(
        max_length=10, choices=Asked.choices, default=Asked.WAITING, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    personal_fields = ()
    sort_key = "asked_at"
    access = Access(kind="figures", narrow=of_own_partnership)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Asked.WAITING) | Q(answered_by__isnull=False) & ~Q(answer=""),
                name="figure_question_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status=Asked.STANDS) & Q(approved_by__isnull=True)
                | Q(status=Asked.STANDS, approved_by__isnull=False)
                & ~Q(approved_by=models.F("answered_by")),
                name="figure_question_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args, **kwargs) -> None:
        if not self.reference:
            self.reference = new_reference("ASF")
        super().save(*args, **kwargs)


class QuestionForm(CaseForm):
    question = forms.CharField(
        label="What do you want to know about this figure?",
        help_text="It goes to the coordinator. Name no person and no address: once approved, "
        "everybody who reads this figure reads your question and the answer.",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Enter your question"},
    )


class AnswerForm(CaseForm):
    answer = forms.CharField(
        label="Answer",
        help_text="Name no person, no address and no small count: readers who open no record "
        "read it beside the figure.",
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": "Enter the answer"},
    )


def give_answer(asked: FigureQuestion, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    asked.answer, asked.answered_by = facts["answer"], by.user


def approve(asked: FigureQuestion, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    if by.user.pk == asked.answered_by_id:
        raise CannotBeDone("You wrote this answer, so another approver approves it.")
    asked.approved_by = by.user


QUESTION = Workflow(
    (
        Step("answer", "Answer", frozenset({Asked.WAITING}), Asked.ANSWERED, needs="settle",
             form=AnswerForm, apply=give_answer, note="", style="", reads_well="Answered"),
        Step("approve", "Approve the answer", frozenset({Asked.ANSWERED}), Asked.STANDS,
             needs="approve", apply=approve, note="", style="",
             explanation="Question and answer then stand beside the figure, for all who read it.",
             reads_well="Approved"),
        Step("send_back", "Send back", frozenset({Asked.ANSWERED}), Asked.WAITING,
             needs="approve", note_label="What must the answer say?", reads_well="Sent back"),
    )
)  # fmt: skip


def standing(partnership_id: int, periods: Iterable[str]) -> list[FigureQuestion]:
    """Those whose answer stands beside a figure of these periods, the first asked first."""
    rows = FigureQuestion.objects.filter(
        partnership_id=partnership_id, status=Asked.STANDS, period__in=list(periods)
    )
    return list(rows.order_by("asked_at", "pk"))
