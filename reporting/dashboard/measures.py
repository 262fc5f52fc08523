"""What the dashboard counts, beside and from the measures of the annual report.

A measure that the annual report has is taken from there, with more dimensions and the same rows.
Every rule counts from `BASES`: facts that are read once for all measures that name them, in both
years, of the records that the reader may know. `seen(column, model)` stands where a rule looks at
records beside those: a reader who opens records learns nothing from those that they may not open.
`gate` and `counting` put in what these words stand for.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.apps import apps

from reporting.counting import nationality_bands
from reporting.counting.measures import (
    BY_ID,
    DISRUPTIONS,
    INCIDENTS,
    INTERVENTIONS,
    MISTAKES,
    SCREENINGS,
    SENT,
    TAKING_PLACE,
    TERMS,
    VISITS,
    Measure,
    duty_to_notify,
    multi_agency,
    people_referred,
    people_screened,
    places_disrupted,
    safeguarding,
)
from reporting.counting.referral_measures import REFERRALS_SENT, SIGNS, age_group, referrals_sent
from reporting.disclosure.rules import WORK_OF_AGENCIES
from shop.terms import OPEN_STATUSES, IncidentStatus, RequestStatus

NOT_RECORDED = "UNKNOWN"
# Days after which a record counts as entered late.
LATE = 7
# The last day but one of each age of an open incident; the last age has no end.
AGES = {"under_30": 30, "under_90": 90, "under_180": 180, "under_365": 365, "over_365": None}
AGE_WORDS = {
    "under_30": "Under 30 days",
    "under_90": "30 to 89 days",
    "under_180": "90 to 179 days",
    "under_365": "180 to 364 days",
    "over_365": "365 days or more",
}
ENTERED = {"in_time": "Within 7 days", "late": "Later than 7 days"}
LASTING = {
    "again": "Reported again within 12 months",
    "quiet": "Quiet when checked",
    "not_checked": "Not yet checked",
}
PEOPLE_AGAIN = {
    "again": "Screened again within 12 months",
    "not_again": "Not again within 12 months",
    "open": "12 months are not over",
}
RUNNING = {"running": "Still running", "stopped": "Stopped"}

_SEEN = re.compile(r"\[seen (?P<column>[\w.]+) in (?P<model>[\w.]+)\]")
_FACTS = re.compile(r"\[facts of (?P<base>\w+)\]")
_TODAY = "(now() at time zone 'Europe/London')::date"

Condition = Callable[[str, str], str]


@dataclass(frozen=True)
class Base:
    """Facts from which measures are counted. A row has the column `span`: which year it is of.

    at: the column of the date that decides the year; "" where they are of today, or of the facts of
    another base. known: the column with the key of the record that a reader must be able to see to
    know of a fact, and its model. Whoever sees that record sees what the measure lists: a visit is
    seen with its incident, a sent referral with its person. reads: the columns that the cells of
    the dashboard need. What only a list is asked by is null there, and nothing is joined for it.
    """

    rule: str
    at: str = ""
    known: tuple[str, str] | None = None
    reads: str = "fact.*"


def seen(column: str, model: str) -> str:
    return f"[seen {column} in {model}]"


def facts_of(base: str) -> str:
    return f"[facts of {base}]"


def _all_of(base: str) -> str:
    return f"select facts.* from {facts_of(base)} facts"  # noqa: S608 a name of ours


def bases_of(rule: str) -> list[str]:
    """The bases a rule counts from, those of its bases before them."""
    found: dict[str, None] = {}
    for named in _FACTS.finditer(rule):
        found |= dict.fromkeys([*bases_of(BASES[named["base"]].rule), named["base"]])
    return list(found)


def with_facts(rule: str, table: Callable[[str], str]) -> str:
    """`rule` with `table(base)` wherever it names the facts of a base."""
    return _FACTS.sub(lambda found: table(found["base"]), rule)


def settled(rule: str, condition: Condition) -> str:
    """`rule` with `condition(column, model)` wherever it asks whether something may be seen."""
    return _SEEN.sub(lambda found: condition(found["column"], found["model"]), rule)


def asks(measure: Measure) -> set[str]:
    """The models a reader must be able to open for this measure to tell them anything."""
    rules = [measure.rule, *(BASES[base].rule for base in bases_of(measure.rule))]
    return {
        measure.model_name,
        *(found["model"] for rule in rules for found in _SEEN.finditer(rule)),
    }


def kinds_asked(measure: Measure) -> set[str]:
    return {apps.get_model(name).access.kind for name in asks(measure)}


def _local(moment: str) -> str:
    return f"({moment} at time zone 'Europe/London')"


def _month(day: str) -> str:
    return f"to_char({day}, 'YYYY-MM')"


def _wide(measure: str, rule: str, *dimensions: str) -> Measure:
    """A measure of the annual report with further dimensions; what it counts stays the same."""
    return replace(BY_ID[measure], rule=rule, dimensions=dimensions, crosses=())


_ATTENDED = f"""
    select visit.span, part.key, visit.town_id, agency.code as agency,
        array[part.agency_id] as agencies, part.is_unconfirmed
    from {facts_of("visits")} visit
    cross join unnest(visit.parts, visit.agencies, visit.are_unconfirmed)
        part (key, agency_id, is_unconfirmed)
    join agencies_agency agency on agency.id = part.agency_id
"""  # noqa: S608 put together from constants, like every rule here

_OPEN_AGE = f"({_TODAY} - {_local('incident.received_at')}::date)"
_OPEN = f"""
    select incident.id as key, incident.town_id, array[incident.agency_id] as agencies,
        case when {_OPEN_AGE} < 30 then 'under_30' when {_OPEN_AGE} < 90 then 'under_90'
            when {_OPEN_AGE} < 180 then 'under_180' when {_OPEN_AGE} < 365 then 'under_365'
            else 'over_365' end as open_for
    from shop_incident incident
    where incident.partnership_id = %(partnership)s and incident.mistake_at is null
      and incident.status = any(%(open)s)
"""  # noqa: S608

_OVERDUE = f"""
    select request.id as key, request.incident_id, incident.town_id, agency.code as agency,
        array[request.asked_of_id] as agencies
    from shop_agencyrequest request
    join shop_incident incident on incident.id = request.incident_id
    join agencies_agency agency on agency.id = request.asked_of_id
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and request.mistake_at is null
      and request.status = %(asked)s and request.due_on < {_TODAY}
"""  # noqa: S608

_OF_INCIDENT = ("incident_id", "shop.Incident")
BASES: Mapping[str, Base] = {
    "incidents": Base(INCIDENTS, "received_at", known=("key", "shop.Incident")),
    "visits": Base(
        VISITS,
        "starts_at",
        known=_OF_INCIDENT,
        reads="key, starts_at, agencies, parts, are_unconfirmed, is_safeguarding,"
        " null::bigint as town_id",
    ),
    "parts": Base(_ATTENDED),
    "interventions": Base(INTERVENTIONS, "acted_on", known=_OF_INCIDENT),
    "disruptions": Base(
        f"{DISRUPTIONS} and {seen('disruption.id', 'interventions.Disruption')}",
        "disrupted_on",
        known=("location_id", "shop.Location"),
    ),
    "screenings": Base(
        SCREENINGS,
        "screened_at",
        known=("person_id", "victims.Person"),
        reads="id, person_id, sex, age_band, nationality, incident_id, screened_at, agency_id,"
        " null::text[] as types, null::bigint as town_id",
    ),
    "referrals": Base(
        SENT,
        "submitted_on",
        known=("person_id", "victims.Person"),
        reads="key, person_id, sex, age_band, nationality, route, agency_id, agencies,"
        " submitted_on,"
        " null::text[] as types, null::bigint as town_id",
    ),
    "open_incidents": Base(_OPEN, known=("key", "shop.Incident")),
    "requests_overdue": Base(_OVERDUE, known=_OF_INCIDENT),
}

# Where someone may only know of the incident, the kind of its place is not known to them.
_INCIDENTS = f"""
    select facts.span, facts.key, facts.town_id, facts.types, facts.flags, facts.agencies,
        agency.code as agency, {_month(_local("facts.received_at"))} as month,
        coalesce(ward.code, '') as ward,
        coalesce(nullif(facts.source, ''), '{NOT_RECORDED}') as source,
        coalesce(case when {seen("place.id", "shop.Location")} then nullif(place.kind, '') end,
            '{NOT_RECORDED}') as place_kind,
        case when {_local("facts.made_at")}::date - {_local("facts.received_at")}::date > {LATE}
            then 'late' else 'in_time' end as entered
    from {facts_of("incidents")} facts
    join agencies_agency agency on agency.id = facts.agency_id
    left join shop_location place on place.id = facts.location_id
    left join shop_ward ward on ward.id = facts.ward_id and ward.town_id = facts.town_id
"""  # noqa: S608

_VISITS = f"""
    select facts.*, {_month(_local("facts.starts_at"))} as month
    from ({multi_agency(facts_of("visits"))}) facts
"""  # noqa: S608

_INTERVENTIONS = f"""
    select facts.*, agency.code as agency
    from {facts_of("interventions")} facts
    join agencies_agency agency on agency.id = facts.agency_id
"""  # noqa: S608

# What is looked for beside each row is a query of its own there, so that an index is asked. “is
# true” keeps the records that may be seen in one table to look in; without, they would be gone
# through for each row.

# Whether the person was screened again within a year of their first screening in the period.
_PEOPLE = f"""
    select people.*, {age_group("people.age_band")} as age_group,
        {nationality_bands.in_sql("people.nationality")} as nationality_band,
        case when again.found then 'again'
            when {_local("people.first_at")}::date + interval '12 months' <= {_TODAY}
                then 'not_again'
            else 'open' end as people_again
    from ({people_screened(facts_of("screenings"), "span,")}) people
    left join lateral (
        select true as found from victims_screening other
        join shop_incident incident on incident.id = other.incident_id
        where other.person_id = people.key
          and other.mistake_at is null and incident.mistake_at is null
          and other.outcome <> all(%(not_screened)s)
          and other.incident_id <> people.first_incident_id
          and other.screened_at > people.first_at
          and other.screened_at < people.first_at + interval '12 months'
          and ({seen("other.incident_id", "shop.Incident")}) is true
        limit 1
    ) again on true
"""  # noqa: S608

# From the first disruption of the place in the period.
_PLACES = f"""
    select places.*,
        case when again.found then 'again'
            when checked.found then 'quiet' else 'not_checked' end as lasting
    from ({places_disrupted(facts_of("disruptions"), "span,")}) places
    left join lateral (
        select true as found from shop_incident later
        where later.location_id = places.key
          and later.mistake_at is null and later.status = any(%(accepted)s)
          and {_local("later.received_at")}::date > places.first_on
          and {_local("later.received_at")}::date <= places.first_on + interval '12 months'
          and ({seen("later.id", "shop.Incident")}) is true
        limit 1
    ) again on true
    left join lateral (
        select true as found from shop_visit visit
        where visit.location_id = places.key
          and visit.mistake_at is null and visit.status = %(completed)s
          and {_local("visit.starts_at")}::date
              >= coalesce(places.check_back_on, places.first_on + 1)
          and ({seen("visit.incident_id", "shop.Incident")}) is true
        limit 1
    ) checked on true
"""  # noqa: S608

# An incident that ended without what the clock waits for is not among those counted.
_CLOCK = """
    select timed.*, case when timed.ends is null then 'running' else 'stopped' end as running
    from (
        select facts.span, facts.key, facts.town_id, facts.agencies, facts.status, until.ends,
            greatest(coalesce(until.ends, {today}) - {received}, 0) as days
        from {incidents} facts
        cross join lateral (select min(day) as ends from ({until}) events) until
        {among}
    ) timed
    where timed.ends is not null or timed.status <> '{closed}'
"""


def _clock(until: str, among: str = "") -> str:
    """until: rows of the day, of which the first stops the clock of the incident `facts`."""
    return _CLOCK.format(
        today=_TODAY,
        received=f"{_local('facts.received_at')}::date",
        incidents=facts_of("incidents"),
        until=until,
        among=among,
        closed=IncidentStatus.CLOSED.value,
    )


_VISITED = f"""
    select {_local("visit.starts_at")}::date as day from shop_visit visit
    where visit.incident_id = facts.key
      and visit.mistake_at is null and visit.status = %(completed)s
"""  # noqa: S608
_SAFE_PLACE = f"""
    select act.acted_on as day from interventions_intervention act
    where act.incident_id = facts.key and act.mistake_at is null and act.kind = 'EMERG_ACC'
    union all
    select disruption.disrupted_on from interventions_disruption disruption
    where disruption.incident_id = facts.key
      and disruption.mistake_at is null and disruption.outcome = 'VICTIMS_SAFE'
      and ({seen("disruption.id", "interventions.Disruption")}) is true
"""  # noqa: S608
_WITH_SIGNS = f"""
    cross join lateral (
        select from victims_screening screening
        where screening.incident_id = facts.key and screening.mistake_at is null
          and screening.outcome in ({", ".join(f"'{sign}'" for sign in SIGNS)})
          and ({seen("screening.person_id", "victims.Person")}) is true
        limit 1
    ) signs
"""
_STILL = (
    "A clock that still runs counts with the days so far, so that slow cases are not left out; "
    "where that may matter, the number says “at least”. An incident closed without it does not "
    "count."
)

_NEW = (
    Measure(
        id="visits_attended",
        name="Visits attended",
        unit="part of one agency",
        date="date of the visit",
        definition="Completed visits, once for each agency that took part, by the date of the "
        f"visit. So three agencies at one visit are three. {TAKING_PLACE} {MISTAKES}",
        model_name="shop.VisitPart",
        rule=_all_of("parts"),
        dimensions=("agency",),
    ),
    Measure(
        id="parts_not_confirmed",
        name="Parts of visits not confirmed",
        unit="part of one agency",
        date="date of the visit",
        definition="Of the visits attended, the parts that the desk recorded for an agency and "
        f"that nobody of the agency has confirmed by now. They count at once. {MISTAKES}",
        model_name="shop.VisitPart",
        rule=f"{_all_of('parts')} where facts.is_unconfirmed",
        dimensions=("agency",),
    ),
    Measure(
        id="days_to_visit",
        name="From report to first visit",
        unit="day",
        date="date received",
        definition="Days from the day an accepted incident was received to its first completed "
        f"visit, whatever its kind. {_STILL} Of incidents received in the period. {MISTAKES}",
        model_name="shop.Incident",
        rule=_clock(_VISITED),
        dimensions=("running",),
    ),
    Measure(
        id="days_to_safe_place",
        name="From report to a safe place",
        unit="day",
        date="date received",
        definition="Days from the day an accepted incident was received to the day emergency "
        "accommodation was arranged or people were removed to safety. Of incidents received in "
        "the period under which somebody was screened and signs of slavery were found, or more is "
        f"needed. {_STILL} {MISTAKES}",
        model_name="shop.Incident",
        rule=_clock(_SAFE_PLACE, _WITH_SIGNS),
        dimensions=("running",),
    ),
    Measure(
        id="open_incidents",
        name="Open incidents",
        unit="incident",
        date="today",
        definition="Incidents that are not closed, merged or passed on, those still waiting to be "
        "triaged included, by the days since they were received. As things stand today, whatever "
        f"the period. {MISTAKES}",
        model_name="shop.Incident",
        rule=_all_of("open_incidents"),
        dimensions=("open_for",),
    ),
    Measure(
        id="requests_overdue",
        name="Requests overdue",
        unit="request",
        date="today",
        definition="Requests to an agency that wait for an answer and whose day has passed. As "
        f"things stand today, whatever the period. {MISTAKES}",
        model_name="shop.AgencyRequest",
        rule=_all_of("requests_overdue"),
        dimensions=("agency",),
    ),
)

DASHBOARD: tuple[Measure, ...] = (
    _wide("incidents", _INCIDENTS, "month", "exploitation_type", "flag", "town", "ward", "source",
          "place_kind", "agency", "entered"),
    _wide("multi_agency_visits", _VISITS, "month"),
    _wide("safeguarding_visits", safeguarding(facts_of("visits"))),
    _wide("places_disrupted", _PLACES, "lasting"),
    _wide("interventions", _INTERVENTIONS, "objective", "agency"),
    _wide("people_screened", _PEOPLE, "sex", "age_group", "nationality_band", "people_again"),
    _wide("people_referred", people_referred(facts_of("referrals"), "span,")),
    _wide("duty_to_notify", duty_to_notify(facts_of("referrals"))),
    replace(
        REFERRALS_SENT,
        rule=referrals_sent(facts_of("referrals")),
        dimensions=("first_responder", "route"),
    ),
    *_NEW,
)  # fmt: skip
DASHBOARD_BY_ID: Mapping[str, Measure] = {measure.id: measure for measure in DASHBOARD}
CLOCKS = ("days_to_visit", "days_to_safe_place")
# What stands today, whatever the period.
TODAY = frozenset({"open_incidents", "requests_overdue"})
# Work of agencies, which tells of nobody: exact for every reader.
EXACT = WORK_OF_AGENCIES | {"visits_attended", "parts_not_confirmed", "requests_overdue"}
MORE_TERMS = {
    **TERMS,
    "open": [status.value for status in OPEN_STATUSES],
    "asked": RequestStatus.ASKED.value,
}
