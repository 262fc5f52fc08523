"""Writes of the desk that touch more than one row."""

from collections.abc import Iterable

from agencies import access
from agencies.acting import Actor
from agencies.models import Agency, Cause
from agencies.policy import Level
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
