"""What comes first on every page about an incident or a visit."""

from shop.models import Incident
from shop.terms import Danger


def place_warnings(incident: Incident) -> list[str]:
    """What everyone who may see the incident is shown before any address or plan."""
    found = []
    if incident.immediate_danger == Danger.YES:
        found.append("Someone was said to be in danger when this was logged. Call 999 if so now.")
    if incident.location_id and incident.location.hazards:
        found.append(f"Hazard for visiting staff: {incident.location.hazards}")
    return found
