"""Turns the counts of a closed year into cases, each with its date and what will happen in it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from demonstration import practice
from demonstration.cast import at
from demonstration.years import Group, Year

DAY = timedelta(days=1)


@dataclass
class Case:
    """One incident to be written.

    visit_count, act_count, is_disrupted: its share of the group's counts. kind: of its place, ""
    for none. received_at, visit_days: when.
    """

    town: str
    group: Group
    visit_count: int
    act_count: int
    is_disrupted: bool
    kind: str = ""
    source: str = ""
    is_late: bool = False
    received_at: datetime | None = None
    visit_days: list[date] = field(default_factory=list)

    @property
    def theme(self) -> str:
        return practice.theme(self.group.codes, self.group.flags)

    @property
    def table_key(self) -> str:
        """The key into a year's table of places: the types, cuckooing apart."""
        return "CUCKOOING" if self.group.is_cuckooing else self.group.types

    @property
    def received_on(self) -> date:
        return self.received_at.date()


def plan(year: Year, random: Random) -> list[Case]:
    """The cases of a year in the order in which they were received."""
    cases = [
        case
        for town, groups in year.groups.items()
        for group in groups
        for case in _cases_of(town, group)
    ]
    random.shuffle(cases)
    _spread(cases, [code for code, many in year.sources.items() for _ in range(many)], random)
    _kinds(cases, year, random)
    _dates(cases, year, random)
    return sorted(cases, key=lambda case: case.received_at)


def shares(total: int, among: int) -> list[int]:
    """`total` dealt out one by one among so many: 5 among 3 is 2, 2, 1."""
    return [total // among + (place < total % among) for place in range(among)]


def _cases_of(town: str, group: Group) -> list[Case]:
    visits = shares(group.visits, group.incidents)
    acts = shares(group.interventions, group.incidents)
    return [
        Case(town, group, visits[place], acts[place], is_disrupted=place < group.places)
        for place in range(group.incidents)
    ]


def _spread(cases: list[Case], sources: list[str], random: Random) -> None:
    random.shuffle(sources)
    for case, source in zip(cases, sources, strict=True):
        case.source = source


def _kinds(cases: list[Case], year: Year, random: Random) -> None:
    for key, counts in year.kinds.items():
        kinds = [kind for kind, many in counts.items() for _ in range(many)]
        random.shuffle(kinds)
        placed = [case for case in cases if case.table_key == key and case.town != "not_recorded"]
        for case, kind in zip(placed, kinds, strict=True):
            case.kind = kind


def _dates(cases: list[Case], year: Year, random: Random) -> None:
    """Receive the cases and set their visits, with the printed numbers in the last quarter."""
    january = date(year.end.year, 1, 1)
    late_incidents, late_visits = year.from_january
    for case in [case for case in cases if case.visit_count <= 1][:late_incidents]:
        case.is_late = True
    for case in cases:
        first, last = (january, year.end - 12 * DAY) if case.is_late else (year.start, january)
        case.received_at = _moment(random, first, last - 4 * DAY)
        day = case.received_on
        for _ in range(case.visit_count):
            day = min(
                day + random.randint(1, 14) * DAY, (year.end if case.is_late else january) - DAY
            )
            case.visit_days.append(day)
    _move_visits_after(january, year.end, late_visits, cases, random)
    # Midnight by the clock in Sandwell, not in Greenwich, ends a year: the first and the last
    # report lie within an hour of it in summer time.
    quiet = [case for case in cases if not case.visit_count and not case.act_count]
    next(case for case in quiet if not case.is_late).received_at = at(year.start, 0, 20)
    next(case for case in quiet if case.is_late).received_at = at(year.end - DAY, 23, 40)


def _move_visits_after(
    january: date, end: date, wanted: int, cases: list[Case], random: Random
) -> None:
    """Put off the last visits of earlier cases until as many as wanted took place from January."""
    late = sum(case.visit_count for case in cases if case.is_late)
    earlier = [case for case in cases if not case.is_late and case.visit_count]
    earlier.sort(key=lambda case: case.received_at)
    for case in earlier[len(earlier) - (wanted - late) :]:
        case.visit_days[-1] = january + random.randrange(2, (end - january).days - 2) * DAY


def _moment(random: Random, first: date, last: date) -> datetime:
    """An hour of the day between two days, the last left out."""
    day = first + random.randrange((last - first).days) * DAY
    return at(day, random.randint(7, 21), random.choice((0, 5, 10, 20, 25, 40, 45, 50)))
