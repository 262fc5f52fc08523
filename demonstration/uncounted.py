"""Records of 2022-23 that look as if they counted and do not, so that every rule meets a case."""

from datetime import date, timedelta

from demonstration import practice, words
from demonstration.answered import answered_in_turn
from demonstration.cast import at
from demonstration.closed import Done
from demonstration.scribe import Scribe
from referrals.terms import Route
from shop.models import Incident
from shop.terms import Danger, IncidentStatus, VisitStatus
from victims.models import Screening
from victims.terms import AgeBand

DAY = timedelta(days=1)


def write_uncounted(scribe: Scribe, done: list[Done], screenings: list[Screening]) -> None:
    visited = [one for one in done if one.visits and one.case.town == "smethwick"]
    spring = [one for one in visited if one.case.received_on < date(2022, 12, 1)]
    merged_duplicate(scribe, spring[0])
    incident_by_mistake(scribe)
    not_slavery(scribe)
    visits_that_do_not_count(scribe, spring[1])
    acts_that_do_not_count(scribe, spring[2])
    disrupted_again(scribe, next(one for one in spring if one.case.is_disrupted))
    looked_at_but_not_disrupted(scribe, done)
    screened_again(scribe, screenings)
    not_screened(scribe, spring[3])
    referred_again(scribe, screenings)


def _report(scribe: Scribe, day: date, theme: str, **facts) -> Incident:
    return scribe.incident(
        at(day, 11),
        "smethwick",
        [theme] if theme else [],
        "COMMUNITY",
        narrative=scribe.choose(words.NARRATIVES[theme]),
        immediate_danger=Danger.NO,
        **facts,
    )


def merged_duplicate(scribe: Scribe, kept: Done) -> None:
    """A second report of the same thing, merged with the first."""
    duplicate = _report(
        scribe,
        kept.case.received_on + 2 * DAY,
        kept.case.theme if kept.case.theme in {"LAB", "SEX", "CRI"} else "",
        location=kept.incident.location,
        status=IncidentStatus.DUP,
        merged_into=kept.incident,
    )
    scribe.step(
        duplicate,
        "merge",
        "NEW",
        "DUP",
        duplicate.made_at + DAY,
        note="Same house, same van, told by another neighbour.",
    )


def incident_by_mistake(scribe: Scribe) -> None:
    """An accepted incident that was entered twice."""
    entered = _report(
        scribe,
        date(2022, 9, 14),
        "LAB",
        status=IncidentStatus.ACCEPTED,
        lead_agency=scribe.agency("regulatory"),
        risk="R1",
    )
    scribe.mistaken(entered, entered.made_at + DAY, "Entered twice from the same telephone note")


def not_slavery(scribe: Scribe) -> None:
    passed_on = _report(
        scribe,
        date(2022, 6, 21),
        "",
        status=IncidentStatus.NOT_MS,
        passed_to="Trading standards: a dispute about a deposit",
    )
    scribe.step(
        passed_on,
        "pass_on",
        "NEW",
        "NOT_MS",
        passed_on.made_at + 2 * DAY,
        note="The caller lost a deposit and is safe.",
    )


def visits_that_do_not_count(scribe: Scribe, one: Done) -> None:
    """Nobody let in; one agency alone; two planned and one stayed away; cancelled; mistaken."""
    day = one.case.received_on + 20 * DAY
    team = practice.TEAMS[one.case.theme][:2]
    scribe.visit(one.incident, at(day, 8), team, VisitStatus.ABORTIVE, kind="ABORT")
    scribe.visit(
        one.incident, at(day + DAY, 8), team[:1], kind="FOLLOWUP", found="All quiet, nobody in."
    )
    alone = scribe.visit(one.incident, at(day + 2 * DAY, 8), team[:1], kind="FOLLOWUP")
    scribe.part(alone, "health").took_part = False
    scribe.visit(one.incident, at(day + 3 * DAY, 8), team, VisitStatus.CANCELLED)
    twice = scribe.visit(one.incident, at(day + 4 * DAY, 8), team, is_safeguarding=True)
    scribe.mistaken(twice, at(day + 5 * DAY), "The same visit was recorded by two agencies")


def acts_that_do_not_count(scribe: Scribe, one: Done) -> None:
    day = one.case.received_on + 5 * DAY
    act = scribe.intervention(one.incident, "community-safety", day)
    scribe.mistaken(act, at(day, 18), "Belongs to another incident")
    arrest = scribe.arrest(one.incident, day, 1)
    scribe.mistaken(arrest, at(day, 19), "Nobody was arrested: a voluntary interview")


def disrupted_again(scribe: Scribe, one: Done) -> None:
    """The same place a second time in the year: two disruptions, one place."""
    day = one.case.visit_days[-1] + 30 * DAY
    scribe.disruption(one.incident, "police", min(day, date(2023, 3, 31)), "CEASED")


def looked_at_but_not_disrupted(scribe: Scribe, done: list[Done]) -> None:
    """Outcomes after which a place does not count, at places not disrupted otherwise."""
    counted = {one.incident.location.reference for one in done if one.case.is_disrupted}
    others = [
        one
        for one in done
        if one.incident.location and one.incident.location.reference not in counted
    ]
    for one, outcome in zip(others, ("NO_CHANGE", "NFA", "PENDING"), strict=False):
        scribe.disruption(one.incident, "police", one.case.received_on + 3 * DAY, outcome)
    wrong = scribe.disruption(others[3].incident, "police", others[3].case.received_on, "CEASED")
    scribe.mistaken(wrong, others[3].incident.made_at + DAY, "Recorded for the wrong place")


def screened_again(scribe: Scribe, screenings: list[Screening]) -> None:
    """A man screened by a second agency six weeks later: one person, in the town of the first."""
    first = next(
        one
        for one in screenings
        if one.person.gender == "M" and one.types == ["LAB"] and one.screened_at.year == 2022
        and one.screened_at.month < 12
    )  # fmt: skip
    scribe.give(first.person, "lantern", "work", "shared", first.made_at)
    scribe.screening(first.person, "lantern", first.screened_at + 42 * DAY, ["LAB"])


def not_screened(scribe: Scribe, one: Done) -> None:
    """Three met who were not screened: asked and declined, not safe to ask, and a mistake."""
    visit, team = one.visits[0]
    for sex, outcome in (("M", "DECLINED"), ("F", "UNABLE"), ("M", "CONCERN")):
        person = scribe.person(one.incident, team[0], visit.starts_at, sex, age_band=AgeBand.ADULT)
        scribe.met(visit, person, team[:1])
        types = ["LAB"] if outcome == "CONCERN" else []
        screening = scribe.screening(
            person, team[0], visit.starts_at, types, visit=visit, outcome=outcome
        )
        if outcome == "CONCERN":
            scribe.mistaken(screening, screening.made_at + DAY, "Written down for the wrong person")


def referred_again(scribe: Scribe, screenings: list[Screening]) -> None:
    """A second NRM referral of someone already referred in the year: one person referred."""
    first = next(
        one
        for one in screenings
        if one.outcome == "PVOT_CONSENT" and one.screened_at.date() < date(2022, 12, 1)
    )
    again = scribe.referral(first, "police", Route.NRM, first.screened_at.date() + 70 * DAY, 999)
    answered_in_turn(scribe, again, "police", 0)
