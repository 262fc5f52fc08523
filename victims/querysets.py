"""Named filters that read aloud."""

from django.db.models import QuerySet


def by_their_author(drafts: QuerySet, actor, act: str) -> QuerySet:
    """What is not finished is seen and changed by the one who writes it."""
    return drafts.filter(membership_id=actor.membership_id)


def of_ones_agency(assignments: QuerySet, actor, act: str) -> QuerySet:
    """Who is put on a person is seen by whoever sees the person; a lead decides for their own."""
    if act == "oversee":
        return assignments.filter(membership__agency=actor.agency)
    return assignments
