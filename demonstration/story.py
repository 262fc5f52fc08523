"""The case the tour walks through: one visit of several agencies, one man met by three of them."""

from datetime import date, timedelta

from agencies.models import Cause
from agencies.policy import Level
from casework.models import Record
from demonstration.answered import write_answered
from demonstration.cast import at
from demonstration.live_work import Desk
from demonstration.scribe import Scribe
from referrals.models import Referral, ReferralAnswers
from referrals.questions import current
from referrals.questions.forks import AGE, CONSENT
from referrals.terms import AgeNow, Consent, Route
from shop.models import Incident, Visit
from shop.terms import Danger, IncidentStatus
from victims.models import Assignment, Contact, Identity, Narrative, Needs, Person, Screening
from victims.terms import AgeBand

DAY = timedelta(days=1)


def write_story(scribe: Scribe, desk: Desk, as_at: date) -> None:
    incident = _car_wash(scribe, desk, as_at)
    visit = _visit(scribe, desk, incident, as_at)
    person, screening = _man_met_by_three(scribe, visit)
    _parts(scribe, person)
    _draft(scribe, screening, "lantern", Consent.AGREES)
    _others(scribe, visit, as_at)
    write_answered(scribe, as_at)
    desk.note(incident, "regulatory", as_at - 5 * DAY, "Wage records asked for, due next week.")
    desk.note(incident, "lantern", as_at - 4 * DAY, "He has a bed and a doctor. He slept.")
    desk.ask(incident, "housing", at(as_at - 5 * DAY, 9), due=-1)
    desk.ask(incident, "police", at(as_at - 4 * DAY, 9), due=4)
    desk.answered(
        incident, "regulatory", at(as_at - 5 * DAY, 10), "No licence for the yard.", done=True
    )
    scribe.intervention(incident, "regulatory", as_at - 5 * DAY, visit=visit)
    scribe.intervention(incident, "housing", as_at - 6 * DAY, visit=visit)
    scribe.intervention(incident, "lantern", as_at - 4 * DAY)
    scribe.intervention(
        incident,
        "housing",
        as_at - 3 * DAY,
        said_by="Out-of-hours housing officer",
        said_how="by phone",
        made_by=scribe.worker("desk"),
    )


def _car_wash(scribe: Scribe, desk: Desk, as_at: date) -> Incident:
    received_at = at(as_at - 8 * DAY, 16, 40)
    place = scribe.place("police", received_at, "smethwick", "CARWASH", hazards="A dog in the yard")
    incident = scribe.incident(
        received_at,
        "smethwick",
        ["LAB"],
        "POLICE",
        flags=["DEBT_BONDAGE"],
        location=place,
        narrative="Five men wash cars in all weathers and sleep in a cabin behind the yard. One "
        "told a customer that he owes more each week than he earns. The owner keeps the phones.",
        immediate_danger=Danger.NO,
        lead_agency=scribe.agency("regulatory"),
        risk="R3",
        status=IncidentStatus.ACTIVE,
    )
    accepted = received_at + timedelta(hours=2)
    scribe.step(incident, "accept", "NEW", "ACCEPTED", accepted, note="Visit this week, please.")
    scribe.give(incident, "regulatory", Level.MANAGE, Cause.LEAD, accepted)
    desk.share(incident, ("housing", "lantern", "police"), accepted + timedelta(minutes=10))
    scribe.step(incident, "start", "ACCEPTED", "ACTIVE", accepted + DAY, agency="regulatory")
    return incident


def _visit(scribe: Scribe, desk: Desk, incident: Incident, as_at: date) -> Visit:
    visit = scribe.visit(
        incident,
        at(as_at - 6 * DAY, 8, 30),
        ("regulatory", "police", "housing", "lantern"),
        is_safeguarding=True,
        purpose="Speak with the men apart from the owner; look at the cabin",
        found="Five men, one cabin, one heater. No contracts. The owner left when we arrived.",
        made_at=at(as_at - 7 * DAY, 11),
    )
    scribe.part(visit, "fire", on_behalf=True)
    scribe.step(visit, "complete", "PLANNED", "COMPLETED", at(as_at - 6 * DAY, 13))
    desk.plan_visit(incident, ("regulatory", "police", "fire"), 3)
    return visit


def _man_met_by_three(scribe: Scribe, visit: Visit) -> tuple[Person, Screening]:
    """Three agencies met him: one line on the list of people, one person screened."""
    person = scribe.person(
        visit.incident,
        "lantern",
        visit.starts_at + timedelta(minutes=20),
        "M",
        working_label="man in orange waterproof",
        age_band=AgeBand.FROM_25,
        nationality="RO",
        contact_warning="Do not ring: the owner may still have his phone. Ask Lantern Yard first.",
    )
    scribe.met(visit, person, ("housing", "lantern", "police"))
    screening = scribe.screening(
        person,
        "lantern",
        visit.starts_at + timedelta(minutes=50),
        ["LAB"],
        visit=visit,
        outcome="PVOT_CONSENT",
    )
    return person, screening


def _parts(scribe: Scribe, person: Person) -> None:
    """What only the worker put on him sees."""
    cyd = scribe.cast.workers["lantern"]
    scribe.book.add(
        Assignment(
            person=person,
            membership=cyd,
            reason="Support worker since the visit",
            assigned_by=cyd.user,
            assigned_at=person.made_at,
        )
    )
    scribe.book.add(Identity(person=person, given_names="Dinu (invented)"))
    scribe.book.add(
        Contact(
            person=person,
            staying_area="A hostel in another town",
            safe_to_contact="Through Lantern Yard, in the afternoon",
        )
    )
    scribe.book.add(
        Narrative(
            person=person,
            account="He came for building work. The fare became a debt, the debt became the yard. "
            "He would like to ring his sister.",
        )
    )
    scribe.book.add(Needs(person=person, health="A cough since the winter", support="Warm clothes"))


def _draft(scribe: Scribe, screening: Screening, by: str, consent: str, **facts) -> Record:
    """A referral begun and not sent."""
    author = scribe.cast.responders[by]
    made_at = screening.made_at + timedelta(hours=20)
    referral = scribe.record(
        Referral,
        by,
        made_at,
        person=screening.person,
        screening=screening,
        author=author,
        route=Route.NRM if consent == Consent.AGREES else "",
        question_set=current(made_at.date()).version,
        **facts,
    )
    referral.made_by = author.user
    values = {AGE: AgeNow.ADULT, CONSENT: consent}
    scribe.book.add(
        ReferralAnswers(referral=referral, values={key: str(one) for key, one in values.items()})
    )
    scribe.give(screening.person, by, Level.WORK, Cause.SHARED, made_at)
    return referral


def _others(scribe: Scribe, visit: Visit, as_at: date) -> None:
    """Three more met there: one has not decided, one agreed, one chose not to be referred."""
    outcomes = {"PVOT_NOCONSENT": "police", "CONCERN": "police", "PVOT_CONSENT": "lantern"}
    labels = ("man with the key ring", "older man in boots", "man who does the drying")
    for label, (outcome, agency) in zip(labels, outcomes.items(), strict=True):
        person = scribe.person(
            visit.incident,
            agency,
            visit.starts_at + timedelta(minutes=30),
            "M",
            working_label=label,
            age_band=AgeBand.FROM_40,
        )
        scribe.met(visit, person, (agency,))
        screening = scribe.screening(
            person,
            agency,
            visit.starts_at + timedelta(minutes=70),
            ["LAB"],
            visit=visit,
            outcome=outcome,
        )
        if outcome == "CONCERN":
            _draft(scribe, screening, "police", Consent.NOT_DECIDED, review_on=as_at + 5 * DAY)
        else:
            route = Route.NRM if outcome == "PVOT_CONSENT" else Route.DUTY_TO_NOTIFY
            scribe.referral(screening, agency, route, as_at - 2 * DAY, len(label))
