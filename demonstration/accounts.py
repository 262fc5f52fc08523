"""The invented agencies and the people who sign in. Facts only; `cast.py` makes the rows.

Which kinds of organisation are first responders, and which must notify, is the law's answer:
Home Office list of first responder organisations, April 2026; Modern Slavery Act 2015 s.52(5).
"""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date

from agencies.policy import CapabilityKind as Can
from agencies.policy import Role

# Every demonstration account has this one. It opens nothing where DEMONSTRATION is not set.
PASSWORD = "copper-lantern-over-7-locks"  # noqa: S105  published on purpose
JOINED_ON = date(2021, 1, 4)


@dataclass(frozen=True)
class AgencyFacts:
    """responder: a first responder organisation. duty: bound by the Duty to Notify."""

    code: str
    name: str
    kind: str
    responder: bool = False
    duty: bool = False
    signs_in: bool = True
    is_desk: bool = False


@dataclass(frozen=True)
class Place:
    """A membership: what someone is in one agency."""

    agency: str
    roles: tuple[str, ...]
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonFacts:
    name: str
    email: str
    places: tuple[Place, ...] = field(default_factory=tuple)

    @property
    def otp_secret(self) -> str:
        """What their app for codes holds: always the same, so that a test can make codes."""
        digest = hashlib.sha256(f"only for the demonstration: {self.email}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


AGENCIES = (
    AgencyFacts("desk", "SHOP desk", "COUNCIL_CS", is_desk=True),
    AgencyFacts("community-safety", "Council community safety", "COUNCIL_CS", True, True),
    AgencyFacts("housing", "Council housing", "COUNCIL_HOUS", True, True),
    AgencyFacts("adult-social-care", "Council adult social care", "COUNCIL_ASC", True, True),
    AgencyFacts("childrens-trust", "Children's trust", "COUNCIL_CSC", True),
    AgencyFacts("regulatory", "Council regulatory services", "COUNCIL_REG", True, True),
    AgencyFacts("police", "West Midlands Police", "POLICE", True, True),
    AgencyFacts("health", "Community health", "HEALTH"),
    AgencyFacts("fire", "Fire and rescue service", "FIRE", signs_in=False),
    AgencyFacts("fair-work", "Fair Work Agency", "FWA", True),
    AgencyFacts("immigration", "Immigration Enforcement", "IMMIG", True, signs_in=False),
    AgencyFacts("lantern", "Lantern Yard charity", "SUPPORT", True),
    AgencyFacts("open-door", "Open Door Outreach", "HOMELESS"),
    AgencyFacts("refuge", "Hazel House refuge and support", "SUPPORT"),
    AgencyFacts("homes", "Canal Side Homes housing association", "LANDLORD", signs_in=False),
    AgencyFacts("network", "Regional anti-slavery network", "NETWORK"),
)

# What the invented sharing agreement names together.
CIRCLES = {
    "Statutory partners": (
        "police", "housing", "adult-social-care", "health", "community-safety",
    ),
    "Support charities": ("lantern", "open-door", "refuge"),
}  # fmt: skip

# The first of each role is the one the launcher shows.
PEOPLE = (
    PersonFacts("Amal", "amal@desk.example", (Place("desk", (Role.COORDINATOR,)),)),
    PersonFacts("Bea", "bea@housing.example", (Place("housing", (Role.PRACTITIONER,)),)),
    PersonFacts(
        "Cyd",
        "cyd@lantern.example",
        (Place("lantern", (Role.SUPPORT_WORKER, Role.PRACTITIONER), (Can.FIRST_RESPONDER,)),),
    ),
    PersonFacts(
        "Grace",
        "grace@board.example",
        (Place("community-safety", (Role.BOARD_MEMBER,), (Can.APPROVER,)),),
    ),
    PersonFacts(
        "Pat",
        "pat@police.example",
        (Place("police", (Role.PRACTITIONER,), (Can.FIRST_RESPONDER,)),),
    ),
    PersonFacts(
        "Lou", "lou@police.example", (Place("police", (Role.POLICE_LEAD,), (Can.DUTY_OFFICER,)),)
    ),
    PersonFacts("Hal", "hal@housing.example", (Place("housing", (Role.AGENCY_LEAD,)),)),
    PersonFacts("Ivo", "ivo@figures.example", (Place("community-safety", (Role.ANALYST,)),)),
    PersonFacts(
        "Wren", "wren@records.example", (Place("community-safety", (Role.RECORDS_OFFICER,)),)
    ),
    PersonFacts("Olu", "olu@systems.example", (Place("community-safety", (Role.ADMINISTRATOR,)),)),
    PersonFacts("Tess", "tess@network.example", (Place("network", (Role.NETWORK_MEMBER,)),)),
    PersonFacts("Jo", "jo@refuge.example", (Place("refuge", (Role.PROVIDER,)),)),
    PersonFacts(
        "Dov",
        "dov@desk.example",
        (Place("desk", (Role.COORDINATOR,), (Can.DUTY_OFFICER, Can.APPROVER)),),
    ),
    PersonFacts(
        "Ana",
        "ana@social-care.example",
        (Place("adult-social-care", (Role.PRACTITIONER,), (Can.FIRST_RESPONDER,)),),
    ),
    PersonFacts(
        "Kit",
        "kit@childrens-trust.example",
        (Place("childrens-trust", (Role.PRACTITIONER,), (Can.FIRST_RESPONDER,)),),
    ),
    PersonFacts("Roz", "roz@regulatory.example", (Place("regulatory", (Role.PRACTITIONER,)),)),
    PersonFacts(
        "Sam", "sam@community-safety.example", (Place("community-safety", (Role.PRACTITIONER,)),)
    ),
    PersonFacts("Nia", "nia@health.example", (Place("health", (Role.PRACTITIONER,)),)),
    PersonFacts(
        "Uma",
        "uma@fair-work.example",
        (Place("fair-work", (Role.PRACTITIONER,), (Can.FIRST_RESPONDER,)),),
    ),
    # Alone in a small charity, and so all three of them.
    PersonFacts(
        "Eli",
        "eli@open-door.example",
        (Place("open-door", (Role.AGENCY_LEAD, Role.SUPPORT_WORKER, Role.PRACTITIONER)),),
    ),
    PersonFacts("Max", "max@refuge.example", (Place("refuge", (Role.SUPPORT_WORKER,)),)),
    PersonFacts(
        "Fay",
        "fay@two-places.example",
        (
            Place("regulatory", (Role.PRACTITIONER,)),
            Place("community-safety", (Role.PRACTITIONER,)),
        ),
    ),
)
