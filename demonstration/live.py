"""Writes the live year: what the partnership has on its desk on the morning of the day asked for.

Everything is dated before that day, save planned visits, due days and days to check back.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from agencies.models import Cause
from agencies.policy import Level
from demonstration import live_cases, practice, words
from demonstration.cast import at
from demonstration.joining import write_joining
from demonstration.live_cases import LiveCase
from demonstration.live_work import Desk
from demonstration.scribe import Scribe
from demonstration.story import write_story
from shop.models import Incident
from shop.terms import IncidentOutcome, IncidentStatus

DAY = timedelta(days=1)


def write_live_year(scribe: Scribe, as_at: date) -> None:
    live = LiveYear(scribe, as_at)
    for case in live_cases.NEW:
        live.report(case, IncidentStatus.NEW)
    accepted = [live.accepted(case) for case in live_cases.ACCEPTED]
    for number, case in enumerate(live_cases.ACTIVE):
        live.at_work(case, number)
    for number, case in enumerate(live_cases.MONITORED):
        live.monitored(case, number)
    for number, case in enumerate(live_cases.REOPENED):
        live.reopened(case, number)
    for number, case in enumerate(live_cases.CLOSED):
        live.closed(case, number)
    live.never_taken_on(keep=accepted[1])
    write_story(scribe, live.desk, as_at)
    write_joining(scribe, as_at)


class LiveYear:
    """One function a stage; each begins where the one before it ends."""

    def __init__(self, scribe: Scribe, as_at: date) -> None:
        self.scribe = scribe
        self.as_at = as_at
        self.desk = Desk(scribe, as_at)

    def report(self, case: LiveCase, status: str, **facts) -> Incident:
        """As it came in. Fields that come with a later stage are given by that stage."""
        received_at = self._received(case)
        types = case.types.split("+") if case.types else []
        place = None
        if case.kind and case.kind != "ONLINE":
            writer = practice.WRITTEN_BY.get(case.source, "desk")
            place = self.scribe.place(writer, received_at, case.town, case.kind)
        return self.scribe.incident(
            received_at,
            case.town,
            types,
            case.source,
            flags=list(case.flags),
            location=place,
            narrative=self.scribe.choose(words.NARRATIVES[practice.theme(types, case.flags)]),
            immediate_danger=case.danger,
            status=status,
            **facts,
        )

    def accepted(self, case: LiveCase, status: str = IncidentStatus.ACCEPTED, **facts) -> Incident:
        team = self._team(case)
        incident = self.report(
            case,
            status,
            lead_agency=self.scribe.agency(team[0]),
            risk=self.scribe.choose(("R1", "R2", "R2", "R3")),
            **facts,
        )
        accepted = incident.made_at + timedelta(hours=self.scribe.random.randint(1, 9))
        self.scribe.step(incident, "accept", "NEW", "ACCEPTED", accepted)
        self.scribe.give(incident, team[0], Level.MANAGE, Cause.LEAD, accepted)
        self.desk.share(incident, team[1:3], accepted + timedelta(minutes=15))
        if case.ahead:
            self.desk.plan_visit(incident, team[:3], case.ahead)
        elif incident.status == IncidentStatus.ACCEPTED:
            self.desk.ask(incident, team[1], accepted + timedelta(hours=1), due=3)
        return incident

    def at_work(self, case: LiveCase, number: int, status: str = IncidentStatus.ACTIVE, **facts):
        """A visit made, people met, acts recorded, notes written, requests in every state."""
        team = self._team(case)
        incident = self.accepted(case, status, **facts)
        started = incident.made_at + timedelta(hours=20)
        self.scribe.step(
            incident, "start", "ACCEPTED", "ACTIVE", self._past(started), agency=team[0]
        )
        first = incident.received_at.date() + 3 * DAY
        if incident.location:
            self.desk.visit(incident, team, first, number)
        self.desk.act(incident, team, first + DAY, number)
        self.desk.talk(incident, team, first + 2 * DAY, number)
        return incident

    def monitored(self, case: LiveCase, number: int) -> None:
        incident = self.at_work(case, number, IncidentStatus.MONITOR)
        day = incident.received_at.date() + 14 * DAY
        self.desk.disrupt(incident, self._team(case), day, check_back=self._day(5 * number - 10))
        self.scribe.step(incident, "monitor", "ACTIVE", "MONITOR", at(day + 9 * DAY, 15))

    def reopened(self, case: LiveCase, number: int) -> None:
        incident = self.at_work(case, number, IncidentStatus.REOPENED)
        day = incident.received_at.date()
        self.scribe.step(incident, "close", "ACTIVE", "CLOSED", at(day + 40 * DAY, 15),
                         note="Nobody left to safeguard; the house stands empty.")  # fmt: skip
        self.scribe.step(incident, "reopen", "CLOSED", "REOPENED", self._day_at(number + 2, 10),
                         note="The neighbour called again: the house is in use.")  # fmt: skip

    def closed(self, case: LiveCase, number: int) -> None:
        incident = self.at_work(case, number, IncidentStatus.CLOSED, outcome=IncidentOutcome.BOTH)
        day = incident.received_at.date()
        self.desk.disrupt(incident, self._team(case), day + 12 * DAY, check_back=None)
        self.scribe.step(incident, "close", "ACTIVE", "CLOSED", at(day + 45 * DAY, 16),
                         note="Two people are safe elsewhere, the place has stopped.")  # fmt: skip

    def never_taken_on(self, keep: Incident) -> None:
        """A report merged with another, two passed on, one recorded by mistake."""
        merged = self.report(live_cases.MERGED, IncidentStatus.DUP, merged_into=keep)
        self.scribe.step(merged, "merge", "NEW", "DUP", merged.made_at + DAY,
                         note="The same house, told by two neighbours.")  # fmt: skip
        for case in live_cases.NOT_SLAVERY:
            passed = self.report(case, IncidentStatus.NOT_MS, passed_to="Housing advice")
            self.scribe.step(passed, "pass_on", "NEW", "NOT_MS", passed.made_at + DAY,
                             note="A dispute about rent; the caller is safe.")  # fmt: skip
        wrong = self.accepted(live_cases.MISTAKE)
        self.scribe.mistaken(wrong, wrong.made_at + 2 * DAY, "Entered twice after a phone call")

    def _team(self, case: LiveCase) -> Sequence[str]:
        types = case.types.split("+") if case.types else []
        team = practice.TEAMS[practice.theme(types, case.flags)]
        return ("fair-work", *team) if case.source == "FWA" else team

    def _received(self, case: LiveCase) -> datetime:
        return self._day_at(case.days, self.scribe.random.randint(8, 20))

    def _day(self, ahead: int) -> date:
        return self.as_at + ahead * DAY

    def _day_at(self, days_ago: int, hour: int) -> datetime:
        return at(self.as_at - days_ago * DAY, hour)

    def _past(self, moment: datetime) -> datetime:
        return min(moment, self._day_at(1, 22))
