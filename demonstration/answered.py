"""Writes what became of referrals after they were sent: the fates of a closed year, and one
referral at each stage of the live one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agencies.models import Cause
from agencies.policy import Level
from demonstration.cast import at
from demonstration.scribe import Scribe
from referrals import tracks
from referrals.models import Decision, FollowUp, Referral
from referrals.terms import Learned, Route, Status
from shop.models import Incident
from shop.terms import Danger, IncidentStatus
from victims.models import Assignment, Identity
from victims.terms import AgeBand

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """One step of a fate: days after sending, the step, where it leads, and the decision it is."""

    days: int
    step: str
    after: str
    outcome: str = ""
    note: str = ""


POSITIVE = Turn(7, "rg_positive", Status.RECOVERY, "RG_POS")
NEGATIVE = Turn(11, "rg_negative", Status.RG_MADE, "RG_NEG")
OVER = Turn(40, "recovery_over", Status.AWAIT_CG)
CLOSED = Turn(150, "close", Status.CLOSED, note="Decided; support goes on elsewhere")
# Ten in turn. Everything ends within half a year, before the live year begins.
FATES: tuple[tuple[Turn, ...], ...] = (
    *((POSITIVE, OVER, Turn(120, "cg_positive", Status.CG_MADE, "CG_POS"), CLOSED),) * 5,
    (POSITIVE, OVER, Turn(130, "cg_negative", Status.CG_MADE, "CG_NEG"), CLOSED),
    (NEGATIVE, Turn(60, "close", Status.CLOSED, note="No reconsideration was wanted")),
    (Turn(9, "withdraw", Status.WITHDRAWN, note="Went home to family"),
     Turn(15, "close", Status.CLOSED, note="Withdrawn")),
    (Turn(20, "rg_positive", Status.RECOVERY, "RG_POS"), OVER),
    (POSITIVE, OVER),
)  # fmt: skip
NOTICE = (
    Turn(1, "acknowledge", Status.ACKNOWLEDGED),
    Turn(3, "close", Status.CLOSED, note="Nothing more follows"),
)


def answer(scribe: Scribe, referral: Referral, by: str, turns: Sequence[Turn]) -> Referral:
    """Take the turns one after the other, in the name of the agency that sent it."""
    author = scribe.cast.responders[by].user
    for turn in turns:
        day = referral.submitted_on + turn.days * DAY
        if turn.outcome:
            scribe.book.add(
                Decision(
                    referral=referral,
                    outcome=turn.outcome,
                    decided_on=day,
                    authority="SCA",
                    reason="INSUFF" if turn.outcome.endswith("NEG") else "",
                    learned_from=Learned.LETTER,
                    made_by=author,
                    agency=referral.agency,
                    made_at=at(day, 11),
                )
            )
        if turn.step in tracks.HEARD:
            _heard(scribe, referral, by, turn.step, day)
        scribe.step(
            referral, turn.step, referral.status, turn.after, at(day, 11), agency=by, note=turn.note
        )
        referral.status = turn.after
    return referral


def _heard(scribe: Scribe, referral: Referral, by: str, what: str, day: date) -> None:
    scribe.book.add(
        FollowUp(
            referral=referral,
            track=tracks.Track.HOME_OFFICE,
            what=what,
            happened_on=day,
            learned_from=Learned.EMAIL,
            made_by=scribe.cast.responders[by].user,
            agency=referral.agency,
            made_at=at(day, 11),
        )
    )


def answered_in_turn(scribe: Scribe, referral: Referral, by: str, number: int) -> None:
    """One of the fates of a closed year."""
    turns = FATES[number % len(FATES)] if referral.route == Route.NRM else NOTICE
    answer(scribe, referral, by, turns)


def entry(scribe: Scribe, referral: Referral, by: str, what: str, day: date, **facts) -> None:
    scribe.book.add(
        FollowUp(
            referral=referral,
            track=tracks.BY_KEY[what].track,
            what=what,
            happened_on=day,
            learned_from=Learned.CALL,
            made_by=scribe.cast.responders[by].user,
            agency=referral.agency,
            made_at=at(day, 14),
            **facts,
        )
    )


# Label, days since it was sent, and what became of it.
LIVE: tuple[tuple[str, int, tuple[Turn, ...]], ...] = (
    ("woman with the blue bag", 22, (Turn(1, "received", Status.AWAIT_RG),)),
    ("man from the top floor", 34, (POSITIVE,)),
    ("man with the cap", 33, (NEGATIVE,)),
    ("woman who cooks", 100, (POSITIVE, OVER)),
    ("man with grey hair", 108,
     (POSITIVE, OVER, Turn(75, "cg_positive", Status.CG_MADE, "CG_POS"))),
)  # fmt: skip
FIRST_MET = 112


def write_answered(scribe: Scribe, as_at: date) -> None:
    """One house, found some months ago: of those met there each has a referral at another stage,
    and one is a child near 18."""
    house = _house(scribe, as_at)
    for number, (label, days_ago, turns) in enumerate(LIVE):
        sent_on = as_at - days_ago * DAY
        referral = _sent(scribe, house, label, AgeBand.FROM_25, sent_on, 700 + number)
        answer(scribe, referral, "lantern", turns)
        if number < 2:
            entry(scribe, referral, "lantern", "support-wanted", sent_on)
        if number == 1:
            entry(scribe, referral, "lantern", "support-in-touch", sent_on + DAY)
            entry(scribe, referral, "lantern", "support-begun", sent_on + 9 * DAY)
            note = "A letter of the doctor"
            entry(scribe, referral, "lantern", "information-sent", sent_on + 4 * DAY, note=note)
    _child(scribe, house, as_at)


def _house(scribe: Scribe, as_at: date) -> Incident:
    received_at = at(as_at - FIRST_MET * DAY, 9, 15)
    house = scribe.incident(
        received_at,
        "wednesbury",
        ["LAB"],
        "VCS",
        location=scribe.place("police", received_at, "wednesbury", "HMO"),
        narrative="A house from which a van fetches people before five. They come back at night, "
        "and someone else holds the key. Found one after the other, over months.",
        immediate_danger=Danger.NO,
        lead_agency=scribe.agency("police"),
        risk="R2",
        status=IncidentStatus.ACTIVE,
    )
    accepted = received_at + timedelta(hours=3)
    scribe.step(house, "accept", "NEW", "ACCEPTED", accepted)
    scribe.give(house, "police", Level.MANAGE, Cause.LEAD, accepted)
    scribe.give(house, "lantern", Level.WORK, Cause.SHARED, accepted)
    scribe.step(house, "start", "ACCEPTED", "ACTIVE", accepted + DAY, agency="police")
    return house


def _child(scribe: Scribe, house: Incident, as_at: date) -> None:
    sent_on = as_at - 3 * DAY
    referral = _sent(scribe, house, "boy in a school jumper", AgeBand.UNDER_18, sent_on, 710)
    worker = scribe.cast.workers["lantern"]
    scribe.book.add(
        Assignment(
            person=referral.person, membership=worker, reason="Looks after him since the visit",
            assigned_by=worker.user, assigned_at=referral.made_at,
        )
    )  # fmt: skip
    turns_18 = as_at + 40 * DAY
    born_on = turns_18.replace(year=turns_18.year - 18, day=min(turns_18.day, 28))
    person = referral.person
    scribe.book.add(Identity(person=person, given_names="Ilie (invented)", born_on=born_on))
    entry(scribe, referral, "lantern", "council-told", sent_on, note="Children's services")
    entry(scribe, referral, "lantern", "guardian-asked", sent_on + DAY)


def _sent(
    scribe: Scribe, house: Incident, label: str, age: str, sent_on: date, number: int
) -> Referral:
    """Met and screened three days before it was sent."""
    met_at = at(sent_on - 3 * DAY, 10)
    person = scribe.person(
        house, "lantern", met_at, "F" if "woman" in label else "M", working_label=label,
        age_band=age, nationality="VN",
    )  # fmt: skip
    outcome = "PVOT_CHILD" if age == AgeBand.UNDER_18 else "PVOT_CONSENT"
    screened_at = met_at + timedelta(hours=1)
    screening = scribe.screening(person, "lantern", screened_at, ["LAB"], outcome=outcome)
    return scribe.referral(screening, "lantern", Route.NRM, sent_on, number)
