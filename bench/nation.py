"""The invented nation: 45 partnerships, 700 agencies, incidents over ten years, as many people.

The first partnership has 40 agencies and a quarter of the incidents, each other one 15. Every row
of the large tables is a copy of one that the application's own models made, with the columns named
here put in its place, so that a column added later needs no change here. `chance` takes the place
of a die: the same rows on every machine.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models, transaction

from agencies import access
from agencies.acting import Actor, actor_by_membership
from agencies.models import Agency, Membership, Partnership, User
from casework.codes import CodeList
from shop.models import Incident, IncidentGrant, Location, Town
from victims.models import Identity, Person, PersonGrant

PARTNERSHIPS, LARGE, OTHERS = 45, 40, 15
TOWNS = 8
PLACES_A_STREET = 1000
# How likely an agency is to have been given an incident: the large one, a small one, any other.
GIVEN = {"L": 0.87, "M": 0.12}
GIVEN_ELSE = 0.30
LEVELS = ("see", "work", "manage")
QUARTER = 0.25


@dataclass(frozen=True)
class Nation:
    """actors: a practitioner of a large, a middling and a small agency, by letter."""

    actors: dict[str, Actor]
    incidents: int


def chance(key: str, salt: int) -> str:
    """SQL: a number from 0 to 1 that follows from `key` alone."""
    return f"((hashint8extended({key}, {salt}) & 1048575) / 1048576.0)"


def found(incidents: int) -> Nation:
    """Make the nation in the present, empty database."""
    with transaction.atomic():
        agencies = make_agencies()
        actors = {letter: make_actor(letter, agencies) for letter in ("L", "M", "S")}
        actors["desk"] = make_actor("desk", agencies)
        first = first_rows(actors["desk"])
    add_records(first, incidents)
    grants(Incident, IncidentGrant, share=1.0)
    grants(Person, PersonGrant, share=0.35)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("VACUUM")
    return Nation(actors, incidents)


def make_agencies() -> dict[tuple[int, int], Agency]:
    """By number of the partnership and within it. The first of each is its desk."""
    found = {}
    for number in range(PARTNERSHIPS):
        partnership = Partnership.objects.create(code=f"p{number}", name=f"Partnership {number}")
        for town in range(TOWNS):
            kind = {6: "outside", 7: "not_recorded"}.get(town, "town")
            Town.objects.create(
                partnership=partnership, code=f"t{town}", name=f"Town {town}", kind=kind,
                position=town,
            )  # fmt: skip
        for place in range(LARGE if number == 0 else OTHERS):
            found[number, place] = Agency.objects.create(
                partnership=partnership,
                code=f"a{place}",
                name=f"Agency {place}",
                kind="POLICE" if place == 1 else "SUPPORT",
                is_desk=place == 0,
            )
    return found


def make_actor(letter: str, agencies: dict[tuple[int, int], Agency]) -> Actor:
    place = {"L": (0, 1), "M": (0, 2), "S": (7, 3), "desk": (0, 0)}[letter]
    user = User.objects.create(email=f"{letter.lower()}@bench.example", name=f"Worker {letter}")
    # What guardian itself reads, for comparison; the product never asks it.
    user.groups.add(agencies[place].group)
    roles = ["coordinator" if letter == "desk" else "practitioner"]
    member = Membership.objects.create(user=user, agency=agencies[place], roles=roles)
    return actor_by_membership(member.pk)


def first_rows(desk: Actor) -> dict[type[models.Model], models.Model]:
    made = {"agency": desk.agency, "made_by": desk.user}
    partnership, town = desk.agency.partnership, Town.objects.first()
    place = Location.objects.create(
        partnership=partnership, address="1 Street 0, Town", town=town, **made
    )
    incident = Incident.objects.create(
        partnership=partnership, town=town, location=place, source="HEALTH", types=["LAB"],
        main_type="LAB", narrative="Invented.", immediate_danger="NO", status="ACCEPTED", **made,
    )  # fmt: skip
    person = Person.objects.create(
        partnership=partnership, incident=incident, working_label="man in a red cap",
        age_band="25_39", gender="M", **made,
    )  # fmt: skip
    identity = Identity.objects.create(person=person, given_names="Abel", family_name="Abelson")
    for carrier in (incident, person):
        access.share(
            None, carrier, [desk.agency], level="manage", cause="desk", granted_by=desk.user
        )
    return {type(row): row for row in (place, incident, person, identity)}


def add_records(
    first: dict[type[models.Model], models.Model],
    incidents: int,
    begin: int = 2,
    large: float = QUARTER,
) -> None:
    """Numbers from `begin` on; place, incident, person and name of one number belong together.

    large: how much of it is the first partnership's.
    """
    last = f"generate_series({begin}, {incidents}) n"
    at = (
        f"timestamptz '2026-10-01' - interval '10 years' * {chance('n', 1)}"
        " * (0.5 + 0.5 * " + chance("n", 2) + ")"
    )
    part = (
        f"(CASE WHEN {chance('n', 3)} < {large} THEN 1 ELSE"
        f" 2 + floor({chance('n', 4)} * {PARTNERSHIPS - 1})::int END)"
    )
    ids = _ids()
    numbered = (
        f"(SELECT n, {at} AS at, ({ids['partnership']})[{part}] AS partnership,"
        f" ({ids['town']})[({part} - 1) * {TOWNS} + 1 + floor({chance('n', 5)} * {TOWNS})::int]"
        f" AS town FROM {last}) s"
    )
    streets = max(incidents // PLACES_A_STREET, 4)
    word = f"CASE WHEN {chance('s.n', 6)} < 0.4 THEN 'road' ELSE 'lane' END"
    address = f"s.n || ' ' || ({word}) || ' quarter' || (s.n %% {streets})"
    copy_rows(first[Location], numbered, {
        "id": "s.n", "reference": "'PLA-' || s.n", "partnership_id": "s.partnership",
        "town_id": "s.town", "address": address, "kind": one_of("shop/location_types", 13),
        "address_key": f"regexp_replace({address}, '[^a-z0-9]', '', 'g')",
    })  # fmt: skip
    is_open = f"{chance('s.n', 7)} < CASE WHEN s.at > '2026-04-01' THEN 0.45 ELSE 0.02 END"
    kind = f"CASE WHEN {chance('s.n', 8)} < 0.02 THEN 'ORG' ELSE 'LAB' END"
    copy_rows(first[Incident], numbered, {
        "id": "s.n", "reference": "'INC-' || s.n", "partnership_id": "s.partnership",
        "town_id": "s.town", "location_id": "s.n", "received_at": "s.at",
        "status": f"CASE WHEN {is_open} THEN 'ACTIVE' ELSE 'CLOSED' END",
        "outcome": f"CASE WHEN {is_open} THEN '' ELSE 'SAFEGUARDED' END",
        "types": f"ARRAY[{kind}] || CASE WHEN {chance('s.n', 14)} < 0.3 THEN"
        " ARRAY['SEX'] ELSE '{}' END",
        "main_type": kind, "source": one_of("shop/referral_sources", 15),
        "flags": f"CASE WHEN {chance('s.n', 16)} < 0.2 THEN"
        f" ARRAY[{one_of('shop/exploitation_flags', 17)}] ELSE '{{}}' END",
    })  # fmt: skip
    band = f"CASE WHEN {chance('s.n', 9)} < 0.02 THEN 'UNSURE' ELSE '25_39' END"
    copy_rows(first[Person], numbered, {
        "id": "s.n", "reference": "'PER-' || s.n", "partnership_id": "s.partnership",
        "incident_id": "s.n", "met_at": "s.at", "age_band": band,
        "working_label": "'label ' || md5(s.n::text)",
        "gender": one_of("victims/gender", 18), "nationality": one_of("victims/nationalities", 19),
    })  # fmt: skip
    copy_rows(first[Identity], numbered, {
        "id": "s.n", "person_id": "s.n", "given_names": "md5(s.n::text)",
        "family_name": "md5((s.n * 7)::text)",
    })  # fmt: skip


def one_of(codes: str, salt: int) -> str:
    """SQL: a code of that list, for row `s.n`."""
    known = [row.code for row in CodeList(codes)]
    return f"(ARRAY{known})[1 + floor({chance('s.n', salt)} * {len(known)})::int]"


def _ids() -> dict[str, str]:
    """SQL arrays of the partnerships, and of the towns in the order of their partnerships."""
    partnerships = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    towns = list(Town.objects.order_by("partnership", "position").values_list("pk", flat=True))
    return {"partnership": f"ARRAY{partnerships}", "town": f"ARRAY{towns}"}


def copy_rows(first: models.Model, source: str, changed: dict[str, str]) -> None:
    """Add a row like `first` for each of `source`, an aliased `s`, with these columns changed."""
    table = first._meta.db_table
    columns = [each.column for each in first._meta.concrete_fields]
    assert set(changed) <= set(columns)
    values = [changed.get(column, f"p.{_quoted(column)}") for column in columns]
    with _bare(table), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(_quoted, columns))})"
            f" SELECT {', '.join(values)} FROM {source}, {table} p WHERE p.id = %s",
            [first.pk],
        )


def _quoted(column: str) -> str:
    return connection.ops.quote_name(column)


def grants(carrier: type[models.Model], grant: type[models.Model], *, share: float) -> None:
    """What each agency of a partnership was given of its records. The desk manages all.

    share: of what incidents are given out so, how much; fewer people are given than incidents.
    """
    table, key = grant._meta.db_table, _quoted(carrier.sort_key)
    agencies = _given(share)
    steps = [access.permission_id(carrier, level) for level in LEVELS]
    row, level = (chance("r.id * 1000 + a.id", salt) for salt in (11, 12))
    high = f"CASE WHEN a.desk OR {level} < 0.2 THEN 3 WHEN {level} < 0.45 THEN 2 ELSE 1 END"
    first = grant.objects.order_by("pk").first()
    columns = [each.column for each in grant._meta.concrete_fields if not each.primary_key]
    changed = {
        "group_id": "a.group_id", "content_object_id": "r.id", "sort_key": f"r.{key}",
        "partnership_id": "r.partnership_id",
        "permission_id": f"(ARRAY{steps})[step]",
        "cause": "CASE WHEN a.desk THEN 'desk' ELSE 'shared' END",
    }  # fmt: skip
    values = [changed.get(column, f"p.{_quoted(column)}") for column in columns]
    with _bare(table), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(_quoted, columns))})"
            f" SELECT {', '.join(values)} FROM {carrier._meta.db_table} r"
            " JOIN json_to_recordset(%s) AS a(id int, partnership_id int, group_id int,"
            " desk bool, likely float8) ON a.partnership_id = r.partnership_id"
            f" CROSS JOIN LATERAL generate_series(1, {high}) step, {table} p"
            f" WHERE p.id = %s AND r.id > 1 AND {row} < a.likely",
            [json.dumps(agencies), first.pk],
        )


def _given(share: float) -> list[dict]:
    known = {"a1": GIVEN["L"], "a2": GIVEN["M"]}
    found = []
    for agency in Agency.objects.select_related("partnership").order_by("pk"):
        likely = GIVEN_ELSE
        if agency.partnership.code == "p0":
            likely = known.get(agency.code, GIVEN["M"])
        found.append({
            "id": agency.pk, "partnership_id": agency.partnership_id, "group_id": agency.group_id,
            "desk": agency.is_desk, "likely": 2 if agency.is_desk else likely * share,
        })  # fmt: skip
    return found


@contextmanager
def _bare(table: str) -> Iterator[None]:
    """Within the block the table has no index, constraint or trigger; afterwards all of them.

    Filling a table and making its indexes then takes minutes instead of an hour.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid), contype FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('f', 'c', 'u')"
            " AND NOT EXISTS (SELECT FROM pg_constraint used WHERE used.conindid ="
            "   pg_constraint.conindid AND used.contype = 'f' AND used.oid <> pg_constraint.oid"
            "   AND pg_constraint.contype = 'u')",
            [table],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
            [table],
        )
        indexes = cursor.fetchall()
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, _, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition, _ in sorted(constraints, key=lambda row: row[2], reverse=True):
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
