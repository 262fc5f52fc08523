"""Keeping an incident from someone along with its people, and keeping a person from someone."""

from typing import Any

from casework.kept_views import PAGE, KeptFromPage, KeptView, StepBack
from shop.models import Incident
from ties.views import DeclaredTie
from victims.models import Person
from victims.views import person_frame


class WithItsPeople(KeptView):
    """A person carries grants of their own, so keeping the incident alone would leave them open."""

    def with_it(self, record: Incident):
        return record.people.order_by("pk")


class KeptFromIncident(WithItsPeople, KeptFromPage):
    pass


class StepBackFromIncident(WithItsPeople, StepBack):
    pass


class TieToIncident(WithItsPeople, DeclaredTie):
    pass


class KeptFromPerson(KeptFromPage):
    def frame(self, record: Person) -> dict[str, Any]:
        return person_frame(self.actor, record, PAGE)
