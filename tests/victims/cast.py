"""One visit of housing and police, and the people who come back to these tests.

Bea works for housing, Pol for the police, Cyd for a charity that also has the incident but did not
take part. Amal is the coordinator.
"""

from dataclasses import dataclass

from django.test import Client

from agencies.acting import Actor, actor_by_membership
from agencies.models import Agency, Membership
from agencies.policy import Level
from shop.models import Incident, Visit
from tests import make
from tests.signing_in import sign_in
from victims.actions import add_person_met
from victims.models import Person


@dataclass
class Cast:
    housing: Agency
    police: Agency
    charity: Agency
    amal: Membership
    bea: Membership
    pol: Membership
    cyd: Membership
    incident: Incident
    visit: Visit

    def met(self, *by: Agency, **facts: str) -> Person:
        """Someone met at the visit, put on the list by Bea."""
        described = {"working_label": "man in blue jacket", "age_band": "25_39", "gender": "M"}
        return add_person_met(
            self.visit,
            by=actor(self.bea),
            at=make.moment("2022-06-02"),
            met_by=by or (self.housing,),
            **(described | facts),
        )


def cast() -> Cast:
    facts = {"is_first_responder": True, "has_duty_to_notify": True}
    housing = make.agency("housing", **facts)
    police = make.agency("police", **facts)
    charity = make.agency("charity", is_first_responder=True)
    incident = make.incident()
    make._share(incident, incident.partnership, [housing, police, charity], Level.WORK)
    return Cast(
        housing=housing,
        police=police,
        charity=charity,
        amal=make.member(make.agency("desk"), "coordinator", name="Amal"),
        bea=make.member(housing, "practitioner", name="Bea", capabilities=["first_responder"]),
        pol=make.member(police, "practitioner", name="Pol"),
        cyd=make.member(
            charity,
            "practitioner",
            "support_worker",
            name="Cyd",
            capabilities=["first_responder"],
        ),
        incident=incident,
        visit=make.visit(incident, by=["housing", "police"]),
    )


def actor(membership: Membership) -> Actor:
    return actor_by_membership(membership.pk)


def signed_in(membership: Membership) -> Client:
    return sign_in(membership.user, membership.pk)


SPOKE = {
    "screened_at-day": "2",
    "screened_at-month": "6",
    "screened_at-year": "2022",
    "screened_at-time": "14:05",
}


def screen(by: Membership, person: Person, **view: object) -> str:
    """Walk the four pages as a browser does; gives the address one ends at."""
    client, base = signed_in(by), f"/people/{person.reference}/screenings/add/"
    client.post(f"{base}conversation/", SPOKE)
    client.post(f"{base}first-signs/", {"GEN20": "SEEN", "GEN05": "NOT_SEEN", "concern": "LAB"})
    client.post(f"{base}more-signs/", {"LAB01": "REPORTED"})
    return client.post(f"{base}your-view/", view).url
