"""An incident shared, or no longer shared, along with people met there: one act, or none of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from agencies.acting import Actor
from agencies.models import Agency
from agencies.policy import Level
from casework.sharing import share_record, stop_sharing
from shop.models import Incident
from victims.models import Person


@transaction.atomic
def share_incident(
    incident: Incident,
    people: Iterable[Person],
    agencies: Iterable[Agency],
    *,
    by: Actor,
    at: datetime,
    level: str,
    **facts,
) -> None:
    """The people by their outline, however far the incident is given.

    facts: purpose, basis and end, as `share_record` takes them.
    """
    agencies = list(agencies)
    share_record(incident, agencies, by=by, at=at, level=level, **facts)
    for person in people:
        share_record(person, agencies, by=by, at=at, level=Level.SEE, **facts)


@transaction.atomic
def stop_sharing_incident(
    incident: Incident,
    people: Iterable[Person],
    agency: Agency,
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    for record in (*people, incident):
        stop_sharing(record, agency, by=by, at=at, why=why)
