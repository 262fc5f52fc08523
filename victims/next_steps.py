"""What may be begun for a person from here. The apps above name their own; this one names none."""

from collections.abc import Callable

from agencies.acting import Actor
from victims.models import Person, Screening

Offer = Callable[[Actor, Person, Screening | None], list[dict]]

_offers: list[Offer] = []


def register(offer: Offer) -> Offer:
    """Decorate a function that gives buttons, [{text, href, style}], through the gate.

    It is called with the person and, on a screening's page, the screening.
    """
    _offers.append(offer)
    return offer


def offered(actor: Actor, person: Person, screening: Screening | None = None) -> list[dict]:
    return [button for offer in _offers for button in offer(actor, person, screening)]
