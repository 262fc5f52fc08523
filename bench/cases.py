"""What is run for each goal: the product's own statements, each with its lower bound.

A lower bound is the same list of the whole partnership: what a system without sharing would send.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from django.db import connection, models, transaction
from guardian.shortcuts import get_objects_for_user

from agencies import access
from agencies.acting import Actor
from agencies.models import Agency
from bench.nation import Nation
from bench.rounds import Rounds, send, statements_of
from casework import lists
from casework.search import Words
from shop.models import Incident, Location, Town
from shop.record_types import INCIDENTS
from shop.search import at_address, places
from tests.signing_in import sign_in
from victims.models import Identity
from victims.names import named
from victims.record_types import PEOPLE

DEEP = 200
# What a system without sharing would have besides our own indexes.
FOR_THE_BOUNDS = (
    """CREATE INDEX bound_names ON victims_identity
    USING gin (lower(given_names || ' ' || family_name || ' ' || aliases) gin_trgm_ops)""",
)
BY_NAME = """
    SELECT * FROM victims_identity
    WHERE %s <%% lower(given_names || ' ' || family_name || ' ' || aliases)
"""


def prepare() -> None:
    with connection.cursor() as cursor:
        for statement in (*FOR_THE_BOUNDS, "VACUUM ANALYZE"):
            cursor.execute(statement)


class Cases:
    """Every case by name, for three agencies: a large, a middling and a small one."""

    def __init__(self, nation: Nation) -> None:
        self.nation, self.rounds = nation, Rounds()
        self.actors = {each: nation.actors[each] for each in ("L", "M", "S")}

    # Lists of the two carriers

    def filters(self, actor: Actor) -> dict[str, dict]:
        towns = Town.objects.filter(partnership=actor.partnership_id, kind="town")
        town = {"town__in": [towns.first().pk]}
        status = {"status__in": ["ACTIVE"]}
        return {
            "all": {},
            "status": status,
            "town": town,
            "status and town": status | town,
            "rare": {"types__overlap": ["ORG"]},
        }

    def pairs(self, kind: str) -> list[tuple[str, str]]:
        return [
            (name, name.replace("ours", "bound", 1))
            for name in self.rounds.cases
            if name.startswith(f"ours {kind}")
        ]

    def first_pages(self) -> None:
        for letter, actor in self.actors.items():
            for name, chosen in self.filters(actor).items():
                self._beside(f"incidents {name}, {letter}", INCIDENTS, actor, chosen)
            self._beside(f"people all, {letter}", PEOPLE, actor, {})
            self._beside(f"people rare, {letter}", PEOPLE, actor, {"age_band__in": ["UNSURE"]})

    def _beside(self, name: str, record_type, actor: Actor, chosen: dict) -> None:
        order = f"-{record_type.model.sort_key}"
        self.rounds.reading(
            f"ours {name}",
            lambda: lists.page_of(lists.listed(record_type, actor).filter(**chosen), order),
        )
        self.rounds.reading(
            f"bound {name}",
            lambda: lists.page_of(bound(record_type.model, actor).filter(**chosen), order),
        )

    def stock(self) -> None:
        actor = self.actors["L"]
        for name, chosen in self.filters(actor).items():
            rows = get_objects_for_user(actor.user, "shop.see_incident", Incident)
            rows = rows.standing().filter(**chosen)
            # Its preliminary statements stay out; they do not grow with the grants.
            sent = statements_of(lambda rows=rows: lists.page_of(rows, "-received_at"))
            self.rounds.case(f"stock {name}", lambda sent=sent[-1:]: send(sent))

    def deep_pages(self) -> None:
        for letter, actor in self.actors.items():
            for kind, rows in (
                ("ours", lists.listed(INCIDENTS, actor)),
                ("bound", bound(Incident, actor)),
            ):
                ordered = rows.order_by("-received_at", "-id").values_list("reference", flat=True)
                at = ordered[min(lists.PAGE * (DEEP - 1), ordered.count() - lists.PAGE)]
                self.rounds.reading(
                    f"{kind} deep, {letter}",
                    lambda rows=rows, at=at: lists.page_of(rows, "-received_at", after=at),
                )

    def counts(self) -> None:
        for letter, actor in self.actors.items():
            for name, chosen in {
                "whole": {},
                "filtered": self.filters(actor)["status and town"],
            }.items():
                for kind, rows in (
                    ("ours", lists.listed(INCIDENTS, actor)),
                    ("bound", bound(Incident, actor)),
                ):
                    rows = rows.filter(**chosen)
                    self.rounds.reading(
                        f"{kind} count {name}, {letter}",
                        lambda rows=rows: lists.counted(rows, "-received_at"),
                    )

    # One record

    def checks(self) -> None:
        for letter, actor in self.actors.items():
            self._checks(letter, actor)

    def _checks(self, letter: str, actor: Actor) -> None:
        reading = self.rounds.reading
        some = list(lists.listed(INCIDENTS, actor).order_by("-received_at")[: lists.PAGE])
        ids = [each.pk for each in some]
        reading(f"ours one, {letter}", lambda: access.find(actor, "see", Incident, pk=ids[0]))
        reading(f"bound one, {letter}", lambda: Incident.objects.get(pk=ids[0]))
        reading(f"ours levels, {letter}", lambda: access.levels_held(actor, some))
        reading(f"bound levels, {letter}", lambda: list(Incident.objects.filter(pk__in=ids)))

    def searches(self) -> None:
        for letter, actor in self.actors.items():
            person = lists.listed(PEOPLE, actor).order_by("-met_at").first()
            there = person.incident.location
            for typed in ("quarter17", there.address, "road"):
                self._address(f"address {typed}, {letter}", actor, Words(typed))
            self._name(letter, actor, Identity.objects.get(person=person).given_names)

    def _address(self, name: str, actor: Actor, words: Words) -> None:
        newest, every = ("-made_at", "-id"), Location.objects.standing()
        self.rounds.reading(
            f"ours {name}", lambda: list(places(actor, words).order_by(*newest)[: lists.PAGE])
        )
        self.rounds.reading(
            f"bound {name}",
            lambda: list(every.filter(at_address(words)).order_by(*newest)[: lists.PAGE]),
        )

    def _name(self, letter: str, actor: Actor, name: str) -> None:
        self.rounds.reading(f"ours name, {letter}", lambda: list(named(actor, name)))
        self.rounds.reading(
            f"bound name, {letter}", lambda: list(Identity.objects.raw(BY_NAME, [name]))
        )

    def sharing(self) -> None:
        desk = self.nation.actors["desk"]
        record = Incident.objects.filter(partnership=desk.partnership_id).latest("received_at")
        other = Agency.objects.filter(partnership=desk.partnership_id).last()
        grant = access.grant_model(Incident)
        rows = [
            grant(
                group_id=other.group_id, permission_id=access.permission_id(Incident, level),
                content_object=record, sort_key=record.received_at, cause="shared",
                granted_by=desk.user,
            )
            for level in ("see", "work")
        ]  # fmt: skip

        def shared() -> None:
            access.share(desk, record, [other], level="work", cause="shared")

        @contextmanager
        def taken_back() -> Iterator[None]:
            with transaction.atomic():
                grant.objects.filter(content_object=record, group=other.group_id).delete()
                yield
                transaction.set_rollback(True)

        with taken_back():
            ours = statements_of(shared)
        with taken_back():
            plain = statements_of(lambda: grant.objects.bulk_create(rows))
        self.statements_of_sharing = len(ours)
        self.rounds.case("ours share", lambda: send(ours), taken_back)
        self.rounds.case("bound share", lambda: send(plain), taken_back)

    def pages(self) -> None:
        """The whole page as a browser gets it, and the same with the gate taken out."""
        for letter, actor in self.actors.items():
            client = sign_in(actor.user, actor.membership_id)
            self.rounds.case(f"ours page, {letter}", lambda client=client: opened(client))

            def unscoped(client=client, actor=actor) -> None:
                with mock.patch.object(access, "allowed", ungated(actor)):
                    opened(client)

            self.rounds.case(f"bound page, {letter}", unscoped)


def bound(model: type[models.Model], actor: Actor) -> models.QuerySet:
    """The lower bound: all of the partnership."""
    return model.objects.standing().filter(partnership=actor.partnership_id)


def ungated(actor: Actor) -> Callable:
    gated = access.allowed

    def all_of_the_partnership(asked: Actor, act: str, records) -> models.QuerySet:
        rows = records._default_manager.all() if isinstance(records, type) else records
        if rows.model is not Incident:
            return gated(asked, act, records)
        return rows.filter(partnership=actor.partnership_id)

    return all_of_the_partnership


def opened(client) -> None:
    answer = client.get("/incidents/")
    assert answer.status_code == 200, answer.status_code
