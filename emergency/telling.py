"""Who is told of a use, at once: the records officers, and whoever answers for the record."""

from collections.abc import Iterable

from agencies import notices
from agencies.emergency import EmergencyAccess
from agencies.leads import leads_of
from agencies.models import Agency, Membership
from agencies.policy import Role
from casework.models import Record
from shop.models import Incident


def owner_of(record: Record) -> Agency:
    """The agency that leads an incident, that recorded a person; the desk where there is none.

    Where nobody leads that agency, nobody would be told: the desk answers for it as well.
    """
    desk = Agency.objects.get(partnership_id=record.partnership_id, is_desk=True)
    owner = record.lead_agency if isinstance(record, Incident) else record.agency
    return owner if owner and leads_of(owner).exists() else desk


def tell_records_officers(use: EmergencyAccess, record: Record | None = None) -> None:
    """record: what was opened; None for a search, of which one learns on the page of the use."""
    officers = Membership.objects.filter(
        agency__partnership=use.agency.partnership_id, roles__contains=[Role.RECORDS_OFFICER]
    )
    _tell(officers.values_list("pk", flat=True), about=record or use)


def tell_owner(owner: Agency, record: Record) -> None:
    members = leads_of(owner)
    if owner.is_desk:
        members = Membership.objects.filter(agency=owner)
    _tell(members.values_list("pk", flat=True), about=record)


def _tell(membership_ids: Iterable[int], *, about) -> None:
    notices.something_waits_for(membership_ids, about=about, at_once=True)
