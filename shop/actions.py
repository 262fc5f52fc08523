"""Writes of the desk that touch more than one row."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from agencies import access, notices
from agencies.acting import Actor
from agencies.models import Agency, Cause
from agencies.policy import Level
from casework.models import note_change
from shop import rules
from shop.geography import Town, Ward
from shop.models import Incident, Location


def place_for(
    by: Actor, *, address: str, postcode: str, kind: str, town: Town, ward: Ward | None
) -> Location | None:
    """The one row of a place: found by its address whatever its spelling, else made.

    Returns None when no address was given. Making a place gives nobody anything: it is seen
    through its incidents.
    """
    key = rules.address_key(address, postcode)
    if not key:
        return None
    place, _ = Location.objects.get_or_create(
        partnership_id=by.partnership_id,
        address_key=key,
        defaults={
            "address": address,
            "postcode": postcode,
            "kind": kind,
            "town": town,
            "ward": ward,
            "agency": by.agency,
            "made_by": by.user,
        },
    )
    return place


def bring_to_visit(incident: Incident, agencies: Iterable[Agency], *, by: Actor) -> None:
    """The agencies of a visit work on its incident.

    Those that do already keep what they have, with its end: a visit lengthens nobody's share.
    """
    held = set(access.holders(incident, Level.WORK).values_list("group", flat=True))
    if missing := [agency for agency in agencies if agency.group_id not in held]:
        access.share(
            None,
            incident,
            missing,
            level=Level.WORK,
            cause=Cause.VISIT,
            granted_by=by.user,
            purpose=by.agency.partnership.sharing_purpose,
            basis=by.agency.partnership.sharing_basis,
        )


@transaction.atomic
def share_incident(
    incident: Incident,
    agencies: Iterable[Agency],
    *,
    by: Actor,
    at: datetime,
    level: str,
    purpose: str,
    basis: str,
    ends_at: datetime | None = None,
) -> None:
    """Share with several agencies in one act; it stands on the timeline and in their work."""
    agencies = list(agencies)
    access.share(
        by,
        incident,
        agencies,
        level=level,
        cause=Cause.SHARED,
        purpose=purpose,
        basis=basis,
        ends_at=ends_at,
    )
    names = ", ".join(agency.name for agency in agencies)
    note_change(incident, by, "share", "", "", names, at)
    notices.something_waits(agencies, about=incident)


@transaction.atomic
def stop_sharing(incident: Incident, agency: Agency, *, by: Actor, at: datetime) -> None:
    """End an agency's access at once."""
    access.withdraw(by, incident, agency)
    note_change(incident, by, "stop_sharing", "", "", agency.name, at)
