"""Places found by the words of their address or postcode, and the incidents there."""

from django.db.models import Q, QuerySet

from agencies import access
from agencies.acting import Actor
from casework import lists
from casework.search import Words, otherwise, register
from shop.models import Incident
from shop.record_types import INCIDENTS, LOCATIONS

otherwise("Ask the partnership", "ask", "ask", "question")


def at_address(words: Words, path: str = "") -> Q:
    """Rows whose address has each word in it, whatever the spacing and the signs."""
    found = Q()
    for key in words.keys:
        found &= Q(**{f"{path}address_key__contains": key})
    return found


@register(LOCATIONS)
def places(actor: Actor, words: Words) -> QuerySet:
    return lists.listed(LOCATIONS, actor).filter(at_address(words))


@register(INCIDENTS)
def incidents_there(actor: Actor, words: Words) -> QuerySet:
    """Only those whose address the actor may read: else being found would tell it."""
    readable = access.allowed(actor, "read", Incident).values("pk")
    there = lists.listed(INCIDENTS, actor).filter(at_address(words, "location__"))
    return there.filter(pk__in=readable)
