"""What is counted: each measure with its unit, its deciding date, and its rule as narrow facts.

A rule selects one row for each thing counted, with the columns

    key        what is counted once, the primary key of `model`
    town_id    its town; the other dimensions a measure has: sex, types (a set), ward_id
    number     only where a row stands for several (arrests)
    agencies   who sent it, to tell which agencies sent nothing

and reads the partnership from the record itself, never from a town. Changing what a rule counts
raises the measure's version. Source: the partnership's counting rules, docs/glossary.md.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from interventions.terms import NOT_DISRUPTED
from referrals import terms as referral_terms
from referrals.terms import Route
from reporting.counting.versions import FIRST, Version
from shop.terms import ACCEPTED_STATUSES, VisitStatus
from victims.terms import NOT_SCREENED

MISTAKES = "A record marked as a mistake does not count, nor does anything recorded under it."
TAKING_PLACE = "Work that took place counts even when its incident was later merged or passed on."


# How facts make a figure: each thing once, or the numbers of those that stand for several.
COUNTED_ONCE = "count(*)"
ADDED_UP = "coalesce(sum(number), 0)"


@dataclass(frozen=True)
class Measure:
    """dimensions: the one-way cuts always printed; crosses: the two-way cuts always printed.

    date: the date that decides the period, in words. model: what the list of records behind a
    figure shows. total: COUNTED_ONCE or ADDED_UP. has_wards: its rule says the ward. senders: which
    agencies are expected to send such records, as a condition on agencies_agency. versions: of the
    rule, the one in use last.
    """

    id: str
    name: str
    unit: str
    date: str
    definition: str
    model_name: str
    rule: str
    dimensions: tuple[str, ...] = ("town",)
    crosses: tuple[tuple[str, str], ...] = ()
    total: str = COUNTED_ONCE
    has_wards: bool = False
    senders: str = "true"
    versions: tuple[Version, ...] = (FIRST,)

    @property
    def version(self) -> int:
        return self.versions[-1].number

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.model_name)

    @property
    def cuts(self) -> tuple[tuple[str, ...], ...]:
        """Every cut always printed: the total, each dimension alone, the crosses."""
        return ((), *((dimension,) for dimension in self.dimensions), *self.crosses)

    def described(self) -> dict:
        return {
            "id": self.id,
            "name": self.name,
            "unit": self.unit,
            "definition": self.definition,
            "version": self.version,
            "versions": [one.described() for one in self.versions],
        }


# Values the rules name; `figures` adds the partnership and the bounds of the period.
TERMS = {
    "accepted": [status.value for status in ACCEPTED_STATUSES],
    "completed": VisitStatus.COMPLETED.value,
    "not_disrupted": list(NOT_DISRUPTED),
    "not_screened": list(NOT_SCREENED),
    "nrm": Route.NRM.value,
    "dtn": Route.DUTY_TO_NOTIFY.value,
    "sent": sorted(status.value for status in referral_terms.SENT),
}

# What measures are counted from is named apart from them, because the dashboard reads it once for
# several of its own. It has more columns than a measure needs. The database leaves out those that
# are not asked for, with what is joined for them alone: so the place of a visit is a left join,
# though every visit has one.

INCIDENTS = """
    select id as key, town_id, ward_id, types::text[] as types, array[agency_id] as agencies,
        flags::text[] as flags, agency_id, location_id, source, status, received_at, made_at
    from shop_incident
    where partnership_id = %(partnership)s and mistake_at is null
      and status = any(%(accepted)s)
      and received_at >= %(starts_at)s and received_at < %(ends_at)s
"""

# An agency has one part in a visit that is no mistake, so none is named twice.
VISITS = """
    select visit.id as key, place.town_id, part.agencies, part.parts, part.are_unconfirmed,
        visit.incident_id, visit.starts_at, visit.is_safeguarding
    from shop_visit visit
    join shop_incident incident on incident.id = visit.incident_id
    left join shop_location place on place.id = visit.location_id
    cross join lateral (
        select coalesce(array_agg(agency_id), '{}') as agencies, array_agg(id) as parts,
            array_agg(said_by <> '' and confirmed_at is null) as are_unconfirmed
        from shop_visitpart
        where visit_id = visit.id and took_part and mistake_at is null
    ) part
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and visit.mistake_at is null
      and visit.status = %(completed)s
      and visit.starts_at >= %(starts_at)s and visit.starts_at < %(ends_at)s
"""


def multi_agency(visits: str) -> str:
    return f"select visit.* from {visits} visit where cardinality(visit.agencies) >= 2"  # noqa: S608 constants


def safeguarding(visits: str) -> str:
    return f"select visit.* from {visits} visit where visit.is_safeguarding"  # noqa: S608 constants


DISRUPTIONS = """
    select disruption.id, place.id as location_id, place.town_id, disruption.agency_id,
        disruption.disrupted_on, disruption.check_back_on
    from interventions_disruption disruption
    join shop_incident incident on incident.id = disruption.incident_id
    join shop_location place on place.id = disruption.location_id
    where place.partnership_id = %(partnership)s
      and incident.mistake_at is null and disruption.mistake_at is null
      and place.mistake_at is null
      and disruption.outcome <> all(%(not_disrupted)s)
      and disruption.disrupted_on >= %(first_day)s and disruption.disrupted_on < %(day_after)s
"""


def places_disrupted(disruptions: str, apart: str = "") -> str:
    """apart: further columns, each with its comma, of which each value is counted by itself."""
    return f"""
    select {apart} location_id as key, town_id, array_agg(distinct agency_id) as agencies,
        (array_agg(disrupted_on order by disrupted_on, id))[1] as first_on,
        (array_agg(check_back_on order by disrupted_on, id))[1] as check_back_on
    from {disruptions} disruption
    group by {apart} location_id, town_id
"""  # noqa: S608 constants


INTERVENTIONS = """
    select act.id as key, incident.town_id, array[act.agency_id] as agencies, act.incident_id,
        act.agency_id, act.objective, act.acted_on
    from interventions_intervention act
    join shop_incident incident on incident.id = act.incident_id
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and act.mistake_at is null
      and act.acted_on >= %(first_day)s and act.acted_on < %(day_after)s
"""

# A visit later marked as a mistake still says where its screening was: taking a visit back
# must move figures of visits only.
SCREENINGS = """
    select screening.id, screening.person_id, person.gender as sex, person.age_band,
        person.nationality, screening.incident_id, screening.screened_at, screening.agency_id,
        screening.types, coalesce(place.town_id, incident.town_id) as town_id
    from victims_screening screening
    join victims_person person on person.id = screening.person_id
    join shop_incident incident on incident.id = screening.incident_id
    left join shop_visit visit on visit.id = screening.visit_id
    left join shop_location place on place.id = visit.location_id
    where person.partnership_id = %(partnership)s
      and incident.mistake_at is null and person.mistake_at is null
      and screening.mistake_at is null
      and screening.outcome <> all(%(not_screened)s)
      and screening.screened_at >= %(starts_at)s and screening.screened_at < %(ends_at)s
"""


def people_screened(screenings: str, apart: str = "") -> str:
    """apart: as in `places_disrupted`."""
    return f"""
    select {apart} person_id as key, sex, age_band, nationality,
        (array_agg(town_id order by screened_at, id))[1] as town_id,
        (array_agg(incident_id order by screened_at, id))[1] as first_incident_id,
        min(screened_at) as first_at,
        array_remove(array_agg(distinct type), null)::text[] as types,
        array_agg(distinct agency_id) as agencies
    from {screenings} screening left join lateral unnest(types) type on true
    group by {apart} person_id, sex, age_band, nationality
"""  # noqa: S608 constants


# The person's first screening ever. One that does not count is only asked where there is no other,
# so that a referral always has a town.
SENT = """
    select referral.id as key, referral.person_id, person.gender as sex, person.age_band,
        person.nationality, referral.route, based_on.types::text[] as types, referral.agency_id,
        array[referral.agency_id] as agencies, referral.submitted_on,
        (
            select coalesce(place.town_id, its_own.town_id)
            from victims_screening screening
            join shop_incident its_own on its_own.id = screening.incident_id
            left join shop_visit visit on visit.id = screening.visit_id
            left join shop_location place on place.id = visit.location_id
            where screening.person_id = person.id
            order by (screening.mistake_at is not null or its_own.mistake_at is not null
                      or screening.outcome = any(%(not_screened)s)),
                screening.screened_at, screening.id
            limit 1
        ) as town_id
    from referrals_referral referral
    join victims_person person on person.id = referral.person_id
    join victims_screening based_on on based_on.id = referral.screening_id
    join shop_incident incident on incident.id = based_on.incident_id
    where person.partnership_id = %(partnership)s
      and incident.mistake_at is null and person.mistake_at is null
      and referral.mistake_at is null
      and referral.status = any(%(sent)s)
      and referral.submitted_on >= %(first_day)s and referral.submitted_on < %(day_after)s
"""


def people_referred(sent: str, apart: str = "") -> str:
    """apart: as in `places_disrupted`."""
    return f"""
    select {apart} person_id as key, sex, min(town_id) as town_id,
        array_agg(distinct agency_id) as agencies
    from {sent} sent where route = %(nrm)s
    group by {apart} person_id, sex
"""  # noqa: S608 constants


def duty_to_notify(sent: str) -> str:
    return f"select sent.* from {sent} sent where sent.route = %(dtn)s"  # noqa: S608 constants


ARRESTS = """
    select arrest.id as key, incident.town_id, arrest.number, array[arrest.agency_id] as agencies
    from interventions_arrest arrest
    join shop_incident incident on incident.id = arrest.incident_id
    where incident.partnership_id = %(partnership)s
      and incident.mistake_at is null and arrest.mistake_at is null
      and arrest.arrested_on >= %(first_day)s and arrest.arrested_on < %(day_after)s
"""

MEASURES = (
    Measure(
        id="incidents",
        name="Incidents",
        unit="accepted incident",
        date="date received",
        definition="Incidents the partnership accepted, by the date they were received. Reports "
        "not yet triaged, merged into another or passed on as not slavery do not count. Town is "
        f"that of the incident. An incident counts under each type it carries. {MISTAKES}",
        model_name="shop.Incident",
        rule=INCIDENTS,
        dimensions=("town", "exploitation_type"),
        crosses=(("town", "exploitation_type"),),
        has_wards=True,
    ),
    Measure(
        id="multi_agency_visits",
        name="Multi-agency visits",
        unit="completed visit",
        date="date of the visit",
        definition="Completed visits in which two or more agencies took part, each counted once, "
        f"by the date of the visit. Town is that of the place visited. {TAKING_PLACE} {MISTAKES}",
        model_name="shop.Visit",
        rule=multi_agency(f"({VISITS})"),
    ),
    Measure(
        id="safeguarding_visits",
        name="Safeguarding visits",
        unit="completed visit",
        date="date of the visit",
        definition="Completed visits marked as safeguarding visits, by the date of the visit. A "
        "multi-agency visit may carry the mark too, so the two overlap and are never added. Town "
        f"is that of the place visited. {TAKING_PLACE} {MISTAKES}",
        model_name="shop.Visit",
        rule=safeguarding(f"({VISITS})"),
    ),
    Measure(
        id="places_disrupted",
        name="Places disrupted",
        unit="place",
        date="date of the disruption",
        definition="Places where exploitation was stopped or made harder, by the date of the "
        "disruption. A place counts once in the year, however often it was disrupted. No change, "
        "no exploitation found and outcome awaited do not count. Town is that of the place. "
        f"{TAKING_PLACE} {MISTAKES}",
        model_name="shop.Location",
        rule=places_disrupted(f"({DISRUPTIONS})"),
    ),
    Measure(
        id="interventions",
        name="Interventions",
        unit="act of one agency",
        date="date of the act",
        definition="Acts by agencies, by the date of the act: one agency, one objective each. "
        "Disruptions of places are counted apart. Town is that of the incident. "
        f"{TAKING_PLACE} {MISTAKES}",
        model_name="interventions.Intervention",
        rule=INTERVENTIONS,
    ),
    Measure(
        id="people_screened",
        name="People screened",
        unit="person",
        date="date of the first screening in the year",
        definition="People, named or not, screened in the year. A person counts once, however "
        "many agencies or screenings; someone who declined, or could not be screened safely, does "
        "not count. Town is that of the visit at the person's first screening in the year, else "
        "of its incident. A person counts under each type of their own screenings. "
        f"{TAKING_PLACE} {MISTAKES}",
        model_name="victims.Person",
        rule=people_screened(f"({SCREENINGS})"),
        dimensions=("town", "sex", "exploitation_type"),
        crosses=(("town", "sex"),),
    ),
    Measure(
        id="people_referred",
        name="People referred to the National Referral Mechanism",
        unit="person",
        date="date the referral was sent",
        definition="People with a referral to the National Referral Mechanism sent in the year, "
        "each counted once. Town is that of the person's first screening. "
        f"{TAKING_PLACE} {MISTAKES}",
        model_name="victims.Person",
        rule=people_referred(f"({SENT})"),
        dimensions=("town", "sex"),
        senders="is_first_responder",
    ),
    Measure(
        id="duty_to_notify",
        name="Duty to Notify notices",
        unit="notice",
        date="date the notice was sent",
        definition="Notices to the Home Office under the Duty to Notify sent in the year, for "
        "adults who chose not to be referred. Town is that of the person's first screening. "
        f"{TAKING_PLACE} {MISTAKES}",
        model_name="referrals.Referral",
        rule=duty_to_notify(f"({SENT})"),
        senders="has_duty_to_notify",
    ),
    Measure(
        id="arrests",
        name="Arrests",
        unit="arrest of one person",
        date="date of the arrest",
        definition="People arrested, by the date of the arrest; someone arrested twice counts "
        f"twice. Town is that of the incident. {TAKING_PLACE} {MISTAKES}",
        model_name="interventions.Arrest",
        rule=ARRESTS,
        total=ADDED_UP,
        senders="kind in ('POLICE', 'ROCU', 'NCA', 'IMMIG')",
    ),
)
BY_ID = {measure.id: measure for measure in MEASURES}
