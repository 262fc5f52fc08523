"""Questions to the desk: "do you know this person or place?" """

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from agencies.policy import Access
from casework.models import Record
from shop.terms import QuestionAbout, QuestionAnswered


def ones_own_or_the_desks(rows: QuerySet, actor, act: str) -> QuerySet:
    """Who asked sees that they asked; whoever answers, the questions of the partnership."""
    if act == "answer":
        return rows.filter(agency__partnership_id=actor.partnership_id)
    return rows.filter(made_by=actor.user, agency=actor.agency)


class Question(Record):
    """Someone asks whether the partnership knows a person or a place, and why.

    Nothing is looked up when it is asked, so that the answer on the screen is always the same. The
    desk looks, and phones or shares. How it ended is read by whoever ended it alone: another
    coordinator may be one from whom the record is kept.
    """

    about = models.CharField(max_length=10, choices=QuestionAbout.choices)
    words = models.TextField(max_length=1000)
    why = models.TextField(max_length=1000)
    reached_at = models.CharField(max_length=120)
    how = models.CharField(max_length=10, choices=QuestionAnswered.choices, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    prefix = "QUE"
    personal_fields = ("words", "why", "reached_at", "note")
    access = Access(kind="question", narrow=ones_own_or_the_desks)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, how="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(how=""),
                name="question_closed_by_whom_and_how",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-made_at"], name="question_of_agency")]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None
