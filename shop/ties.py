"""Places are compared with declared businesses and addresses, for every incident at them."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import Incident, Location
from ties import words
from ties.matching import Source, compare_again, register


def phrases(location: Location) -> Iterator[words.Phrase | None]:
    yield words.recorded_place(location.address)
    if location.postcode:
        yield words.recorded_place(f"{location.address} {location.postcode}")


def incidents_at(ids: Collection[int]) -> QuerySet:
    return Incident.objects.filter(location__in=ids)


register(Source(Location, phrases, lambda location: location.partnership_id, incidents_at))


@receiver(post_save, sender=Incident, dispatch_uid="ties.incident")
def at_a_place_that_is_known(
    sender, instance: Incident, raw: bool = False, update_fields=None, **rest
) -> None:
    if instance.location_id and (update_fields is None or "location" in update_fields):
        compare_again(Location, instance.location_id)
