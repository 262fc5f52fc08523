"""What of an incident can be told to someone outside. Who told us is never among it."""

from agencies import access
from agencies.acting import Actor
from casework import shown
from casework.forms import words
from casework.models import Record
from casework.told_outside import Rows, Tellable, Telling, register
from shop.models import Incident, IncidentTold
from shop.warnings import place_warnings


def in_rows(record: Record, *names: str) -> Rows:
    """Field by field, empty ones left out."""
    told = [(words(record._meta.get_field(name)), shown.in_words(record, name)) for name in names]
    return [(key, value) for key, value in told if value]


def place_of(incident: Incident) -> Rows:
    if incident.location is None:
        return [("Place", "Not recorded")]
    return in_rows(incident.location, "address", "postcode", "kind")


def found_at(incident: Incident) -> Rows:
    visits = incident.visits.standing().exclude(found="").order_by("starts_at", "pk")
    told = [(shown.in_words(visit, "starts_at"), visit.found) for visit in visits]
    return told or [("What was found", "Not recorded")]


def seen(actor: Actor):
    return access.allowed(actor, "see", Incident)


def worked_on(actor: Actor):
    return access.allowed(actor, "work", Incident)


INCIDENT_TOLD = register(
    Telling(
        model=IncidentTold,
        parts=(
            Tellable(
                "outline",
                "What it is",
                seen,
                lambda incident: [
                    ("Reference", incident.reference),
                    *in_rows(incident, "received_at", "town", "types", "main_type", "status"),
                ],
            ),
            Tellable("place", "The place", worked_on, place_of),
            Tellable(
                "narrative",
                "What is suspected",
                worked_on,
                lambda incident: in_rows(incident, "narrative", "immediate_danger"),
            ),
            Tellable("found", "What was found at visits", worked_on, found_at),
        ),
        warnings=place_warnings,
    )
)
