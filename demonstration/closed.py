"""Writes a closed year: its incidents, places, visits and what was done."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from agencies.models import Cause
from agencies.policy import Level
from demonstration import practice, words
from demonstration.cast import at
from demonstration.plan import Case, plan
from demonstration.scribe import Scribe
from demonstration.years import Year
from shop.models import Incident, Location, Visit
from shop.terms import Danger, IncidentOutcome, IncidentStatus

DAY = timedelta(days=1)


@dataclass
class Done:
    """A case as written: what hangs on it."""

    case: Case
    incident: Incident
    visits: list[tuple[Visit, tuple[str, ...]]] = field(default_factory=list)


def write_cases(scribe: Scribe, year: Year, earlier: list[Location]) -> list[Done]:
    """Write all cases of `year`. earlier: places of the year before, some of them met again."""
    done = []
    places = _Places(scribe, earlier)
    safeguarding = dict(year.safeguarding)
    for case in plan(year, scribe.random):
        one = Done(case, _incident(scribe, case, places.of(case)))
        for day in case.visit_days:
            marked = safeguarding[case.town] > 0
            safeguarding[case.town] -= marked
            one.visits.append(_visit(scribe, case, one.incident, day, marked))
        _acts(scribe, year, one)
        done.append(one)
    _arrests(scribe, year, done)
    return done


def disrupted_places(done: list[Done]) -> list[Location]:
    return [one.incident.location for one in done if one.case.is_disrupted]


class _Places:
    """Finds the place of a case: mostly new, sometimes one known from another incident."""

    def __init__(self, scribe: Scribe, earlier: list[Location]) -> None:
        self.scribe = scribe
        self.known: dict[tuple, list[Location]] = {}
        self.earlier = {(place.town.code, place.kind): place for place in earlier[::9]}

    def of(self, case: Case) -> Location | None:
        if not case.kind:
            return None
        key = (case.town, case.kind)
        writer = practice.WRITTEN_BY.get(case.source, "desk")
        if case.is_disrupted:
            # Distinct places are what is counted, so a disrupted one is never shared in the year.
            place = self.earlier.pop(key, None) or self._new(case, writer)
            self.known.setdefault((*key, case.theme), []).append(place)
            return place
        shared = self.known.get((*key, case.theme), [])
        if shared and not case.visit_count and self.scribe.random.random() < 0.5:
            return self.scribe.choose(shared)
        return self._new(case, writer)

    def _new(self, case: Case, writer: str) -> Location:
        return self.scribe.place(writer, case.received_at, case.town, case.kind)


def _incident(scribe: Scribe, case: Case, place: Location | None) -> Incident:
    team = practice.TEAMS[case.theme]
    if case.is_disrupted:
        outcome = IncidentOutcome.BOTH if case.visit_count else IncidentOutcome.DISRUPTED
    else:
        outcome = IncidentOutcome.SAFEGUARDED if case.visit_count else IncidentOutcome.NOT_FOUND
    incident = scribe.incident(
        case.received_at,
        case.town,
        case.group.codes,
        case.source,
        flags=list(case.group.flags),
        location=place,
        narrative=scribe.choose(words.NARRATIVES[case.theme]),
        immediate_danger=scribe.choose((Danger.NO, Danger.NO, Danger.NOT_KNOWN, Danger.YES)),
        lead_agency=scribe.agency(team[0]),
        risk=scribe.choose(("R1", "R2", "R2", "R3")),
        status=IncidentStatus.CLOSED,
        outcome=outcome,
    )
    accepted = incident.made_at + timedelta(hours=5)
    last_day = max([case.received_on + 60 * DAY, *case.visit_days])
    closed = at(last_day + scribe.random.randint(5, 40) * DAY, 15)
    scribe.step(incident, "accept", "NEW", "ACCEPTED", accepted)
    scribe.step(incident, "start", "ACCEPTED", "ACTIVE", accepted + DAY)
    scribe.step(incident, "close", "ACTIVE", "CLOSED", closed, note=outcome.label)
    scribe.give(incident, team[0], Level.MANAGE, Cause.LEAD, accepted)
    for code in team[1:3]:
        scribe.give(incident, code, Level.WORK, Cause.SHARED, accepted)
    return incident


def _visit(
    scribe: Scribe, case: Case, incident: Incident, day: date, is_safeguarding: bool
) -> tuple[Visit, tuple[str, ...]]:
    everyone = practice.TEAMS[case.theme]
    team = everyone[: scribe.random.randint(2, len(everyone) - 1)]
    visit = scribe.visit(
        incident,
        max(at(day, scribe.random.randint(9, 19)), incident.made_at),
        team,
        is_safeguarding=is_safeguarding,
        kind="MAV",
        found=scribe.choose(words.FOUND),
        made_at=incident.made_at + timedelta(hours=6),
    )
    return visit, team


def _acts(scribe: Scribe, year: Year, one: Done) -> None:
    case, incident = one.case, one.incident
    team = practice.TEAMS[case.theme]
    last_day = year.end - DAY
    start = scribe.random.randrange(len(team))
    for number in range(case.act_count):
        visit = one.visits[0][0] if one.visits and number == 0 else None
        day = case.visit_days[0] if visit else case.received_on + scribe.random.randint(1, 60) * DAY
        scribe.intervention(
            incident, team[(start + number) % len(team)], min(day, last_day), visit=visit
        )
    if case.is_disrupted:
        day = case.visit_days[-1] if case.visit_days else case.received_on + 9 * DAY
        scribe.disruption(
            incident,
            team[0],
            min(day, last_day),
            scribe.choose(practice.DISRUPTIONS[case.theme]),
        )


def _arrests(scribe: Scribe, year: Year, done: list[Done]) -> None:
    for town, key, number in year.arrests:
        one = next(
            one
            for one in done
            if one.case.town == town and one.case.table_key == key and one.case.visit_days
        )
        day = one.case.visit_days[0]
        scribe.arrest(one.incident, day, number)
