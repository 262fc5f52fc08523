"""Named filters that read aloud."""

from datetime import datetime

from django.db.models import Q, QuerySet

from casework.models import RecordQuerySet
from shop.terms import ACCEPTED_STATUSES, OPEN_STATUSES, NoteScope


class IncidentQuerySet(RecordQuerySet):
    def accepted(self) -> "IncidentQuerySet":
        """Incidents the partnership took on: what the figures count."""
        return self.standing().filter(status__in=ACCEPTED_STATUSES)

    def open(self) -> "IncidentQuerySet":
        return self.standing().filter(status__in=OPEN_STATUSES)

    def received_in(self, start: datetime, end: datetime) -> "IncidentQuerySet":
        """Received from `start` up to, not including, `end`."""
        return self.filter(received_at__gte=start, received_at__lt=end)


class NoteQuerySet(RecordQuerySet):
    def readable(self, actor, act: str) -> QuerySet:
        """Notes for the whole case, and those of one's own agency. Changed by their writer."""
        if act == "see":
            return self.filter(Q(scope=NoteScope.CASE) | Q(agency=actor.agency))
        return self.filter(made_by=actor.user, agency=actor.agency)


def own_or_shared(records: QuerySet, actor, act: str) -> QuerySet:
    """Anyone who may see the incident sees these; they are changed by the agency that made them,
    or by those who manage the incident."""
    if act != "change" or actor.agency.is_desk:
        return records
    return records.filter(agency=actor.agency)


def answered_by_the_asked(requests: QuerySet, actor, act: str) -> QuerySet:
    """A request is answered by the agency asked, or by the desk for it."""
    if act == "answer" and not actor.agency.is_desk:
        return requests.filter(asked_of=actor.agency)
    return own_or_shared(requests, actor, act)
