"""The record types of people met, each described once."""

from agencies import access
from agencies.models import Agency, Cause
from agencies.policy import Level
from casework.record_types import RecordType, Section, add_tab, register
from files.actions import save_file
from files.forms import FileForm
from shop.record_types import VISITS
from victims.forms import ScreeningForm
from victims.models import Person, PersonFile, Screening


def give_person(person: Person, agencies, by, cause: str) -> None:
    """The desk holds every person's outline; the agencies that met them may work with them."""
    desk = Agency.objects.get(partnership_id=person.partnership_id, is_desk=True)
    give = {"granted_by": by.user}
    access.share(None, person, [desk], level=Level.MANAGE, cause=Cause.DESK, **give)
    others = [agency for agency in agencies if agency != desk]
    access.share(None, person, others, level=Level.WORK, cause=cause, **give)


def save_person(person: Person, by, facts: dict) -> None:
    person.save()
    give_person(person, [by.agency], by, Cause.MADE)


def save_screening(screening: Screening, by, facts: dict) -> None:
    """A screening belongs to the incident of its person, and to the visit where they were met."""
    person = screening.person
    screening.incident_id = person.incident_id
    if screening.visit_id is None:
        visits = person.meetings.order_by("visit__starts_at").values_list("visit_id", flat=True)
        screening.visit_id = visits.first()
    screening.save()


def save_person_file(record: PersonFile, by, facts: dict) -> None:
    """Whoever adds it may open it again, assigned or not."""
    record.written_by_id = by.membership_id
    save_file(record, by, facts)


PEOPLE = register(
    RecordType(
        model=Person,
        plural="people",
        singular="person",
        add_words="Add a person",
        under="incident",
        tab="People",
        timeline="incident",
        sections=(
            Section("Outline", ("working_label", "age_band", "gender", "nationality", "met_at")),
            Section("Before you make contact", ("contact_warning",)),
        ),
        columns=("reference", "working_label", "age_band", "gender", "nationality", "met_at"),
        filters=("age_band", "gender"),
        accept_act="accept",
        save=save_person,
    )
)

SCREENINGS = register(
    RecordType(
        model=Screening,
        plural="screenings",
        singular="screening",
        under="person",
        tab="Screenings",
        add_words="Screen this person",
        timeline="incident",
        sections=(
            Section("The conversation", ("screened_at", "presence", "interpreting")),
            Section("Your view", ("types", "outcome")),
        ),
        columns=("reference", "screened_at", "types", "outcome", "agency"),
        form=ScreeningForm,
        save=save_screening,
    )
)

PERSON_FILES = register(
    RecordType(
        model=PersonFile,
        plural="person-files",
        singular="file",
        add_words="Add files",
        several="files",
        under="person",
        tab="Files",
        sections=(Section("", ("name", "description", "stored", "agency", "made_at")),),
        entry=("description",),
        columns=("reference", "made_at", "agency", "stored"),
        form=FileForm,
        save=save_person_file,
        in_api=False,
    )
)

add_tab(VISITS, "People met", "people")
