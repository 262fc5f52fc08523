"""Acts by which incidents and people come to be known, and the steps of an incident."""

from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from agencies import access
from casework import actions
from casework.forms import record_form
from interventions.actions import record_visit
from shop.models import Visit
from shop.record_types import INCIDENTS
from shop.workflow import INCIDENT
from tests.proofs.random_acts.model import Record
from tests.proofs.random_acts.run import MOST_RECORDS, Run, agencies, one_of, other_agency, some
from victims.actions import add_person_met, met_too
from victims.models import PersonMet
from victims.record_types import PEOPLE

OUTLINE = {"working_label": "man in red cap", "age_band": "25_39", "gender": "M"}


class Coming(Run):
    def __init__(self) -> None:
        super().__init__()
        self.met: list[tuple[PersonMet, Record, set[str]]] = []

    @precondition(lambda self: self.world.many("incident") < MOST_RECORDS)
    @rule(doer=some)
    def log(self, doer: int) -> None:
        def may(who: str) -> bool:
            logs = {"coordinator", "practitioner", "support_worker", "police_lead"}
            return self.member(who).works_there and bool(self.member(who).roles & logs)

        who = self.whoever_may(doer, may)
        entry = {
            "received_at": timezone.localtime().isoformat(), "town": "tipton", "types": ["LAB"],
            "main_type": "LAB", "narrative": "Invented.", "immediate_danger": "NO",
            "source": "POLICE",
        }  # fmt: skip

        def do() -> Any:
            access.require_role(self.actor(who), "log", "incident")
            form = record_form(INCIDENTS)(entry, actor=self.actor(who))
            assert form.is_valid(), form.errors
            return actions.add(INCIDENTS, form, by=self.actor(who), at=timezone.now())

        if made := self.done(who, may(who), do):
            record = self.world.add("incident", made)
            self.model.give(record, "desk", 3)
            if self.member(who).agency != "desk":
                self.model.give(record, self.member(who).agency, 2)

    @precondition(lambda self: self.world.many("person") < MOST_RECORDS)
    @rule(doer=some, at=some)
    def record_person(self, doer: int, at: int) -> None:
        incident = self.record("incident", at)
        who = self.doer(doer, "work", incident)

        def do() -> Any:
            entry = {**OUTLINE, "met_at": timezone.localtime().isoformat()}
            parent = actions.parent_for(PEOPLE, self.actor(who), self.row(incident).reference)
            form = record_form(PEOPLE)(entry, actor=self.actor(who), parent=parent)
            assert form.is_valid(), form.errors
            return actions.add(PEOPLE, form, by=self.actor(who), at=timezone.now())

        if made := self.on(who, "work", incident, do):
            self.person_came(made, {self.member(who).agency}, set())

    @precondition(lambda self: self.world.many("person") < MOST_RECORDS)
    @rule(doer=some, at=some, came=agencies, met=agencies)
    def visit(self, doer: int, at: int, came: set[str], met: set[str]) -> None:
        """A visit that took place: its agencies work on the incident, and met someone there."""
        incident, met = self.record("incident", at), (came & met) or came
        who, now = self.doer(doer, "work", incident), timezone.now()
        facts = {
            "took_part": [self.world.agencies[each] for each in came], "starts_at": now,
            "location": self.row(self.record("incident", 0)).location, "is_safeguarding": True,
            "found": "", "said_by": "Amal", "said_how": "by phone",
        }  # fmt: skip

        def do() -> PersonMet:
            by = self.actor(who)
            made = record_visit(self.row(incident), by=by, at=now, visit=facts, people=(), acts=())
            there = [self.world.agencies[each] for each in met]
            return add_person_met(
                Visit.objects.get(pk=made.pk), by=by, at=now, met_by=there, **OUTLINE
            ).meetings.get()

        if line := self.on(who, "work", incident, do):
            for each in came:
                if self.model.ends.get((incident, each), [0, 0])[1] <= self.model.today:
                    self.model.give(incident, each, 2)
            self.met.append((line, self.person_came(line.person, met, came - met), came))

    def person_came(self, row: Any, met: set[str], were_there: set[str]) -> Record:
        person = self.world.add("person", row)
        self.model.give(person, "desk", 3)
        for each, level in [(each, 2) for each in met] + [(each, 1) for each in were_there]:
            if each != "desk":
                self.model.give(person, each, level)
        return person

    @precondition(lambda self: self.met)
    @rule(doer=some, at=some)
    def met_too(self, doer: int, at: int) -> None:
        line, person, came = one_of(self.met, at)
        who = self.doer(doer, "see", person)
        if self.on(
            who, "see", person, lambda: met_too(line, by=self.actor(who), at=timezone.now())
        ):
            assert self.member(who).agency in came
            self.model.give(person, self.member(who).agency, 2)

    @rule(doer=some, at=some, lead=other_agency)
    def accept(self, doer: int, at: int, lead: str) -> None:
        incident = self.record("incident", at)
        facts = {"lead_agency": self.world.agencies[lead], "risk": "LOW"}
        if self.step(doer, incident, "accept", "triage", facts):
            self.model.give(incident, lead, 3)

    @rule(doer=some, at=some, keep=some)
    def merge(self, doer: int, at: int, keep: int) -> None:
        facts = {"keep": self.row(self.record("incident", keep)).reference}
        self.step(doer, self.record("incident", at), "merge", "triage", facts)

    @rule(doer=some, at=some, which=st.sampled_from(["start", "close", "reopen"]))
    def step_on(self, doer: int, at: int, which: str) -> None:
        facts = {"outcome": "DISRUPTED"}
        self.step(doer, self.record("incident", at), which, "manage", facts)

    def step(self, doer: int, incident: Record, which: str, act: str, facts: dict) -> Any:
        who = self.doer(doer, act, incident)
        return self.on(
            who,
            act,
            incident,
            lambda: INCIDENT.take(
                which, self.row(incident), by=self.actor(who), at=timezone.now(),
                note="So it is.", facts=facts,
            ),
        )  # fmt: skip
