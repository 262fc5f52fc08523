"""Writes one record of each kind into the book, in the name of an agency."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from agencies.models import Agency, Cause, User
from agencies.policy import Level
from casework.models import Record, StatusChange
from casework.references import new_reference
from demonstration import practice, words
from demonstration.book import Book, Given
from demonstration.cast import Cast
from interventions.models import Arrest, Disruption, Intervention
from referrals.models import Referral, ReferralAnswers
from referrals.questions import current
from referrals.questions.forks import AGE, CONSENT
from referrals.terms import AgeNow, Consent, Route, Status
from shop.models import Incident, Location, Visit, VisitPart
from shop.rules import address_key
from shop.terms import VisitStatus
from victims.models import Person, PersonMet, Screening, ScreeningAnswer
from victims.terms import CHILD_BANDS


class Scribe:
    """One hand: its own random, so that what one writes never changes what another writes."""

    def __init__(self, book: Book, cast: Cast, name: str) -> None:
        self.book = book
        self.cast = cast
        # Repeats itself for one name; guards nothing.
        self.random = Random(f"demonstration {name}")  # noqa: S311

    def choose(self, options: Sequence):
        return self.random.choice(options)

    def agency(self, code: str) -> Agency:
        return self.cast.agencies[code]

    def worker(self, code: str) -> User:
        return self.cast.workers[code].user

    def record(self, model: type[Record], agency: str, made_at: datetime, **facts) -> Record:
        facts.setdefault("made_by", self.worker(agency))
        return self.book.add(
            model(
                reference=self.book.free(lambda: new_reference(model.prefix, self.random)),
                agency=self.agency(agency),
                made_at=made_at,
                **facts,
            )
        )

    def mistaken(self, record: Record, at: datetime, reason: str) -> Record:
        """Mark it as recorded by mistake, by the desk."""
        record.mistake_at, record.mistake_by = at, self.worker("desk")
        record.mistake_reason = reason
        return record

    def place(self, agency: str, made_at: datetime, town: str, kind: str, **facts) -> Location:
        address = self.book.free(lambda: self._address(town, kind))
        return self.record(
            Location,
            agency,
            made_at,
            partnership=self.cast.partnership,
            address=address,
            address_key=address_key(address, ""),
            kind=kind,
            town=self.cast.towns[town],
            ward=self.cast.ward_on(town, made_at.date(), self.random.randrange(1000)),
            **facts,
        )

    def _address(self, town: str, kind: str) -> str:
        before = words.BEFORE_STREET.get(kind, "")
        number = f"{self.random.randrange(101, 990)} {self.choose(words.STREETS[town])}"
        return f"{before}, {number}" if before else number

    def incident(
        self, received_at: datetime, town: str, types: list[str], source: str, **facts
    ) -> Incident:
        """An incident, given to those who always have it: the desk, its writer and its lead."""
        writer = practice.WRITTEN_BY.get(source, "desk")
        location = facts.get("location")
        incident = self.record(
            Incident,
            writer,
            received_at + timedelta(minutes=20),
            partnership=self.cast.partnership,
            received_at=received_at,
            town=self.cast.towns[town],
            ward=location.ward if location else None,
            types=types,
            main_type=types[0] if types else "",
            source=source,
            **facts,
        )
        made_at = incident.made_at
        self.give(incident, writer, Level.WORK, Cause.REPORTED, made_at, by=writer)
        self.give(incident, "desk", Level.MANAGE, Cause.DESK, made_at, by=writer)
        return incident

    def give(
        self,
        record: Record,
        agency: str,
        level: str,
        cause: str,
        at: datetime,
        by: str = "desk",
    ) -> None:
        self.book.give(Given(record, self.agency(agency), level, cause, self.worker(by), at))

    def visit(
        self,
        incident: Incident,
        starts_at: datetime,
        team: Sequence[str],
        status: str = VisitStatus.COMPLETED,
        **facts,
    ) -> Visit:
        """A visit to the place, planned by the desk. Its agencies may then work on the incident."""
        visit = self.record(
            Visit,
            "desk",
            facts.pop("made_at", starts_at - timedelta(days=1)),
            incident=incident,
            location=facts.pop("location", incident.location),
            starts_at=starts_at,
            lead_agency=self.agency(team[0]),
            status=status,
            **facts,
        )
        for code in team:
            self.part(visit, code)
            self.give(incident, code, Level.WORK, Cause.VISIT, visit.made_at)
        return visit

    def part(self, visit: Visit, code: str, *, on_behalf: bool = False) -> VisitPart:
        """An agency's part. on_behalf: the desk wrote it, and says who told, once there is a part
        to tell of; so it does for an agency that does not sign in."""
        done = visit.status == VisitStatus.COMPLETED
        facts = {"what_we_did": words.WHAT_AGENCIES_DID[code]} if done else {}
        if done and (on_behalf or not self.agency(code).signs_in):
            facts |= {"said_by": "Duty manager", "said_how": "by phone"}
        if not done or "said_by" in facts:
            facts["made_by"] = self.worker("desk")
        return self.record(
            VisitPart,
            code,
            visit.starts_at + timedelta(hours=3) if done else visit.made_at,
            visit=visit,
            **facts,
        )

    def person(
        self, incident: Incident, agency: str, met_at: datetime, sex: str, **facts
    ) -> Person:
        """Someone met, given to the desk and to the agency that met them."""
        person = self.record(
            Person,
            agency,
            met_at + timedelta(hours=2),
            partnership=self.cast.partnership,
            incident=incident,
            working_label=facts.pop("working_label", "")
            or self.choose(words.LABELS.get(sex, ("",))),
            gender=sex,
            met_at=met_at,
            **facts,
        )
        self.give(person, agency, Level.WORK, Cause.MADE, person.made_at, by=agency)
        self.give(person, "desk", Level.MANAGE, Cause.DESK, person.made_at, by=agency)
        return person

    def met(self, visit: Visit, person: Person, agencies: Iterable[str]) -> None:
        agencies = list(agencies)
        self.book.met(PersonMet(visit=visit, person=person), [self.agency(a) for a in agencies])
        for code in agencies:
            self.give(person, code, Level.WORK, Cause.VISIT, person.made_at)

    def screening(
        self, person: Person, agency: str, screened_at: datetime, types: list[str], **facts
    ) -> Screening:
        facts.setdefault("outcome", "CONCERN")
        screening = self.record(
            Screening,
            agency,
            screened_at + timedelta(hours=2),
            person=person,
            incident=person.incident,
            screened_at=screened_at,
            types=types,
            presence=self.choose(("ALONE", "ALONE", "OTHERS")),
            interpreting=self.choose(("PROFESSIONAL", "NOT_NEEDED", "NONE_FOUND")),
            **facts,
        )
        more = [sign for code in types for sign in practice.MORE_SIGNS.get(code, ())]
        answers = ("SEEN", "SEEN", "REPORTED", "NOT_SEEN", "NOT_ASKED", "NOT_ASKED")
        for sign in (*practice.SHARED_SIGNS, *more):
            self.book.add(
                ScreeningAnswer(screening=screening, indicator=sign, answer=self.choose(answers))
            )
        return screening

    def referral(
        self, screening: Screening, by: str, route: str, submitted_on: date, number: int
    ) -> Referral:
        """A referral already sent, by the trained member of agency `by`."""
        author = self.cast.responders[by]
        referral = self.record(
            Referral,
            by,
            screening.screened_at + timedelta(hours=4),
            person=screening.person,
            screening=screening,
            author=author,
            route=route,
            status=Status.SUBMITTED,
            question_set=current(submitted_on).version,
            submitted_on=submitted_on,
            home_office_reference=f"INVENTED-{submitted_on:%Y}-{number:04}",
        )
        referral.made_by = author.user
        child = screening.person.age_band in CHILD_BANDS
        consent = Consent.AGREES if route == Route.NRM else Consent.CHOSE_NOT
        values = {AGE: AgeNow.CHILD} if child else {AGE: AgeNow.ADULT, CONSENT: consent}
        self.book.add(
            ReferralAnswers(referral=referral, values={str(k): str(v) for k, v in values.items()})
        )
        self.give(screening.person, by, Level.WORK, Cause.SHARED, referral.made_at)
        return referral

    def intervention(
        self, incident: Incident, agency: str, acted_on: date, **facts
    ) -> Intervention:
        kind, objective, target = self.choose(practice.ACTS[agency])
        acted = self.record(
            Intervention,
            agency,
            incident.made_at + (acted_on - incident.made_at.date()) + timedelta(hours=4),
            incident=incident,
            acted_on=acted_on,
            kind=kind,
            objective=objective,
            target=target,
            **facts,
        )
        self.give(incident, agency, Level.WORK, Cause.SHARED, incident.made_at)
        return acted

    def disruption(
        self, incident: Incident, agency: str, day: date, outcome: str, **facts
    ) -> Disruption:
        """A place disrupted: the incident's own, unless another is given."""
        if "check_back_on" not in facts:
            facts.setdefault("no_check_reason", self.choose(practice.NO_CHECK))
        return self.record(
            Disruption,
            agency,
            incident.made_at + (day - incident.made_at.date()) + timedelta(hours=5),
            incident=incident,
            location=facts.pop("location", incident.location),
            disrupted_on=day,
            outcome=outcome,
            **facts,
        )

    def arrest(self, incident: Incident, day: date, number: int) -> Arrest:
        return self.record(
            Arrest,
            "police",
            incident.made_at + (day - incident.made_at.date()) + timedelta(hours=8),
            incident=incident,
            arrested_on=day,
            number=number,
        )

    def step(
        self, record: Record, step: str, before: str, after: str, at: datetime, **facts
    ) -> None:
        """A line of the record's trail, by the desk unless `agency` says otherwise."""
        agency = facts.pop("agency", "desk")
        self.book.add(
            StatusChange(
                record_type=record._meta.model_name,
                reference=record.reference,
                step=step,
                before=before,
                after=after,
                by=self.worker(agency),
                agency=self.agency(agency),
                at=at,
                **facts,
            )
        )
