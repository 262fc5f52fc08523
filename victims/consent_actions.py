"""Writing down what a person said. The ledger is only added to, here and nowhere else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.workflow import CannotBeDone
from victims.consents import Consent
from victims.models import Person
from victims.terms import MISTAKE, CapacityDoubt, Interpreting, Presence


@dataclass(frozen=True)
class Conversation:
    """How the person was asked: told once, and kept with everything they said then.

    note: how it reached us, when they did not say it to whoever writes it down.
    """

    said_on: date
    language: str = ""
    interpreting: str = Interpreting.NOT_RECORDED
    presence: str = Presence.NOT_RECORDED
    present: str = ""
    capacity: str = CapacityDoubt.NOT_RECORDED
    capacity_done: str = ""
    note: str = ""


@dataclass(frozen=True)
class Said:
    """What they said about one choice, and what was put to them."""

    kind: str
    answer: str
    wording: str
    wording_version: str
    channel: str = ""
    said: str = ""


Listener = Callable[[Person, list[Consent], datetime], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> Listener:
    """Decorate what follows, in an app above, when something new stands in the ledger.

    It is called in the same transaction with the person, what was added, and when.
    """
    _listeners.append(listener)
    return listener


@transaction.atomic
def record(
    person: Person, said: Iterable[Said], how: Conversation, *, by: Actor, at: datetime
) -> list[Consent]:
    """Add what the person said in one conversation, in the order given.

    Whoever works with the person writes it down, assigned or not: they must be able to take
    something back by telling anyone.
    """
    access.require(by, "work", person)
    added = []
    for each in said:
        event = Consent(
            person=person, recorded_at=at, written_by_id=by.membership_id, agency=by.agency,
            **vars(how), **vars(each),
        )  # fmt: skip
        event.clean_fields(exclude=("person", "written_by", "agency"))
        event.clean()
        event.save()
        added.append(event)
    if added:
        kinds = sorted({event.kind for event in added})
        audit.record(by, "record_consent", person, parts=["consents"], detail={"kinds": kinds})
        _tell(person, added, at)
    return added


@transaction.atomic
def take_back(event: Consent, why: str, *, by: Actor, at: datetime) -> Consent:
    """Say that an entry was written down by mistake. It stays, and no longer counts.

    Raises CannotBeDone when it was taken back already, or takes back another.
    """
    access.require(by, "change", event)
    # The person's row is what two people who correct at once wait for.
    Person.objects.select_for_update().get(pk=event.person_id)
    if event.answer == MISTAKE or Consent.objects.filter(corrects=event).exists():
        raise CannotBeDone("This was already recorded as a mistake.")
    taken = Consent.objects.create(
        person=event.person, kind=event.kind, channel=event.channel, answer=MISTAKE, corrects=event,
        said_on=event.said_on, wording=event.wording, wording_version=event.wording_version,
        note=why, written_by_id=by.membership_id, agency=by.agency, recorded_at=at,
    )  # fmt: skip
    detail = {"kinds": [event.kind]}
    audit.record(by, "take_back_consent", event.person, parts=["consents"], detail=detail)
    _tell(event.person, [taken], at)
    return taken


def _tell(person: Person, added: list[Consent], at: datetime) -> None:
    for listener in _listeners:
        listener(person, added, at)
