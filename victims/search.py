"""People found by what they were told apart by, and, where one may see who they are, by name."""

from django.db.models import Q, QuerySet

from agencies.acting import Actor
from casework import lists
from casework.search import Words, register
from victims.names import named
from victims.record_types import PEOPLE


@register(PEOPLE)
def people(actor: Actor, words: Words) -> QuerySet:
    label = Q()
    for word in words.typed.split():
        label &= Q(working_label__icontains=word)
    return lists.listed(PEOPLE, actor).filter(label | Q(pk__in=named(actor, words.typed)))
