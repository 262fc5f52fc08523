"""What of a person can be told to someone outside. How to reach them is never among it."""

from collections.abc import Callable

from agencies import access
from agencies.acting import Actor
from casework.told_outside import Rows, Tellable, Telling, register
from shop.told import in_rows
from victims.actions import PARTS
from victims.models import Person, PersonTold

TITLES = {"identity": "Who they are", "narrative": "What they told", "needs": "What they need"}


def outline(person: Person) -> Rows:
    fields = ("working_label", "age_band", "gender", "nationality", "met_at")
    return [("Reference", person.reference), *in_rows(person, *fields)]


def part_rows(name: str) -> Callable[[Person], Rows]:
    def rows(person: Person) -> Rows:
        part = PARTS[name].objects.get(person=person)
        return in_rows(part, *part.personal_fields) or [(TITLES[name], "Not recorded")]

    return rows


def people_with(name: str) -> Callable[[Actor], object]:
    """The people whose part of that name an actor may see."""

    def carriers(actor: Actor):
        seen = access.allowed(actor, "see", PARTS[name]).order_by().values("person")
        return access.allowed(actor, "see", Person).filter(pk__in=seen)

    return carriers


def warnings(person: Person) -> list[str]:
    return [person.contact_warning] if person.contact_warning else []


PERSON_TOLD = register(
    Telling(
        model=PersonTold,
        parts=(
            Tellable("outline", "Outline", lambda a: access.allowed(a, "see", Person), outline),
            *(
                Tellable(name, title, people_with(name), part_rows(name))
                for name, title in TITLES.items()
            ),
        ),
        warnings=warnings,
    )
)
