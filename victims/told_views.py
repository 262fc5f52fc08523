"""Pages for telling someone outside of a person: the contact warning stands first."""

from typing import Any

from casework.told_outside_views import PAGE, Tell, TellingView, ToldList
from victims.models import Person
from victims.views import person_frame


class OfPerson(TellingView):
    def frame(self, record: Person) -> dict[str, Any]:
        return person_frame(self.actor, record, PAGE)


class ToldListOfPerson(OfPerson, ToldList):
    pass


class TellOfPerson(OfPerson, Tell):
    pass
