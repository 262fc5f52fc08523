"""Makes the partnership, its area, its agencies and its people, and finds them again by code."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from agencies import factors
from agencies.models import Agency, Capability, Circle, Membership, Partnership, User
from demonstration.accounts import AGENCIES, CIRCLES, JOINED_ON, PASSWORD, PEOPLE
from shop.models import Town, Ward
from shop.rules import code_of
from shop.terms import TownKind

PARTNERSHIP = "sandwell"
TOWNS = (
    ("tipton", "Tipton", TownKind.TOWN),
    ("oldbury", "Oldbury", TownKind.TOWN),
    ("rowley_regis", "Rowley Regis", TownKind.TOWN),
    ("wednesbury", "Wednesbury", TownKind.TOWN),
    ("west_bromwich", "West Bromwich", TownKind.TOWN),
    ("smethwick", "Smethwick", TownKind.TOWN),
    ("outside_area", "Outside the area", TownKind.OUTSIDE),
    ("not_recorded", "Town not recorded", TownKind.NOT_RECORDED),
)
WARDS = Path(__file__).parent / "data" / "wards_2004.csv"


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of `day` by the clock in Sandwell."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass
class Cast:
    """Everybody and every town, by code.

    workers: the membership that writes for an agency; for one that does not sign in, the desk's.
    responders: the membership that refers for an agency, where it has one.
    """

    partnership: Partnership
    towns: dict[str, Town] = field(default_factory=dict)
    wards: dict[str, list[Ward]] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)
    workers: dict[str, Membership] = field(default_factory=dict)
    responders: dict[str, Membership] = field(default_factory=dict)

    def member(self, email: str) -> Membership:
        return Membership.objects.select_related("user", "agency").get(
            user__email=email, agency__partnership=self.partnership
        )

    def ward_on(self, town: str, day: date, pick: int) -> Ward | None:
        """A ward of `town` that existed on `day`: the `pick`-th, counted round."""
        there = [
            ward
            for ward in self.wards[town]
            if ward.valid_from <= day and (ward.valid_to is None or day <= ward.valid_to)
        ]
        return there[pick % len(there)] if there else None


def make_cast() -> Cast:
    cast = Cast(
        Partnership.objects.create(
            code=PARTNERSHIP, name="Sandwell", is_demonstration=True, duty_phone="0121 496 0123"
        )
    )
    _area(cast)
    for facts in AGENCIES:
        cast.agencies[facts.code] = Agency.objects.create(
            partnership=cast.partnership,
            code=facts.code,
            name=facts.name,
            kind=facts.kind,
            is_desk=facts.is_desk,
            signs_in=facts.signs_in,
            is_first_responder=facts.responder,
            has_duty_to_notify=facts.duty,
        )
    for name, codes in CIRCLES.items():
        circle = Circle.objects.create(partnership=cast.partnership, code=code_of(name), name=name)
        circle.agencies.set(cast.agencies[code] for code in codes)
    _people(cast)
    return cast


def _area(cast: Cast) -> None:
    for position, (code, name, kind) in enumerate(TOWNS, start=1):
        cast.towns[code] = Town.objects.create(
            partnership=cast.partnership, code=code, name=name, kind=kind, position=position
        )
        cast.wards[code] = []
    with WARDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cast.wards[row["town"]].append(
                Ward(
                    town=cast.towns[row["town"]],
                    code=row["code"],
                    name=row["name"],
                    valid_from=date.fromisoformat(row["valid_from"]),
                    valid_to=date.fromisoformat(row["valid_to"]),
                )
            )
    Ward.objects.bulk_create(ward for wards in cast.wards.values() for ward in wards)


def _people(cast: Cast) -> None:
    # One hash for all, with one salt: hashing is slow on purpose, and the same date makes the
    # same rows.
    password = make_password(PASSWORD, salt="demonstrationonly")
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, password=password, joined_at=at(JOINED_ON))
        for person in PEOPLE
    )
    for user, person in zip(users, PEOPLE, strict=True):
        factors.add_app(user, person.otp_secret)
        factors.codes_are_kept(user)
    capabilities = []
    for user, person in zip(users, PEOPLE, strict=True):
        for place in person.places:
            membership = Membership(
                user=user,
                agency=cast.agencies[place.agency],
                roles=list(place.roles),
                handle=uuid5(NAMESPACE_URL, f"{person.email} {place.agency}"),
            )
            membership.clean()
            membership.save()
            cast.workers.setdefault(place.agency, membership)
            for kind in place.capabilities:
                capabilities.append(
                    Capability(membership=membership, kind=kind, valid_from=JOINED_ON)
                )
                if kind == "first_responder":
                    cast.responders.setdefault(place.agency, membership)
    Capability.objects.bulk_create(capabilities)
    # The first listed in these agencies does no casework.
    cast.workers["community-safety"] = cast.member("sam@community-safety.example")
    cast.workers["refuge"] = cast.member("max@refuge.example")
    for code, agency in cast.agencies.items():
        if not agency.signs_in:
            cast.workers[code] = cast.workers["desk"]
