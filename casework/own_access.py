"""What somebody can see, and why: their roles, what those do, and each record with its cause."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from agencies import access
from agencies.acting import Actor
from agencies.models import Cause
from agencies.policy import POLICY, Level, Rule, Tie
from casework.record_types import RecordType

# How many grants are counted, and how many are listed; beyond these the page says so.
COUNT_UP_TO, LISTED = 1000, 50


@dataclass(frozen=True)
class Ties:
    """A table of what ties somebody to records, which the app that knows of it describes once."""

    heading: str
    columns: tuple[str, ...]
    empty: str
    find: Callable[[Actor], list[list[dict]]]


_ties: list[Ties] = []


def register(heading: str, columns: tuple[str, ...], empty: str):
    """Decorate the function that finds the rows, for one actor and through the gate."""

    def known(find: Callable[[Actor], list[list[dict]]]):
        _ties.append(Ties(heading, columns, empty, find))
        return find

    return known


def ties() -> list[Ties]:
    return list(_ties)


def acts_of(actor: Actor) -> list[tuple[str, str]]:
    """What the actor's roles may do, and when, in words."""
    return [(rule.says, when(rule)) for rule in POLICY if access.may(actor, rule.act, rule.kind)]


def when(rule: Rule) -> str:
    if not rule.level:
        return "In your role"
    given = f"When your agency may {Level(rule.level).label.lower()} it"
    return f"{given}, and you are {Tie(rule.tie).label}" if rule.tie else given


def grants_of(actor: Actor, record_type: RecordType) -> models.QuerySet:
    """The grants by which the actor sees records of a type, one a record, newest record first."""
    rows = access.allowed(actor, "see", record_type.model).order_by().values("pk")
    grants = access.grant_model(record_type.model).objects.filter(
        group_id=actor.group_id,
        permission_id=access.permission_id(record_type.model, "see"),
        content_object__in=rows,
    )
    return grants.order_by("-sort_key", "-content_object")


def by_cause(grants: models.QuerySet) -> tuple[list[tuple[str, int]], bool]:
    """How many of the newest there are of each cause; whether there are more than were counted."""
    causes = list(grants.values_list("cause", flat=True)[: COUNT_UP_TO + 1])
    counted = Counter(causes[:COUNT_UP_TO])
    return [(c.label, counted[c]) for c in Cause if counted[c]], len(causes) > COUNT_UP_TO
