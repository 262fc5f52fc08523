"""All that the author of a notice may know of the person, from their record and from the draft.

Only what the author may see is compared. To compare with more would tell them, name by name, what
is kept from them; see docs/decisions. So whether they see who the person is comes first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from agencies import access
from agencies.acting import Actor
from referrals import engine
from referrals.drafts import Draft
from referrals.near import Kind, Known
from referrals.near.known import named_places, proper_words
from referrals.questions.nationalities import COUNTRIES_ABROAD
from referrals.questions.shape import Field, QuestionSet
from shop.models import Location
from victims.models import Contact, Identity, Person

BIRTHPLACE = "birthplace"
NOT_SAID = frozenset({"unknown", "not known", "not asked", "none", "n/a", "no", "withheld"})
HOME = ("UK", "United Kingdom", "England", "Scotland", "Wales", "Northern Ireland", "Great Britain")


@dataclass(frozen=True)
class Comparison:
    """known: what texts are compared with. unseen: the parts of the person that the author could be
    shown, and is not: without them nothing was really compared. never_seen: parts that their role
    never opens. people: references of those whose names were compared."""

    known: tuple[Known, ...]
    unseen: tuple[str, ...] = ()
    never_seen: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def compared_with(actor: Actor, draft: Draft) -> Comparison:
    """Two queries. Of somebody who agreed to be named, only what is known of others counts."""
    person = draft.person
    of_incident = access.allowed(actor, "see", Identity).filter(person__incident=person.incident_id)
    identities = list(of_incident.select_related("person").order_by("person_id"))
    own = next((row for row in identities if row.person_id == person.pk), None)
    where = _where_they_are(actor, person)
    known: list[Known] = []
    for identity in identities:
        if identity is not own:
            known += of_identity(identity, "somebody else who was met")
    if not engine.names_the_person(draft.questions, draft.answers):
        known += of_identity(own, "the person") if own else []
        known += [each for contact in where.contact_told or () for each in of_contact(contact)]
        known += [each for place in where.places_told or () for each in of_place(place)]
        known += [Known(Kind.PHRASE, person.working_label, "how colleagues tell the person apart")]
        known += of_answers(draft.questions, draft.answers)
    may_see = {
        "identity": access.may(actor, "see", "identity"),
        "contact": access.may(actor, "see", "contact"),
    }
    seen = {"identity": own is not None, "contact": bool(where.contact_told)}
    return Comparison(
        known=tuple(each for each in known if each.value),
        unseen=tuple(part for part in seen if may_see[part] and not seen[part]),
        never_seen=tuple(part for part in seen if not may_see[part]),
        people=tuple(sorted(row.person.reference for row in identities)),
    )


def of_identity(identity: Identity, whose: str) -> Iterator[Known]:
    names = f"{identity.given_names} {identity.family_name}".strip()
    yield Known(Kind.NAME, names, f"a name of {whose}")
    yield Known(Kind.ALIAS, identity.aliases, f"another name of {whose}")
    yield Known(Kind.NUMBER, identity.document_numbers, f"a document number of {whose}")
    if identity.born_on:
        yield Known(Kind.DATE, identity.born_on.isoformat(), f"the date of birth of {whose}")


def _where_they_are(actor: Actor, person: Person) -> Person:
    """The row of the person, with where they are and the addresses of the incident and of its
    visits, as far as the author may see them: contact_told, places_told."""
    contact = access.allowed(actor, "see", Contact).filter(person=OuterRef("pk"))
    place = access.allowed(actor, "see", Location)
    of_incident = Q(incidents=OuterRef("incident")) | Q(visits__incident=OuterRef("incident"))
    return Person.objects.annotate(
        contact_told=ArraySubquery(contact.values(told=_as_data("staying_area", "phone", "email"))),
        places_told=ArraySubquery(
            place.filter(of_incident).order_by().values(told=_as_data("address", "postcode"))
        ),
    ).get(pk=person.pk)


def _as_data(*names: str) -> JSONObject:
    return JSONObject(**{name: name for name in names})


def of_contact(contact: Mapping[str, str]) -> Iterator[Known]:
    yield Known(Kind.PLACE, contact["staying_area"], "where the person is staying")
    yield Known(Kind.NUMBER, contact["phone"], "a telephone number of the person")
    yield Known(Kind.EMAIL, contact["email"], "an email address of the person")


def of_place(place: Mapping[str, str]) -> Iterator[Known]:
    yield Known(Kind.PLACE, place["address"], "the address of a place where people were met")
    yield Known(Kind.PLACE, place["postcode"], "the postcode of a place where people were met")


def of_answers(questions: QuestionSet, answers: engine.Answers) -> Iterator[Known]:
    """What the draft itself says of the person, answers of a branch no longer taken included: who
    first agreed and then chose not to be referred may have been named already."""
    names = []
    for field in questions.fields:
        answer = answers.get(field.key)
        if not isinstance(answer, str) or answer.strip().casefold() in NOT_SAID | {""}:
            continue
        if field.key == BIRTHPLACE:
            countries = [option.label for option in COUNTRIES_ABROAD] + list(HOME)
            for place in named_places(answer, countries):
                yield Known(Kind.PLACE, place, "a place where the person comes from")
        elif field.identifies_person:
            names += [answer] if is_name(field) else []
            yield from of_answer(field, answer)
    # First and last name are two answers, and one name.
    yield Known(Kind.NAME, " ".join(names[:2]), "a name typed in this referral")


def of_answer(field: Field, answer: str) -> Iterable[Known]:
    what = f"an answer in this referral: {field.name[:1].lower()}{field.name[1:]}"
    if field.kind == "date":
        return [Known(Kind.DATE, answer, what)]
    if field.check == "email":
        return [Known(Kind.EMAIL, answer, what)]
    if field.check in {"phone", "number"}:
        return [Known(Kind.NUMBER, answer, what)]
    if is_name(field):
        return [Known(Kind.ALIAS if field.key.endswith("nickname") else Kind.NAME, answer, what)]
    if field.key.endswith(("-street", "-town", "-county", "-postcode")):
        return [Known(Kind.PLACE, answer, what)]
    # A reference, or a sentence such as "her sister Zana": its numbers, and what looks like a name.
    words = [Known(Kind.ALIAS, word, what) for word in proper_words(answer)]
    return [Known(Kind.NUMBER, answer, what), *words]


def is_name(field: Field) -> bool:
    return "-name" in field.key
