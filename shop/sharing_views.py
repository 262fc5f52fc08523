"""Sharing an incident: how far it may be given, in words, and the agencies of its visits."""

from agencies import access
from agencies.models import Agency
from agencies.policy import Level
from casework.sharing_forms import Group
from casework.sharing_views import AcceptShare, ChangeShare, Sharing, SharingView, StopSharing
from shop.models import Incident, VisitPart

VISITS = "visits"


class OfIncident(SharingView):
    levels = {
        Level.SEE: "See it: reference, type, area, state and timeline",
        Level.WORK: "Work on it: also the address, and add visits, interventions and notes",
        Level.MANAGE: "Manage it: also correct, start, close and share it",
    }


class IncidentSharing(OfIncident, Sharing):
    def groups(self, record: Incident) -> list[Group]:
        """First those that went, or are to go, to the place."""
        parts = (
            access.allowed(self.actor, "see", VisitPart).standing().filter(visit__incident=record)
        )
        went = tuple(Agency.objects.filter(pk__in=parts.values("agency")))
        return [Group(VISITS, "Agencies of the visits", went), *super().groups(record)]


class ChangeIncidentShare(OfIncident, ChangeShare):
    pass


class StopSharingIncident(OfIncident, StopSharing):
    pass


class AcceptIncident(OfIncident, AcceptShare):
    pass
