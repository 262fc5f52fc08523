"""Plain builders of records for tests. Whatever a test does not say gets a value that is allowed.

    make.partnership()                   Sandwell: six towns, two rows beside them, a desk
    make.agency("housing")               an agency of it; make.member(agency, "practitioner")
    make.incident(town="tipton")         accepted, received in 2022-23, held by the desk
    make.visit(incident, by=["housing", "police"])
    make.screening(make.person(incident), types=["LAB"])

Towns and agencies are named by code; agencies are made when first named. `at` is a day, such as
"2022-06-01".
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from agencies import access
from agencies.acting import Actor, actor_by_membership
from agencies.emergency import LASTS, EmergencyAccess
from agencies.models import Agency, Capability, Membership, Partnership, User
from casework.references import new_reference
from files import storage
from files.models import StoredFile
from files.terms import FileState
from interventions.models import Arrest, Disruption, Intervention
from referrals import tracks
from referrals.models import Decision, DraftOffer, Evidence, FollowUp, Referral
from referrals.terms import Route, Status
from shop.models import (
    AgencyRequest,
    Incident,
    IncidentFile,
    Location,
    Note,
    Town,
    Visit,
    VisitPart,
    Ward,
)
from shop.terms import IncidentStatus, TownKind, VisitStatus
from victims.models import Assignment, Consent, Person, PersonFile, PersonMet, Screening

TOWNS = ("tipton", "oldbury", "rowley_regis", "wednesbury", "west_bromwich", "smethwick")
BESIDE = {"outside_area": TownKind.OUTSIDE, "not_recorded": TownKind.NOT_RECORDED}
DAY = "2022-06-01"
LONDON = ZoneInfo("Europe/London")


def moment(day: str, at: time = time(12)) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, LONDON)


# Who


def partnership(code: str = "sandwell", towns: Iterable[str] = TOWNS) -> Partnership:
    """The partnership of that code, made with its towns and desk when there is none yet."""
    found, is_new = Partnership.objects.get_or_create(code=code, defaults={"name": _words(code)})
    if is_new:
        rows = [(town, TownKind.TOWN, _words(town)) for town in towns]
        rows += [(town, kind, kind.label) for town, kind in BESIDE.items()]
        for position, (town, kind, name) in enumerate(rows):
            Town.objects.create(
                partnership=found, code=town, name=name, kind=kind, position=position
            )
        Agency.objects.create(partnership=found, code="desk", name="The desk", is_desk=True)
    return found


def town(code: str, of: Partnership | None = None) -> Town:
    return Town.objects.get(partnership=of or partnership(), code=code)


def ward(code: str, in_town: str, of: Partnership | None = None, **facts: Any) -> Ward:
    return Ward.objects.create(town=town(in_town, of), code=code, **{"name": _words(code), **facts})


def agency(code: str, of: Partnership | None = None, **facts: Any) -> Agency:
    found, _ = Agency.objects.get_or_create(
        partnership=of or partnership(), code=code, defaults={"name": _words(code), **facts}
    )
    return found


def user(name: str) -> User:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    found, is_new = User.objects.get_or_create(email=email, defaults={"name": name})
    if is_new:
        found.set_password("password")
        found.save()
    return found


def member(of: Agency, *roles: str, name: str = "", capabilities: Iterable[str] = ()) -> Membership:
    """Someone who signs in for an agency. Their password is "password"."""
    membership, _ = Membership.objects.get_or_create(
        user=user(name or f"{of.partnership.code} {of.code} {roles[0]}"),
        agency=of,
        defaults={"roles": list(roles)},
    )
    for kind in capabilities:
        Capability.objects.create(membership=membership, kind=kind, valid_from=date(2020, 1, 1))
    return membership


def actor(of: Agency, *roles: str, **facts: Any) -> Actor:
    return actor_by_membership(member(of, *roles, **facts).pk)


def coordinator(of: Partnership | None = None) -> Actor:
    return actor(agency("desk", of), "coordinator")


# Records


def location(town_code: str = "tipton", of: Partnership | None = None, **facts: Any) -> Location:
    of = of or partnership()
    number = Location.objects.count() + 1
    defaults = {
        **_made(of),
        "address": f"{number} Invented Yard",
        "town": town(town_code, of),
    }
    return Location.objects.create(partnership=of, **(defaults | facts))


def incident(
    town: str = "tipton",
    *,
    at: str = DAY,
    types: Iterable[str] = ("LAB",),
    of: Partnership | None = None,
    granted_to: Iterable[Agency] = (),
    level: str = "work",
    **facts: Any,
) -> Incident:
    """Held by the desk, and by those of `granted_to` at `level`."""
    of = of or partnership()
    types = list(types)
    defaults: dict[str, Any] = {
        **_made(of),
        "received_at": moment(at),
        "town": Town.objects.get(partnership=of, code=town),
        "types": types,
        "main_type": types[0] if types else "",
        "source": "POLICE",
        "narrative": "Invented.",
        "immediate_danger": "NO",
        "status": IncidentStatus.ACTIVE,
    }
    made = Incident.objects.create(partnership=of, **(defaults | facts))
    _share(made, of, granted_to, level)
    return made


def visit(
    of: Incident,
    *,
    by: Iterable[str] = ("housing", "police"),
    at: str = DAY,
    place: Location | None = None,
    **facts: Any,
) -> Visit:
    """Completed; `by` are the agencies that took part. The place is in the incident's town."""
    by = [agency(code, of.partnership) for code in by]
    place = place or of.location or location(of.town.code, of.partnership)
    defaults = {
        **_made(of.partnership),
        "location": place,
        "starts_at": moment(at),
        "status": VisitStatus.COMPLETED,
        "lead_agency": by[0] if by else of.agency,
    }
    made = Visit.objects.create(incident=of, **(defaults | facts))
    for one in by:
        VisitPart.objects.create(visit=made, **(_made(of.partnership) | {"agency": one}))
    return made


def person(
    of: Incident, *, gender: str = "M", granted_to: Iterable[Agency] = (), **facts: Any
) -> Person:
    defaults = {
        **_made(of.partnership),
        "working_label": "man in blue jacket",
        "age_band": "25_39",
        "gender": gender,
        "met_at": of.received_at,
    }
    made = Person.objects.create(partnership=of.partnership, incident=of, **(defaults | facts))
    _share(made, of.partnership, granted_to, "work")
    return made


def met(person: Person, at: Visit, by: Iterable[str]) -> PersonMet:
    line, _ = PersonMet.objects.get_or_create(visit=at, person=person)
    line.met_by.add(*(agency(code, person.partnership) for code in by))
    return line


def screening(
    of: Person, *, at: str = DAY, by: str = "housing", types: Iterable[str] = (), **facts: Any
) -> Screening:
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "incident": of.incident,
        "screened_at": moment(at),
        "types": list(types),
        "outcome": "CONCERN",
    }
    return Screening.objects.create(person=of, **(defaults | facts))


def referral(
    of: Screening, *, at: str | None = DAY, route: str = Route.NRM, **facts: Any
) -> Referral:
    """Sent on the day `at`, or a draft when that is None."""
    author, _ = Membership.objects.get_or_create(
        user=user(f"{of.agency.code} author"), agency=of.agency, roles=["practitioner"]
    )
    defaults = {
        **_made(of.person.partnership),
        "agency": of.agency,
        "author": author,
        "route": route,
        "question_set": "nrm-2026-04",
        "status": Status.SUBMITTED if at else Status.DRAFT,
        "submitted_on": at,
    }
    return Referral.objects.create(person=of.person, screening=of, **(defaults | facts))


def evidence(of: Referral, **facts: Any) -> Evidence:
    defaults = {
        **_made(of.person.partnership),
        "agency": of.agency,
        "name": "letter.pdf",
        "description": "Invented.",
    }
    stored = facts.pop("stored", None) or stored_file()
    return Evidence.objects.create(referral=of, stored=stored, **(defaults | facts))


def draft_offer(of: Referral, to: str, **facts: Any) -> DraftOffer:
    """Offered by its author, to any first responder of the agency `to`, for a week."""
    defaults = {
        **_made(of.person.partnership),
        "agency": of.agency,
        "offered_by_id": of.author_id,
        "to_agency": agency(to, of.person.partnership),
        "reason": "Invented.",
        "ends_on": timezone.localdate() + timedelta(days=7),
    }
    return DraftOffer.objects.create(referral=of, **(defaults | facts))


def decision(
    of: Referral, outcome: str = "RG_POS", *, at: str | date = DAY, **facts: Any
) -> Decision:
    """Learned from a letter of the Single Competent Authority. It moves no status."""
    defaults = {
        "agency": of.agency,
        "made_by": of.made_by,
        "decided_on": at,
        "authority": "SCA",
        "learned_from": "LETTER",
    }
    return Decision.objects.create(referral=of, outcome=outcome, **(defaults | facts))


def follow_up(
    of: Referral, what: str = "police-told", *, at: str | date = DAY, **facts: Any
) -> FollowUp:
    defaults = {
        "agency": of.agency,
        "made_by": of.made_by,
        "track": tracks.BY_KEY[what].track,
        "happened_on": at,
        "learned_from": "CALL",
        "note": "Invented.",
    }
    return FollowUp.objects.create(referral=of, what=what, **(defaults | facts))


def intervention(of: Incident, *, at: str = DAY, by: str = "housing", **facts: Any) -> Intervention:
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "kind": "LEAFLET",
        "objective": "PREVENT",
        "acted_on": at,
        "target": "PLACE",
    }
    return Intervention.objects.create(incident=of, **(defaults | facts))


def disruption(
    of: Incident,
    place: Location | None = None,
    *,
    at: str = DAY,
    by: str = "housing",
    **facts: Any,
) -> Disruption:
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "location": place or location(of.town.code, of.partnership),
        "disrupted_on": at,
        "outcome": "CEASED",
        "no_check_reason": "The building stands empty",
    }
    return Disruption.objects.create(incident=of, **(defaults | facts))


def arrest(of: Incident, number: int = 1, *, at: str = DAY, by: str = "police") -> Arrest:
    made = _made(of.partnership) | {"agency": agency(by, of.partnership)}
    return Arrest.objects.create(incident=of, number=number, arrested_on=at, **made)


def note(of: Incident, *, by: str = "housing", **facts: Any) -> Note:
    made = _made(of.partnership) | {"agency": agency(by, of.partnership), "text": "Invented."}
    return Note.objects.create(incident=of, **(made | facts))


def request(of: Incident, asked_of: str, *, by: str = "desk", **facts: Any) -> AgencyRequest:
    """Waiting for an answer."""
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "asked_of": agency(asked_of, of.partnership),
        "what": "Invented.",
        "due_on": of.received_at.date(),
    }
    return AgencyRequest.objects.create(incident=of, **(defaults | facts))


def stored_file(content: bytes = b"%PDF-1.7 invented", **facts: Any) -> StoredFile:
    """Bytes in their place that the scanner passed; `state` says otherwise."""
    with storage.desk() as desk:
        (desk / "cleaned").write_bytes(content)
        kept = storage.keep(desk / "cleaned")
    facts = {"state": FileState.CLEAN, **facts}
    if facts["state"] != FileState.HELD:
        facts["scanned_at"] = moment(DAY)
    return StoredFile.objects.create(
        stored_as=kept.name, size=kept.size, digest=kept.digest, **{"kind": "pdf", **facts}
    )


def incident_file(of: Incident, *, by: str = "housing", **facts: Any) -> IncidentFile:
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "name": "licence.pdf",
        "description": "Invented.",
    }
    stored = facts.pop("stored", None) or stored_file()
    return IncidentFile.objects.create(incident=of, stored=stored, **(defaults | facts))


def person_file(of: Person, *, by: str = "housing", **facts: Any) -> PersonFile:
    defaults = {
        **_made(of.partnership),
        "agency": agency(by, of.partnership),
        "name": "letter.pdf",
        "description": "Invented.",
    }
    stored = facts.pop("stored", None) or stored_file()
    return PersonFile.objects.create(person=of, stored=stored, **(defaults | facts))


def consent(of: Person, *, by: Actor, at: str = DAY, **facts: Any) -> Consent:
    """Agreed to be referred, at noon of the day they were asked."""
    defaults: dict[str, Any] = {
        "kind": "NRM",
        "answer": "AGREED",
        "said_on": at,
        "recorded_at": moment(at),
        "wording": "Invented.",
        "wording_version": "invented",
        "written_by_id": by.membership_id,
        "agency": by.agency,
    }
    return Consent.objects.create(person=of, **(defaults | facts))


def assignment(of: Person, membership_id: int) -> Assignment:
    """The member is put on the person, which opens the parts that their role may see."""
    return Assignment.objects.create(
        person=of, membership_id=membership_id, reason="Invented.", assigned_by=user("Amal")
    )


def emergency(by: Actor, record: Any = None, **facts: Any) -> EmergencyAccess:
    """A use of emergency access, opened on `record` just now; without one, only asked for."""
    now = timezone.now()
    defaults: dict[str, Any] = {
        "reference": new_reference("EMA"),
        "membership_id": by.membership_id,
        "user": by.user,
        "agency": by.agency,
        "reason": "life",
        "why": "Invented, and long enough to say what is happening.",
        "asked_at": now - timedelta(minutes=1),
        "review_due_on": timezone.localdate(),
    }
    if record is not None:
        defaults |= {
            "searches": 1,
            "record_type": record._meta.model_name,
            "record_id": record.pk,
            "record_reference": record.reference,
            "opened_at": now,
            "ends_at": now + LASTS,
        }
    return EmergencyAccess.objects.create(**(defaults | facts))


def mistaken(record: Any) -> Any:
    """The record, marked as recorded by mistake."""
    record.mistake_at = moment(DAY)
    record.mistake_by = record.made_by
    record.mistake_reason = "Entered twice"
    record.save()
    return record


def _made(of: Partnership) -> dict[str, Any]:
    """What every record has: the agency it is of and who made it."""
    return {"agency": agency("desk", of), "made_by": user("Amal")}


def _share(record: Any, of: Partnership, granted_to: Iterable[Agency], level: str) -> None:
    for holders, at_level in (([agency("desk", of)], "manage"), (list(granted_to), level)):
        if holders:
            access.share(
                None, record, holders, level=at_level, cause="made", granted_by=user("Amal")
            )


def _words(code: str) -> str:
    return code.replace("_", " ").replace("-", " ").capitalize()
