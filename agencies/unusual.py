"""Unusual access, as facts: much more than usual, at unusual hours, refused again and again.

What happened is told beside what is usual, and nobody is scored: each may have a good reason.
What counts as unusual stands here and nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncDate

from agencies.models import Membership

# How far back the list goes, and how many days before a day make what is usual.
DAYS = 14
USUAL_DAYS = 28
# Records opened on one day: at least so many, and so many times what is usual.
OPENED_AT_LEAST = 30
TIMES_THE_USUAL = 3
# Hours in which people work, on Monday to Friday; and how many records outside of them are told.
WORK_BEGINS, WORK_ENDS, LAST_WORKDAY = 7, 20, 5
OUTSIDE_AT_LEAST = 5
REFUSED_AT_LEAST = 5

Who = tuple[int, int]  # user and agency


@dataclass(frozen=True)
class Volume:
    """usual, role_usual: the middle day of theirs, and of others in the role; None when unknown."""

    who: Who
    day: date
    opened: int
    usual: float | None
    role_usual: float | None


@dataclass(frozen=True)
class Hours:
    who: Who
    day: date
    opened: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Refusals:
    who: Who
    refused: int
    first: datetime
    last: datetime


def volumes(events: QuerySet, roles: dict[Who, frozenset[str]], today: date) -> list[Volume]:
    """Days of the last DAYS on which somebody opened far more than they or their role usually."""
    begin = today - timedelta(days=DAYS + USUAL_DAYS)
    opened = _opened(events, begin).values("user_id", "agency_id", "day")
    days: dict[Who, dict[date, int]] = defaultdict(dict)
    for row in opened.annotate(records=Count("reference", distinct=True)).order_by():
        days[row["user_id"], row["agency_id"]][row["day"]] = row["records"]
    found = [
        Volume(who, day, records, _usual(own, day), _role_usual(days, roles, who, day))
        for who, own in days.items()
        for day, records in own.items()
        if day > today - timedelta(days=DAYS) and records >= OPENED_AT_LEAST
    ]
    return sorted(filter(_is_much, found), key=lambda each: (each.day, each.opened), reverse=True)


def outside_hours(events: QuerySet, today: date) -> list[Hours]:
    """Days on which somebody opened records at night or on a weekend."""
    rows = _opened(events, today - timedelta(days=DAYS - 1)).annotate(
        hour=ExtractHour("at"), weekday=ExtractIsoWeekDay("at")
    )
    rows = rows.filter(
        Q(hour__lt=WORK_BEGINS) | Q(hour__gte=WORK_ENDS) | Q(weekday__gt=LAST_WORKDAY)
    )
    rows = rows.values("user_id", "agency_id", "day").annotate(
        records=Count("reference", distinct=True), first=Min("at"), last=Max("at")
    )
    return [
        Hours((r["user_id"], r["agency_id"]), r["day"], r["records"], r["first"], r["last"])
        for r in rows.filter(records__gte=OUTSIDE_AT_LEAST).order_by("-day", "-records", "user_id")
    ]


def refusals_in_a_row(events: QuerySet, today: date) -> list[Refusals]:
    """Runs of refusals to one person between which nothing else of theirs was answered."""
    events = events.filter(at__date__gt=today - timedelta(days=DAYS), agency__isnull=False)
    often = events.filter(act="refused").values("user_id").annotate(refused=Count("pk"))
    often = often.filter(refused__gte=REFUSED_AT_LEAST).order_by().values("user_id")
    rows = events.filter(user__in=often).order_by("user_id", "pk")
    found: list[Refusals] = []
    run: list[tuple[Who, datetime]] = []
    for user, agency, act, at in rows.values_list("user_id", "agency_id", "act", "at").iterator():
        if run and (act != "refused" or run[-1][0] != (user, agency)):
            found += _long_enough(run)
            run = []
        if act == "refused":
            run.append(((user, agency), at))
    found += _long_enough(run)
    return sorted(found, key=lambda each: each.last, reverse=True)


def roles_by_member(partnership_id: int) -> dict[Who, frozenset[str]]:
    rows = Membership.objects.filter(agency__partnership=partnership_id)
    return {
        (user, agency): frozenset(roles)
        for user, agency, roles in rows.values_list("user_id", "agency_id", "roles")
    }


def _opened(events: QuerySet, begin: date) -> QuerySet:
    """Looks at one record, with the day on which they were, since `begin`."""
    rows = events.filter(act="read", at__date__gte=begin, user__isnull=False, agency__isnull=False)
    return rows.exclude(reference="").annotate(day=TruncDate("at"))


def _usual(own: dict[date, int], day: date) -> float | None:
    begin = day - timedelta(days=USUAL_DAYS)
    return _middle(count for each, count in own.items() if begin <= each < day)


def _role_usual(days: dict, roles: dict[Who, frozenset[str]], who: Who, day: date) -> float | None:
    same = (other for other in days if other != who and roles.get(other) == roles.get(who))
    begin = day - timedelta(days=USUAL_DAYS)
    return _middle(
        count for other in same for each, count in days[other].items() if begin <= each <= day
    )


def _middle(counts: Iterable[int]) -> float | None:
    found = list(counts)
    return median(found) if found else None


def _is_much(found: Volume) -> bool:
    """Beside what is usual for them or for their role; with nothing to compare, it is told too."""
    known = [usual for usual in (found.usual, found.role_usual) if usual is not None]
    return not known or any(found.opened >= TIMES_THE_USUAL * usual for usual in known)


def _long_enough(run: list[tuple[Who, datetime]]) -> list[Refusals]:
    if len(run) < REFUSED_AT_LEAST:
        return []
    return [Refusals(run[0][0], len(run), run[0][1], run[-1][1])]
