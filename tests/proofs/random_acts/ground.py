"""Where the stateful test begins: the same few people and records as rows and in the model.

Bea works in two agencies. The police enforce the law; nobody there ever sees what a person needs.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace

from django.db import connection

from agencies import access
from agencies.acting import Actor, actor_for, open_memberships, reading
from agencies.models import Agency, Membership, User
from shop.models import Incident
from tests import make
from tests.proofs.random_acts.model import ACTS, Member, Partnership, Record
from tests.victims.test_fence import told
from victims.actions import PARTS, make_parts
from victims.models import Person

KINDS = {"charity": "SUPPORT", "housing": "HOUSING", "police": "POLICE"}
OTHERS = sorted(KINDS)
PEOPLE = {
    "amal": ("amal", "desk", {"coordinator"}),
    "ann": ("ann", "desk", {"coordinator"}),
    "bea": ("bea", "housing", {"practitioner"}),
    "bea at the charity": ("bea", "charity", {"support_worker"}),
    "hal": ("hal", "housing", {"agency_lead", "practitioner"}),
    "cyd": ("cyd", "charity", {"practitioner", "support_worker"}),
    "cal": ("cal", "charity", {"agency_lead"}),
    "pol": ("pol", "police", {"police_lead"}),
    "pip": ("pip", "police", {"practitioner", "support_worker", "agency_lead"}),
    "bo": ("bo", "housing", {"board_member"}),
}
NAMES = list(PEOPLE)
# What someone may come to do in an agency; the desk's coordinators stay what they are.
ROLES = (
    {"practitioner"},
    {"support_worker"},
    {"agency_lead"},
    {"practitioner", "support_worker", "agency_lead"},
    {"board_member"},
)
MODELS = {"incident": Incident, "person": Person, **PARTS}
CELLS = [(kind, act) for kind, acts in ACTS.items() for act in acts]
FENCED = " UNION ALL ".join(
    f"SELECT '{part}', person_id FROM {model._meta.db_table}" for part, model in PARTS.items()
)


def gate_statement(actor: Actor) -> str:
    """All that the gate lets the actor do: numbers of CELLS with primary keys of carriers."""
    every = []
    with connection.cursor() as cursor:
        for at, (kind, act) in enumerate(CELLS):
            rows = access.allowed(actor, act, MODELS[kind]).order_by()
            rows = rows.values_list("person_id" if kind in PARTS else "pk")
            if not rows.query.is_empty():
                told = cursor.mogrify(*rows.query.sql_with_params()).decode()
                every.append(f"SELECT {at} AS cell, * FROM ({told}) AS of_cell_{at}")
    return " UNION ALL ".join(every) or "SELECT 0, 0 WHERE false"


@dataclass
class Ground:
    """Rows by their names in the model, and the model at the beginning.

    actors: as loaded for a page that is read; None for who works there no more.
    """

    agencies: dict[str, Agency]
    places: dict[str, Membership]
    users: dict[str, User]
    records: dict[Record, Incident | Person] = field(default_factory=dict)
    actors: dict[str, Actor | None] = field(default_factory=dict)
    prepared: dict[Actor, str] = field(default_factory=dict)
    model: Partnership = field(
        default_factory=lambda: Partnership(
            {name: Member(user, of, set(roles)) for name, (user, of, roles) in PEOPLE.items()},
            enforcing={"police"},
        )
    )

    def begun(self) -> "Ground":
        """The same rows, with records and a model of its own for one run."""
        return replace(
            self,
            places=dict(self.places),
            records=dict(self.records),
            actors=dict(self.actors),
            model=deepcopy(self.model),
        )

    def changed(self, *names: str) -> None:
        """What these people are was changed, so all places of theirs are loaded anew."""
        users = {self.places[name].user_id for name in names}
        theirs = {name: place.pk for name, place in self.places.items() if place.user_id in users}
        rows = Membership.objects.select_related("user", "agency").in_bulk(theirs.values())
        open_ones = {row.pk: row for row in reading(open_memberships()).filter(pk__in=rows)}
        for name, pk in theirs.items():
            self.places[name] = rows[pk]
            self.actors[name] = actor_for(open_ones[pk]) if pk in open_ones else None

    def asked_of_the_gate(self, actor: Actor) -> dict[tuple[str, str], set[int]]:
        """By kind and act, the rows on which the gate lets the actor do it: in one statement.

        The gate makes its condition from the actor alone, never from what the tables hold. So one
        statement an actor, with the same facts, will do for the whole test; it is planned once.
        """
        with connection.cursor() as cursor:
            if actor not in self.prepared:
                self.prepared[actor] = f"gate_{len(self.prepared)}"
                cursor.execute(f"PREPARE {self.prepared[actor]} AS {gate_statement(actor)}")
            cursor.execute(f"EXECUTE {self.prepared[actor]}")
            found: dict[tuple[str, str], set[int]] = {cell: set() for cell in CELLS}
            for at, pk in cursor.fetchall():
                found[CELLS[at]].add(pk)
        return found

    def asked_of_the_fence(self, actor: Actor) -> dict[str, set[int]]:
        """By part, the people whose row the database itself gives to the actor."""
        with told(actor.group_id, actor.membership_id), connection.cursor() as cursor:
            cursor.execute(FENCED)
            found: dict[str, set[int]] = {part: set() for part in PARTS}
            for part, pk in cursor.fetchall():
                found[part].add(pk)
        return found

    def add(self, kind: str, row: Incident | Person) -> Record:
        record = (kind, self.many(kind))
        self.records[record] = row
        if kind == "person":
            make_parts(row)
        return record

    def many(self, kind: str) -> int:
        return sum(of == kind for of, _ in self.records)


def ground() -> Ground:
    """Three incidents and three people: of nobody but the desk, of housing, of the charity."""
    with connection.cursor() as cursor:
        # Statements that an earlier ground prepared outlive its transaction.
        cursor.execute("DEALLOCATE ALL")
    agencies = {"desk": make.coordinator().agency}
    agencies |= {
        code: make.agency(code, kind=kind, is_first_responder=True) for code, kind in KINDS.items()
    }
    places = {
        name: make.member(agencies[of], *sorted(roles), name=user)
        for name, (user, of, roles) in PEOPLE.items()
    }
    found = Ground(agencies, places, {place.user.name: place.user for place in places.values()})
    found.changed(*NAMES)
    for holder in ("", "housing", "charity"):
        for kind in ("incident", "person"):
            given = [agencies[holder]] if holder else []
            if kind == "incident":
                row = incident = make.incident(granted_to=given, location=make.location())
            else:
                row = make.person(incident, granted_to=given)
            record = found.add(kind, row)
            found.model.give(record, "desk", 3)
            if holder:
                found.model.give(record, holder, 2)
    return found
