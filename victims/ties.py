"""Names of people are compared with those that members declared."""

from collections.abc import Collection
from operator import attrgetter

from django.db.models import QuerySet

from ties import words
from ties.matching import Source, register
from victims.models import Identity, Person


def phrases(identity: Identity) -> list[words.Phrase]:
    return words.recorded_names(identity.given_names, identity.family_name, identity.aliases)


def people(ids: Collection[int]) -> QuerySet:
    return Person.objects.filter(pk__in=ids)


register(
    Source(
        Identity,
        phrases,
        lambda identity: identity.person.partnership_id,
        people,
        attrgetter("person_id"),
    )
)
