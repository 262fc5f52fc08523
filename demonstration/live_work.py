"""What the desk and the agencies did on live incidents, one function a kind of work."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from agencies.models import Cause
from agencies.policy import Level
from demonstration import practice, words
from demonstration.cast import at
from demonstration.scribe import Scribe
from shop.models import AgencyRequest, Incident, Note, Visit
from shop.terms import NoteScope, RequestStatus, VisitStatus
from victims.models import Person
from victims.terms import AgeBand

DAY = timedelta(days=1)
AGES = (AgeBand.FROM_25, AgeBand.FROM_40, AgeBand.FROM_18, AgeBand.FROM_60, AgeBand.ADULT)
OUTCOMES = ("CONCERN", "PVOT_NOCONSENT", "CONCERN", "NO_CONCERN", "OTHER_HARM")


class Desk:
    def __init__(self, scribe: Scribe, as_at: date) -> None:
        self.scribe = scribe
        self.as_at = as_at

    def share(self, incident: Incident, agencies: Sequence[str], when: datetime) -> None:
        """With several in one act; it stands on the timeline."""
        for code in agencies:
            self.scribe.give(incident, code, Level.WORK, Cause.SHARED, when)
        names = ", ".join(self.scribe.agency(code).name for code in agencies)
        self.scribe.step(incident, "share", "", "", when, note=names)

    def plan_visit(self, incident: Incident, team: Sequence[str], ahead: int) -> Visit:
        return self.scribe.visit(
            incident,
            at(self.as_at + ahead * DAY, self.scribe.random.choice((7, 9, 10, 14, 18))),
            team,
            VisitStatus.PLANNED,
            purpose="See who is there, speak with each alone, look at the sleeping rooms",
            made_at=self._by_yesterday(incident.made_at + timedelta(hours=12)),
        )

    def visit(self, incident: Incident, team: Sequence[str], day: date, number: int) -> Visit:
        """A visit that took place, with the people met. Some parts were written by the desk."""
        going = list(team[: 2 + number % 3])
        starts_at = at(self._day(day), self.scribe.random.randint(8, 18))
        visit = self.scribe.visit(
            incident,
            starts_at,
            going,
            is_safeguarding=number % 3 != 0,
            found=self.scribe.choose(words.FOUND),
            made_at=self._by_yesterday(incident.made_at + timedelta(hours=12)),
        )
        done = self._by_yesterday(starts_at + timedelta(hours=4))
        self.scribe.step(visit, "complete", "PLANNED", "COMPLETED", done)
        for code, when in (("fire", number % 4 == 1), ("health", number % 6 == 2)):
            if when and code not in going:
                self.scribe.part(visit, code, on_behalf=True)
                self.scribe.give(incident, code, Level.SEE, Cause.VISIT, done)
        for place in range(1 + number % 3):
            self._meet(visit, going, number + place)
        return visit

    def _meet(self, visit: Visit, team: Sequence[str], number: int) -> Person:
        """Someone met by two agencies; most are screened by the first of them."""
        incident = visit.incident
        agencies = [team[number % len(team)], team[(number + 1) % len(team)]]
        sex = "F" if incident.main_type in ("SEX", "DOM") or number % 5 == 3 else "M"
        person = self.scribe.person(
            incident,
            agencies[0],
            visit.starts_at + timedelta(minutes=15),
            sex,
            age_band=AGES[number % len(AGES)],
        )
        self.scribe.met(visit, person, sorted(set(agencies)))
        if number % 4 != 2:
            self.scribe.screening(
                person,
                agencies[0],
                visit.starts_at + timedelta(minutes=40),
                incident.types,
                visit=visit,
                outcome=OUTCOMES[number % len(OUTCOMES)],
            )
        return person

    def act(self, incident: Incident, team: Sequence[str], day: date, number: int) -> None:
        """One to three acts. Every fourth time the desk wrote one down for Open Door Outreach."""
        for step in range(1 + number % 3):
            self.scribe.intervention(
                incident, team[(number + step) % len(team)], self._day(day + 3 * step * DAY)
            )
        if number % 4 == 0:
            self.scribe.intervention(
                incident,
                "open-door",
                self._day(day + 2 * DAY),
                said_by="Night worker",
                said_how="by phone",
                made_by=self.scribe.worker("desk"),
            )

    def talk(self, incident: Incident, team: Sequence[str], day: date, number: int) -> None:
        """Notes, and one request: overdue, waiting, done or not done. None waits when closed."""
        self.note(incident, team[0], self._day(day), self.scribe.choose(words.NOTES))
        if number % 2:
            text = self.scribe.choose(words.AGENCY_NOTES)
            self.note(incident, team[1], self._day(day + DAY), text, NoteScope.AGENCY)
        asked_at = at(self._day(day + DAY), 12)
        if incident.outcome or number % 3 == 2:
            answer = self.scribe.choose(words.ANSWERS)
            self.answered(incident, team[1], asked_at, answer, done=number % 2 == 0)
        else:
            self.ask(incident, team[1], asked_at, due=-4 - number % 5 if number % 3 else 5)

    def note(
        self, incident: Incident, agency: str, day: date, text: str, scope: str = NoteScope.CASE
    ) -> Note:
        return self.scribe.record(
            Note, agency, at(day, 17), incident=incident, text=text, scope=scope
        )

    def ask(self, incident: Incident, agency: str, when: datetime, due: int) -> AgencyRequest:
        """A request that waits. due: days from today, below nought when overdue."""
        due_on = max(self.as_at + due * DAY, when.date())
        return self._request(incident, agency, when, due_on)

    def answered(
        self, incident: Incident, agency: str, when: datetime, answer: str, *, done: bool
    ) -> AgencyRequest:
        status = RequestStatus.DONE if done else RequestStatus.NOT_DONE
        text = answer if done else "Could not be reached, three calls."
        request = self._request(
            incident, agency, when, when.date() + 5 * DAY, status=status, answer=text
        )
        name = "done" if done else "not_done"
        answered_at = self._by_yesterday(when + 2 * DAY)
        self.scribe.step(request, name, "ASKED", status, answered_at, agency=agency, note=text)
        return request

    def _request(self, incident, agency: str, when: datetime, due_on: date, **facts):
        self.scribe.give(incident, agency, Level.SEE, Cause.SHARED, when)
        return self.scribe.record(
            AgencyRequest,
            "desk",
            self._by_yesterday(when),
            incident=incident,
            asked_of=self.scribe.agency(agency),
            what=self.scribe.choose(words.ASKS),
            due_on=due_on,
            **facts,
        )

    def disrupt(
        self, incident: Incident, team: Sequence[str], day: date, check_back: date | None
    ) -> None:
        facts = {"check_back_on": check_back} if check_back else {}
        theme = practice.theme(incident.types, incident.flags)
        outcome = self.scribe.choose(practice.DISRUPTIONS[theme])
        self.scribe.disruption(incident, team[0], self._day(day), outcome, **facts)
        if outcome == "ARRESTS":
            self.scribe.arrest(incident, self._day(day), 2)

    def _day(self, day: date) -> date:
        return min(day, self.as_at - DAY)

    def _by_yesterday(self, moment: datetime) -> datetime:
        return min(moment, at(self.as_at - DAY, 22))
