"""Pages of files about a person: the contact warning stands first on each."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies import access, audit
from casework.page_parts import panel
from files.views import FilePage, FilesAdd
from victims.models import Person, PersonFile
from victims.record_types import PEOPLE, PERSON_FILES
from victims.views import PersonTab, person_frame

# What a file is called and shows is told here and on its own page; a list of many people's files
# tells neither.
HERE = replace(PERSON_FILES, columns=("name", "description", "stored", "agency", "made_at"))
NONE_OPEN = (
    "There are no files here that you can open. Files about a person open to those who are "
    "assigned to them, and to whoever added them."
)


def before_contact(person: Person) -> list[str]:
    return [person.contact_warning] if person.contact_warning else []


class FilesOfPerson(PersonTab):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        person = self.found()
        may_add = access.can(self.actor, PERSON_FILES.add_act, person)
        found = panel(self.actor, person, PEOPLE, HERE, may_add=may_add) | {"empty": NONE_OPEN}
        audit.record(self.actor, "read", person, parts=[PERSON_FILES.tab])
        frame = person_frame(self.actor, person, PERSON_FILES.tab)
        return render(request, self.template_name, {**frame, "panels": [found]})


class AddToPerson(FilesAdd):
    def warnings(self, parent: Person) -> list[str]:
        return before_contact(parent)


class PersonFilePage(FilePage):
    def warnings(self, record: PersonFile) -> list[str]:
        return before_contact(record.person) + super().warnings(record)
