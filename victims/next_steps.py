"""What may be begun for a person from here. The apps above name their own; this one names none."""

from collections.abc import Callable
from dataclasses import dataclass

from agencies.acting import Actor
from victims.models import Person, Screening

Button = Callable[[Actor, Person, Screening | None], dict | None]


@dataclass(frozen=True)
class Offer:
    """A button for those who may do `act` on the person."""

    act: str
    button: Button


_offers: list[Offer] = []


def register(act: str) -> Callable[[Button], Button]:
    """Decorate a function that gives a button, {text, href, style}, or None.

    It is called with the person and, on a screening's page, the screening; only for someone who
    may do `act`, which the page has asked of the gate.
    """

    def known(button: Button) -> Button:
        _offers.append(Offer(act, button))
        return button

    return known


def acts() -> set[str]:
    return {offer.act for offer in _offers}


def offered(
    actor: Actor, open_acts: frozenset[str], person: Person, screening: Screening | None = None
) -> list[dict]:
    found = [offer.button(actor, person, screening) for offer in _offers if offer.act in open_acts]
    return [button for button in found if button]
