"""Sharing a person; and sharing, or no longer sharing, an incident along with the people met."""

from typing import Any

from django.db import models
from django.utils import timezone

from agencies import access
from agencies.models import Agency, Cover, Membership
from agencies.policy import Level
from casework import shown
from casework.dates import full_date
from casework.page_parts import columns
from casework.sharing_views import (
    TAB,
    AcceptShare,
    ChangeShare,
    Sharing,
    SharingView,
    StopSharing,
)
from shop.models import Incident
from shop.sharing_views import IncidentSharing, StopSharingIncident
from victims.models import Assignment, Person, StatedReason
from victims.sharing import share_incident, stop_sharing_incident
from victims.views import identity_of, person_frame

PEOPLE_TOO = (
    "Share these people as well",
    "Their outline only. Being given the incident gives nothing about who was met there",
)
PEOPLE_END_TOO = "End it for these people as well"


class WithItsPeople(SharingView):
    def managed(self, incident: Incident) -> models.QuerySet[Person]:
        return access.allowed(self.actor, "manage", Person).standing().filter(incident=incident)


class SharingIncident(WithItsPeople, IncidentSharing):
    also_words = PEOPLE_TOO

    def also(self, record: Incident) -> dict[str, str]:
        rows = self.managed(record).order_by("met_at", "pk")
        return {person.reference: in_a_line(person) for person in rows}

    def share(self, record: Incident, also: list[str], facts: dict) -> None:
        people = list(self.managed(record).filter(reference__in=also)) if also else []
        share_incident(record, people, by=self.actor, at=timezone.now(), **facts)


class StopSharingIncidentAndPeople(WithItsPeople, StopSharingIncident):
    also_words = PEOPLE_END_TOO

    def also(self, record: Incident, agency: Agency) -> dict[str, str]:
        rows = self.managed(record).filter(pk__in=access.held_by(agency, Person))
        return {person.reference: in_a_line(person) for person in rows.order_by("met_at", "pk")}

    def stop(self, record: Incident, agency: Agency, also: list[str], facts: dict) -> None:
        people = list(self.managed(record).filter(reference__in=also)) if also else []
        stop_sharing_incident(
            record, people, agency, by=self.actor, at=timezone.now(), why=facts["why"]
        )


def in_a_line(person: Person) -> str:
    age = shown.in_words(person, "age_band")
    return f"{person.reference}: {person.working_label}, {age}"


class OfPerson(SharingView):
    levels = {
        Level.SEE: "See the outline: age, gender, nationality, the contact warning",
        Level.WORK: "Work with the person: also screen and refer; those assigned see the rest",
        Level.MANAGE: "Manage the record: also share it",
    }

    def frame(self, record: Person) -> dict[str, Any]:
        return person_frame(self.actor, record, TAB)

    def bar(self, record: Person) -> dict:
        return identity_of(record)


class PersonSharing(OfPerson, Sharing):
    def people(self, record: Person) -> list[dict]:
        return [self.assigned(record), self.after_a_reason(record)]

    def assigned(self, person: Person) -> dict:
        rows = access.allowed(self.actor, "see", Assignment).filter(person=person)
        rows = list(
            rows.select_related("membership__user", "membership__agency").order_by(
                "assigned_at", "id"
            )
        )
        covering = Cover.objects.on(timezone.localdate()).select_related("by__user", "by__agency")
        covering = list(covering.filter(colleague__in=[row.membership_id for row in rows]))
        lines = []
        for row in rows:
            since = f"Assigned since {full_date(row.assigned_at)}"
            why = row.reason if self.is_own(row.membership) else ""
            lines.append(self.line(row.membership, since, why))
            lines += [
                self.line(
                    cover.by, f"Covers for {row.membership.user} until {full_date(cover.ends_on)}"
                )
                for cover in covering
                if cover.colleague_id == row.membership_id
            ]
        return panel(
            "Who works with this person",
            lines,
            "Nobody is assigned. Only people who are assigned see who the person is, how to reach "
            "them, what they told and what they need.",
        )

    def after_a_reason(self, person: Person) -> dict:
        rows = access.allowed(self.actor, "see", StatedReason)
        rows = rows.filter(person=person, on=timezone.localdate())
        rows = rows.select_related("membership__user", "membership__agency").order_by("pk")
        lines = [
            self.line(
                row.membership,
                "Sees who the person is, for today",
                row.get_reason_display() if self.is_own(row.membership) else "",
            )
            for row in rows
        ]
        return panel("After giving a reason today", lines, "Nobody has given a reason today.")

    def is_own(self, membership: Membership) -> bool:
        return self.actor.is_of(membership.agency_id)

    def line(self, membership: Membership, why: str, reason: str = "") -> list[dict]:
        """The reason itself stays inside the agency."""
        return [
            {"text": membership.user.name},
            {"text": membership.agency.name},
            {"text": why, "hint": reason},
        ]


def panel(heading: str, rows: list[list[dict]], empty: str) -> dict:
    titles = columns("Name", "Agency", "Why")
    return {"heading": heading, "columns": titles, "rows": rows, "empty": empty, "add": None}


class ChangePersonShare(OfPerson, ChangeShare):
    pass


class StopSharingPerson(OfPerson, StopSharing):
    pass


class AcceptPerson(OfPerson, AcceptShare):
    pass
