"""What the dashboard counts, beside and from the measures of the annual report.

A measure that the annual report has is taken from there, with more dimensions and the same rows.
`seen(column, model)` stands where a rule looks at records beside the one it counts: a reader who
opens records learns nothing from those that they may not open. `counting` puts the gate there.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from django.apps import apps

from reporting import nationality_bands
from reporting.disclosure.rules import WORK_OF_AGENCIES
from reporting.measures import (
    BY_ID,
    INCIDENTS,
    INTERVENTIONS,
    MISTAKES,
    MULTI_AGENCY_VISITS,
    PEOPLE_SCREENED,
    TAKING_PLACE,
    TERMS,
    Measure,
    places_disrupted,
)
from reporting.referral_measures import AGE_GROUP, REFERRALS_SENT, SIGNS
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
_TODAY = "(now() at time zone 'Europe/London')::date"


def seen(column: str, model: str) -> str:
    return f"[seen {column} in {model}]"


def asks(measure: Measure) -> set[str]:
    """The models a reader must be able to open for this measure to tell them anything."""
    return {measure.model_name, *(found["model"] for found in _SEEN.finditer(measure.rule))}


def settled(rule: str, condition) -> str:
    """`rule` with `condition(column, model)` wherever it asks whether something may be seen."""
    return _SEEN.sub(lambda found: condition(found["column"], found["model"]), rule)


def kinds_asked(measure: Measure) -> set[str]:
    return {apps.get_model(name).access.kind for name in asks(measure)}


def _local(moment: str) -> str:
    return f"({moment} at time zone 'Europe/London')"


def _month(day: str) -> str:
    return f"to_char({day}, 'YYYY-MM')"


def _wide(measure: str, rule: str, *dimensions: str) -> Measure:
    """A measure of the annual report with further dimensions; what it counts stays the same."""
    return replace(BY_ID[measure], rule=rule, dimensions=dimensions, crosses=())


# Where someone may only know of the incident, the kind of its place is not known to them.
_INCIDENTS = f"""
    select facts.*, agency.code as agency,
        {_month(_local("incident.received_at"))} as month,
        coalesce(ward.code, '') as ward,
        coalesce(nullif(incident.source, ''), '{NOT_RECORDED}') as source,
        coalesce(case when {seen("place.id", "shop.Location")} then nullif(place.kind, '') end,
            '{NOT_RECORDED}') as place_kind,
        case when {_local("incident.made_at")}::date - {_local("incident.received_at")}::date
            > {LATE} then 'late' else 'in_time' end as entered,
        incident.flags::text[] as flags
    from ({INCIDENTS}) facts
    join shop_incident incident on incident.id = facts.key
    join agencies_agency agency on agency.id = incident.agency_id
    left join shop_location place on place.id = incident.location_id
    left join shop_ward ward on ward.id = facts.ward_id and ward.town_id = facts.town_id
"""  # noqa: S608 put together from constants, like every rule here

_VISITS = f"""
    select facts.*, {_month(_local("visit.starts_at"))} as month
    from ({MULTI_AGENCY_VISITS}) facts join shop_visit visit on visit.id = facts.key
"""  # noqa: S608

_INTERVENTIONS = f"""
    select facts.*, act.objective, agency.code as agency
    from ({INTERVENTIONS}) facts
    join interventions_intervention act on act.id = facts.key
    join agencies_agency agency on agency.id = act.agency_id
"""  # noqa: S608

# The person's first screening that counts in the period, and whether another came within a year.
_PEOPLE = f"""
    with counts as (
        select screening.id, screening.person_id, screening.incident_id, screening.screened_at
        from victims_screening screening
        join shop_incident incident on incident.id = screening.incident_id
        where incident.partnership_id = %(partnership)s
          and screening.mistake_at is null and incident.mistake_at is null
          and screening.outcome <> all(%(not_screened)s)
    ), first_time as (
        select distinct on (person_id) person_id, incident_id, screened_at from counts
        where screened_at >= %(starts_at)s and screened_at < %(ends_at)s
        order by person_id, screened_at, id
    ), again as (
        select distinct first_time.person_id from first_time
        join counts other on other.person_id = first_time.person_id
        where other.incident_id <> first_time.incident_id
          and other.screened_at > first_time.screened_at
          and other.screened_at < first_time.screened_at + interval '12 months'
          and {seen("other.incident_id", "shop.Incident")}
    )
    select facts.*, {AGE_GROUP} as age_group,
        {nationality_bands.in_sql("person.nationality")} as nationality_band,
        case when again.person_id is not null then 'again'
            when {_local("first_time.screened_at")}::date + interval '12 months' <= {_TODAY}
                then 'not_again'
            else 'open' end as people_again
    from ({PEOPLE_SCREENED}) facts
    join victims_person person on person.id = facts.key
    join first_time on first_time.person_id = facts.key
    left join again on again.person_id = facts.key
"""  # noqa: S608

# From the first disruption of the place in the period.
_PLACES = f"""
    with first_time as (
        select distinct on (disruption.location_id)
            disruption.location_id, disruption.disrupted_on, disruption.check_back_on
        from interventions_disruption disruption
        join shop_incident incident on incident.id = disruption.incident_id
        where disruption.mistake_at is null and incident.mistake_at is null
          and disruption.outcome <> all(%(not_disrupted)s)
          and disruption.disrupted_on >= %(first_day)s and disruption.disrupted_on < %(day_after)s
          and {seen("disruption.id", "interventions.Disruption")}
        order by disruption.location_id, disruption.disrupted_on, disruption.id
    ), again as (
        select distinct later.location_id
        from first_time join shop_incident later on later.location_id = first_time.location_id
        where later.mistake_at is null and later.status = any(%(accepted)s)
          and {_local("later.received_at")}::date > first_time.disrupted_on
          and {_local("later.received_at")}::date
              <= first_time.disrupted_on + interval '12 months'
          and {seen("later.id", "shop.Incident")}
    ), checked as (
        select distinct visit.location_id
        from first_time join shop_visit visit on visit.location_id = first_time.location_id
        where visit.mistake_at is null and visit.status = %(completed)s
          and {_local("visit.starts_at")}::date
              >= coalesce(first_time.check_back_on, first_time.disrupted_on + 1)
          and {seen("visit.id", "shop.Visit")}
    )
    select facts.*,
        case when again.location_id is not null then 'again'
            when checked.location_id is not null then 'quiet' else 'not_checked' end as lasting
    from ({places_disrupted(seen("disruption.id", "interventions.Disruption"))}) facts
    join first_time on first_time.location_id = facts.key
    left join again on again.location_id = facts.key
    left join checked on checked.location_id = facts.key
"""  # noqa: S608

_ATTENDED = """
    select part.id as key, place.town_id, agency.code as agency, array[part.agency_id] as agencies
    from shop_visitpart part
    join shop_visit visit on visit.id = part.visit_id
    join shop_incident incident on incident.id = visit.incident_id
    join shop_location place on place.id = visit.location_id
    join agencies_agency agency on agency.id = part.agency_id
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and visit.mistake_at is null and part.mistake_at is null
      and part.took_part and visit.status = %(completed)s
      and visit.starts_at >= %(starts_at)s and visit.starts_at < %(ends_at)s
"""
_UNCONFIRMED = f"{_ATTENDED} and part.said_by <> '' and part.confirmed_at is null"

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
    select request.id as key, incident.town_id, agency.code as agency,
        array[request.asked_of_id] as agencies
    from shop_agencyrequest request
    join shop_incident incident on incident.id = request.incident_id
    join agencies_agency agency on agency.id = request.asked_of_id
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and request.mistake_at is null
      and request.status = %(asked)s and request.due_on < {_TODAY}
"""  # noqa: S608

# An incident that ended without what the clock waits for is not among those counted.
_CLOCK = """
    select timed.key, timed.town_id, timed.agencies, timed.days,
        case when timed.ends is null then 'running' else 'stopped' end as running
    from (
        select facts.key, facts.town_id, facts.agencies, until.ends, incident.status,
            greatest(coalesce(until.ends, {today}) - {received}, 0) as days
        from ({incidents}) facts
        join shop_incident incident on incident.id = facts.key
        left join (
            select incident_id, min(day) as ends from ({until}) events group by incident_id
        ) until on until.incident_id = facts.key
        {among}
    ) timed
    where timed.ends is not null or timed.status <> '{closed}'
"""


def _clock(until: str, among: str = "") -> str:
    """until: rows of incident_id and day, of which the first stops the clock."""
    return _CLOCK.format(
        today=_TODAY,
        received=f"{_local('incident.received_at')}::date",
        incidents=INCIDENTS,
        until=until,
        among=among,
        closed=IncidentStatus.CLOSED.value,
    )


_VISITED = f"""
    select visit.incident_id, {_local("visit.starts_at")}::date as day from shop_visit visit
    where visit.mistake_at is null and visit.status = %(completed)s
"""  # noqa: S608
_SAFE_PLACE = f"""
    select incident_id, acted_on as day from interventions_intervention
    where mistake_at is null and kind = 'EMERG_ACC'
    union all
    select disruption.incident_id, disruption.disrupted_on from interventions_disruption disruption
    where disruption.mistake_at is null and disruption.outcome = 'VICTIMS_SAFE'
      and {seen("disruption.id", "interventions.Disruption")}
"""  # noqa: S608
_WITH_SIGNS = f"""
    where facts.key in (
        select screening.incident_id from victims_screening screening
        where screening.mistake_at is null
          and screening.outcome in ({", ".join(f"'{sign}'" for sign in SIGNS)})
          and {seen("screening.person_id", "victims.Person")}
    )
"""  # noqa: S608
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
        rule=_ATTENDED,
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
        rule=_UNCONFIRMED,
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
        rule=_OPEN,
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
        rule=_OVERDUE,
        dimensions=("agency",),
    ),
)

DASHBOARD: tuple[Measure, ...] = (
    _wide("incidents", _INCIDENTS, "month", "exploitation_type", "flag", "town", "ward", "source",
          "place_kind", "agency", "entered"),
    _wide("multi_agency_visits", _VISITS, "month"),
    _wide("safeguarding_visits", BY_ID["safeguarding_visits"].rule),
    _wide("places_disrupted", _PLACES, "lasting"),
    _wide("interventions", _INTERVENTIONS, "objective", "agency"),
    _wide("people_screened", _PEOPLE, "sex", "age_group", "nationality_band", "people_again"),
    _wide("people_referred", BY_ID["people_referred"].rule),
    _wide("duty_to_notify", BY_ID["duty_to_notify"].rule),
    replace(REFERRALS_SENT, dimensions=("first_responder", "route")),
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
