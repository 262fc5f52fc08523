"""One family of records for every relation in which an agency can stand to a record.

The reader's agency is health. Every family but its own was recorded by the charity and is held by
it and by the desk, so none of them is empty; what differs is what health was given.

What each relation opens stands here as written in docs/access.md, not as the gate computes it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from agencies import access
from agencies.models import Membership
from agencies.policy import Role
from casework.models import Record
from tests import make
from tests.doors.test_routes import who_lists
from tests.doors.world import Cast, Family, Visitor, cast, family, give, member
from victims.actions import give_outline

REFERENCE = re.compile(r"[A-Z]{3}-[A-Z0-9]{6}-[A-Z0-9]\b")
ABOUT_PEOPLE = {"people", "screenings", "referrals", "person-files"}
FROM_WORK_ON = {"locations", "disruptions", "incident-files"}
LEVELS = ("", "see", "work", "manage")


@dataclass(frozen=True)
class Relation:
    """incident, person: how far health was given each; "" for not at all."""

    name: str
    incident: str = ""
    person: str = ""

    def __str__(self) -> str:
        return self.name

    def opens(self, role: str, plural: str) -> bool:
        """Whether a record of this type exists for someone of this role in health, or the desk."""
        if role not in who_lists(plural):
            return False
        if plural == "person-files":
            # Everybody in health is assigned there; their own was made by the agency worker.
            return self.name == "assigned" or (self.name, role) == ("own", Role.PRACTITIONER)
        if role == Role.COORDINATOR:
            return True
        if plural in ABOUT_PEOPLE:
            return bool(self.person)
        least = "work" if plural in FROM_WORK_ON else "see"
        return LEVELS.index(self.incident) >= LEVELS.index(least)


OWN = Relation("own", incident="work", person="work")
LED = Relation("led", incident="manage")
SEE = Relation("see", incident="see")
WORK = Relation("work", incident="work")
MANAGE = Relation("manage", incident="manage")
MET = Relation("met", person="see")
ASSIGNED = Relation("assigned", person="work")
ENDED = Relation("ended")
NONE = Relation("none")
RELATIONS = (OWN, LED, SEE, WORK, MANAGE, MET, ASSIGNED, ENDED, NONE)


@dataclass
class Ground:
    """All families beside each other, and one reader of every role."""

    cast: Cast
    readers: dict[str, Visitor]
    families: dict[Relation, Family]

    def visible(self, role: str) -> set[str]:
        """The references that exist for the reader of this role."""
        return {
            record.reference
            for relation, found in self.families.items()
            for plural, record in found.records.items()
            if relation.opens(role, plural)
        }

    def named_to(self, role: str) -> set[str]:
        """The references that this role's reader is told: what exists for them and, for a lead,
        the people whom the agency was given, whose pages a lead does not open: they put colleagues
        on them and take note of the share."""
        told = self.visible(role)
        if role == Role.AGENCY_LEAD:
            told |= {f["people"].reference for each, f in self.families.items() if each.person}
        return told

    def members_seen(self, role: str) -> set[str]:
        """The handles of the members whom the reader of this role looks after."""
        reader = self.readers[role].actor
        rows = Membership.objects.filter(agency__partnership_id=reader.partnership_id)
        if role == Role.AGENCY_LEAD:
            rows = rows.filter(agency=reader.agency)
        elif role not in (Role.COORDINATOR, Role.ADMINISTRATOR):
            rows = rows.none()
        return {str(handle) for handle in rows.values_list("handle", flat=True)}

    def member_unseen(self) -> str:
        """The handle of somebody in another partnership, whom no reader looks after."""
        return str(Membership.objects.get(user=self.cast.eve.user).handle)

    def records(self) -> list[tuple[Relation, str, Record]]:
        return [
            (relation, plural, record)
            for relation, found in self.families.items()
            for plural, record in found.records.items()
        ]

    def leaked(self, role: str, body: str, *asked: str) -> set[str]:
        """References and typed words in `body` that this role's reader may not have.

        asked: what the request itself named, which an answer may repeat.
        """
        every = {record.reference for _, _, record in self.records()}
        named = (set(REFERENCE.findall(body)) & every) - self.named_to(role) - set(asked)
        closed = {
            found.word
            for relation, found in self.families.items()
            if not any(relation.opens(role, plural) for plural in found.records)
        }
        return named | {word for word in closed if word in body}


def ground() -> Ground:
    people = cast()
    health = make.agency("health")
    readers = {
        role: people.amal
        if role == Role.COORDINATOR
        else member(f"Reader {role}", health, role, capabilities=["first_responder"])
        for role in Role.values
    }
    families = {
        relation: family(
            f"Zq{relation.name}", readers["practitioner"] if relation == OWN else people.cyd
        )
        for relation in RELATIONS
    }
    found = Ground(people, readers, families)
    for relation, gives in GIVEN.items():
        gives(found, families[relation])
    return found


def _incident(level: str) -> Callable[[Ground, Family], None]:
    return lambda ground, to: give(to["incidents"], ground.readers["practitioner"], level)


def _led(ground: Ground, to: Family) -> None:
    health = ground.readers["practitioner"].actor.agency
    type(to["incidents"]).objects.filter(pk=to["incidents"].pk).update(lead_agency=health)
    access.share(
        None, to["incidents"], [health], level="manage", cause="lead",
        granted_by=ground.cast.amal.user,
    )  # fmt: skip


def _met(ground: Ground, to: Family) -> None:
    health = ground.readers["practitioner"].actor.agency
    give_outline(to["people"], [health], granted_by=ground.cast.amal.user)


def _assigned(ground: Ground, to: Family) -> None:
    give(to["people"], ground.readers["practitioner"])
    for role, reader in ground.readers.items():
        if role != Role.COORDINATOR:
            make.assignment(to["people"], reader.actor.membership_id)


def _ended(ground: Ground, to: Family) -> None:
    past = timezone.now() - timedelta(seconds=1)
    for plural in ("incidents", "people"):
        give(to[plural], ground.readers["practitioner"], "manage", ends_at=past)


GIVEN: dict[Relation, Callable[[Ground, Family], None]] = {
    LED: _led,
    SEE: _incident("see"),
    WORK: _incident("work"),
    MANAGE: _incident("manage"),
    MET: _met,
    ASSIGNED: _assigned,
    ENDED: _ended,
}
