"""Writes the people of a closed year: met, screened, and for some a referral or a notice."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from demonstration import practice
from demonstration.answered import answered_in_turn
from demonstration.cast import at
from demonstration.closed import Done
from demonstration.scribe import Scribe
from demonstration.years import Year
from referrals.terms import Route
from victims.models import Screening
from victims.terms import AgeBand

DAY = timedelta(days=1)
CHILD_EVERY = 8
ADULT_AGES = (
    AgeBand.FROM_25,
    AgeBand.FROM_25,
    AgeBand.FROM_40,
    AgeBand.FROM_18,
    AgeBand.ADULT,
    AgeBand.FROM_40,
    AgeBand.FROM_60,
)


@dataclass
class ToScreen:
    """Someone still to be written: town, sex and types are the year's, the rest follows."""

    town: str
    sex: str
    types: list[str]
    route: str = ""
    is_child: bool = False

    @property
    def outcome(self) -> str:
        if self.is_child:
            return "PVOT_CHILD"
        by_route = {Route.NRM: "PVOT_CONSENT", Route.DUTY_TO_NOTIFY: "PVOT_NOCONSENT"}
        return by_route.get(self.route, "CONCERN")


def write_people(scribe: Scribe, year: Year, done: list[Done]) -> list[Screening]:
    """Write everybody screened in `year`, each at a visit or an incident of their town."""
    people = [
        ToScreen(town, sex, types.split("+"))
        for town, by_sex in year.screened.items()
        for sex, by_types in by_sex.items()
        for types, many in by_types.items()
        for _ in range(many)
    ]
    scribe.random.shuffle(people)
    _routes(people, year)
    nationalities = {types: cycle(codes) for types, codes in year.nationalities.items()}
    homes = _homes(done)
    screenings = []
    for number, person in enumerate(people, start=1):
        one = _where(scribe, person, done, homes)
        nationality = next(nationalities[person.types[0]])
        screening = _screening(scribe, year, person, one, nationality)
        if person.route:
            _refer(scribe, year, person, screening, number)
        screenings.append(screening)
    return screenings


def _routes(people: list[ToScreen], year: Year) -> None:
    """The first of each town are referred, the next notified. A child is always referred."""
    for route, counts in ((Route.NRM, year.referred), (Route.DUTY_TO_NOTIFY, year.notified)):
        for town, many in counts.items():
            waiting = [one for one in people if one.town == town and not one.route]
            for number, person in enumerate(waiting[:many], start=1):
                person.route = route
                person.is_child = route == Route.NRM and number % CHILD_EVERY == 0


def _homes(done: list[Done]) -> list[Done]:
    """Homes taken over, where one person lives: each is met once, and nobody else there."""
    return [one for one in done if one.case.group.is_cuckooing]


def _where(scribe: Scribe, person: ToScreen, done: list[Done], homes: list[Done]) -> Done:
    """The case in which this person was met: a home still empty, else one that shares a type."""
    if "CRI" in person.types:
        # The tenth home is a woman's.
        for home in homes:
            wants = "F" if home.case.town == "west_bromwich" and home is _last(homes) else "M"
            if home.case.town == person.town and person.sex == wants:
                homes.remove(home)
                return home
    there = [
        one for one in done if one.case.town == person.town and not one.case.group.is_cuckooing
    ]
    fitting = [one for one in there if set(one.case.group.codes) & set(person.types)]
    return scribe.choose([one for one in fitting if one.visits] or fitting or there)


def _last(homes: list[Done]) -> Done:
    return [home for home in homes if home.case.town == "west_bromwich"][-1]


def _screening(
    scribe: Scribe, year: Year, person: ToScreen, one: Done, nationality: str
) -> Screening:
    # Now and then somebody is screened later at an office: then the incident says which town.
    visit, team = one.visits[-1] if one.visits else (None, practice.TEAMS[one.case.theme])
    if visit and scribe.random.random() < 0.06 and not one.case.group.is_cuckooing:
        visit = None
    screened_at = (
        visit.starts_at + timedelta(minutes=scribe.random.randint(10, 90))
        if visit
        else min(one.incident.made_at + 3 * DAY, at(year.end - DAY, 20))
    )
    agency = scribe.choose(team)
    age = scribe.choose(ADULT_AGES)
    row = scribe.person(
        one.incident,
        agency,
        screened_at,
        person.sex,
        age_band=AgeBand.UNDER_18 if person.is_child else age,
        nationality=nationality,
    )
    if visit:
        scribe.met(visit, row, sorted({agency, *scribe.random.sample(team, 2)}))
    return scribe.screening(
        row, agency, screened_at, person.types, visit=visit, outcome=person.outcome
    )


def _refer(scribe: Scribe, year: Year, person: ToScreen, screening: Screening, number: int) -> None:
    senders = practice.REFERRERS if person.route == Route.NRM else practice.NOTIFIERS
    sent = screening.screened_at.date() + scribe.random.randint(1, 9) * DAY
    by = scribe.choose(senders)
    referral = scribe.referral(screening, by, person.route, min(sent, year.end - DAY), number)
    answered_in_turn(scribe, referral, by, number)
