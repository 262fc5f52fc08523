"""Named filters that read aloud."""

from django.db.models import QuerySet


def by_their_author(drafts: QuerySet, actor, act: str) -> QuerySet:
    """What is not finished is seen and changed by the one who writes it."""
    return drafts.filter(membership_id=actor.membership_id)
