"""Asking the partnership, and closing a question. Nothing is looked up while somebody asks."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from agencies import access, audit, notices
from agencies.acting import Actor
from agencies.models import Agency
from casework.workflow import CannotBeDone
from shop.questions import Question

SENT = "Your question was sent."
LATELY, LONGER = timedelta(days=7), timedelta(days=90)


@transaction.atomic
def ask(*, by: Actor, at: datetime, about: str, words: str, why: str, reached_at: str) -> Question:
    """Put a question to the desk. The same statements run whatever is asked about."""
    access.require_role(by, "ask", "question")
    question = Question.objects.create(
        agency=by.agency,
        made_by=by.user,
        made_at=at,
        about=about,
        words=words,
        why=why,
        reached_at=reached_at,
    )
    audit.record(by, "ask", question)
    desk = Agency.objects.get(partnership_id=by.partnership_id, is_desk=True)
    notices.something_waits([desk], about=question)
    return question


@transaction.atomic
def close(question: Question, *, by: Actor, at: datetime, how: str, note: str) -> None:
    """The desk dealt with it. Sharing itself is done on the record, by whoever manages it.

    Raises CannotBeDone when somebody closed it before.
    """
    access.require(by, "answer", question)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.is_closed:
        raise CannotBeDone(f"{question.closed_by} has closed this question already.")
    question.how, question.note = how, note
    question.closed_by, question.closed_at = by.user, at
    question.save(update_fields=["how", "note", "closed_by", "closed_at"])
    audit.record(by, "close_question", question)


def volumes(user_ids: Iterable[int], by: Actor, at: datetime) -> dict[int, tuple[int, int]]:
    """How many questions each of these people put lately, and in the longer run. One query."""
    rows = access.allowed(by, "answer", Question).filter(
        made_by__in=set(user_ids), made_at__gt=at - LONGER
    )
    counted = rows.order_by().values_list("made_by").annotate(
        lately=Count("pk", filter=Q(made_at__gt=at - LATELY)), longer=Count("pk")
    )  # fmt: skip
    return {user: (lately, longer) for user, lately, longer in counted}
