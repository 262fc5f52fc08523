"""Real rows for every way of standing to a record, made by the product's own acts where it has one,
and the question put to the gate itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from agencies import access
from agencies.acting import Actor, actor_by_membership
from agencies.emergency import Emergency
from agencies.models import Agency, Cover, Membership
from agencies.policy import CapabilityKind
from shop.models import Incident
from shop.record_types import save_incident
from tests import make
from victims.actions import PARTS, add_person_met
from victims.models import Consent, Person, PersonFile
from victims.record_types import save_person

LEVELS = {"shared_see": "see", "shared_work": "work", "shared_manage": "manage", "ended": "manage"}
ASSIGNED = ("assigned", "assigned_see", "assigned_enforcement", "ended")
NO_RECORD = {"ties", "question", "figures", "report", "member", "agency", "audit", "emergency"}
NO_RECORD |= {"reference", "dashboard"}
WRITTEN = ("author", "ended")
OF_A_PERSON = {**PARTS, "files": PersonFile, "consents": Consent}


def charity() -> Agency:
    return make.agency("charity", kind="SUPPORT")


def border_force() -> Agency:
    return make.agency("border-force", kind="IMMIG")


def actor_of(role: str, of: Agency | None = None, capabilities: tuple[str, ...] = ()) -> Actor:
    of = of or charity()
    name = f"{of.code} {role} {len(capabilities)}"
    return make.actor(of, role, name=name, capabilities=capabilities)


@dataclass
class Standings:
    """incidents, people: the record to which everyone at the charity stands so, by relation."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    assigned_colleague: Membership | None = None

    def __post_init__(self) -> None:
        self.actor = cache(self._actor)
        self.opened = cache(self._opened)

    def _actor(self, role: str, of: str, holds: str) -> Actor:
        """A member with this role, put on the people whom they are said to be assigned to.

        holds: "nothing" but a reason of yesterday, every "capability", or a "reason" of today.
        """
        agency = border_force() if of == "border force" else charity()
        name = f"{agency.code} {role} {holds}"
        every = CapabilityKind.values if holds == "capability" else ()
        member = make.member(agency, role, name=name, capabilities=every)
        for relation in ASSIGNED:
            make.assignment(self.people[relation], member.pk)
        cover(member, self.assigned_colleague)
        day = timezone.localdate() - timedelta(days=0 if holds == "reason" else 1)
        for person in self.people.values():
            person.stated_reasons.create(membership=member, on=day, reason="danger")
        return actor_by_membership(member.pk)

    def _opened(self, role: str, of: str, holds: str, act: str, kind: str) -> set[int]:
        """The incidents, or the people, on which the gate lets this member do the act."""
        actor = self.actor(role, of, holds)
        if kind == "consents":
            # Only ever added to: they write one of their own.
            for each in WRITTEN:
                make.consent(self.people[each], by=actor)
        elif kind in OF_A_PERSON:
            mine = OF_A_PERSON[kind].objects.filter(
                person__in=[self.people[each] for each in WRITTEN]
            )
            mine.update(written_by=actor.membership_id)
        opened = self.people if kind in ("person", *OF_A_PERSON) else self.incidents
        actor = replace(actor, emergency=has_open(opened["emergency"]))
        model = {"incident": Incident, "person": Person, **OF_A_PERSON}[kind]
        rows = access.allowed(actor, act, model)
        return set(rows.values_list("person" if kind in OF_A_PERSON else "pk", flat=True))

    def answer(self, cell: tuple[str, str, str, str, str]) -> str:
        """What the gate does with a member who holds nothing, then with those who hold more."""
        for said, holds in (
            ("yes", "nothing"),
            ("with the capability", "capability"),
            ("after a reason", "reason"),
        ):
            if self.lets(cell, holds):
                return said
        return "no"

    def lets(self, cell: tuple[str, str, str, str, str], holds: str) -> bool:
        role, record_type, act, relation, part = cell
        if record_type in NO_RECORD or act == "log":
            return access.may(self.actor(role, "charity", holds), act, record_type)
        of = "border force" if relation == "assigned_enforcement" else "charity"
        kind = part if part in OF_A_PERSON else record_type
        record = (self.incidents if record_type == "incident" else self.people)[relation]
        return record.pk in self.opened(role, of, holds, act, kind)


def stood() -> Standings:
    """An incident and a person for every relation, and all parts of each person."""
    found = Standings()
    ours, worker, desk = charity(), actor_of("practitioner"), make.coordinator()
    now = timezone.now()
    for relation in ("none", "emergency", *LEVELS):
        incident = found.incidents[relation] = make.incident()
        found.people[relation] = make.person(incident)
        if relation in LEVELS:
            ends_at = now - timedelta(seconds=1) if relation == "ended" else None
            for record in (incident, found.people[relation]):
                give(record, ours, LEVELS[relation], ends_at)
    found.incidents["own"] = logged(worker)
    found.people["own"] = recorded(worker, make.incident())
    found.incidents["led"] = logged(desk, lead_agency=ours)
    found.people["led"] = make.person(found.incidents["led"])
    found.people["met"] = met(ours, at=now)
    for relation, level, agency in (
        ("assigned", "work", ours),
        ("assigned_see", "see", ours),
        ("cover", "work", ours),
        ("author", "see", ours),
        ("assigned_enforcement", "work", border_force()),
    ):
        found.people[relation] = make.person(make.incident())
        give(found.people[relation], agency, level)
    for person in found.people.values():
        for part in PARTS.values():
            part.objects.create(person=person)
        make.person_file(person)
        make.consent(person, by=worker)
    colleague = found.assigned_colleague = make.member(ours, "practitioner", name="Away")
    make.assignment(found.people["cover"], colleague.pk)
    return found


def has_open(record: Incident | Person) -> Emergency:
    ends_at = timezone.now() + timedelta(minutes=60)
    kind = record._meta.model_name
    return Emergency("EMA-234567-8", kind, record.pk, record.reference, ends_at)


def cover(member: Membership, colleague: Membership) -> None:
    if member.agency_id == colleague.agency_id:
        today = timezone.localdate()
        Cover.objects.create(
            colleague=colleague, by=member, starts_on=today, ends_on=today, set_by=member.user
        )


def give(record, agency: Agency, level: str, ends_at: datetime | None = None) -> None:
    access.share(
        None, record, [agency], level=level, cause="shared", granted_by=make.user("Amal"),
        ends_at=ends_at,
    )  # fmt: skip


def logged(by: Actor, **facts) -> Incident:
    """An incident that `by` reported, given as the product gives it."""
    made = make.incident(agency=by.agency, made_by=by.user, **facts)
    made.grants.all().delete()
    save_incident(made, by, {})
    return made


def recorded(by: Actor, incident: Incident) -> Person:
    made = make.person(incident, agency=by.agency, made_by=by.user)
    made.grants.all().delete()
    save_person(made, by, {})
    return made


def met(was_there: Agency, at: datetime) -> Person:
    """Someone whom the police met at a visit at which the other agency was, too."""
    visit = make.visit(make.incident(), by=["police", was_there.code])
    return add_person_met(
        visit, by=make.coordinator(), at=at, working_label="man in red cap", age_band="25_39",
        gender="M", met_by=[make.agency("police")],
    )  # fmt: skip
