"""Counts the demonstration by hand-written SQL: a second opinion beside reporting's own figures."""

from django.db import connection

PERIOD = {
    "2021-22": ("2021-04-01", "2022-04-01"),
    "2022-23": ("2022-04-01", "2023-04-01"),
}

INCIDENTS = """
    SELECT t.code, count(*) FROM shop_incident i JOIN shop_town t ON t.id = i.town_id
    WHERE i.mistake_at IS NULL AND i.status IN ('ACCEPTED','ACTIVE','MONITOR','CLOSED','REOPENED')
    AND (i.received_at AT TIME ZONE 'Europe/London')::date >= %(start)s
    AND (i.received_at AT TIME ZONE 'Europe/London')::date < %(end)s {more} GROUP BY 1
"""
INCIDENTS_OF_TYPE = INCIDENTS.format(more="AND %(type)s = ANY(i.types)")
INCIDENTS_OF_NO_TYPE = INCIDENTS.format(more="AND i.types = '{}'")
VISITS = """
    SELECT t.code, count(*) FROM shop_visit v
    JOIN shop_location l ON l.id = v.location_id JOIN shop_town t ON t.id = l.town_id
    WHERE v.mistake_at IS NULL AND v.status = 'COMPLETED'
    AND (v.starts_at AT TIME ZONE 'Europe/London')::date >= %(start)s
    AND (v.starts_at AT TIME ZONE 'Europe/London')::date < %(end)s {more} GROUP BY 1
"""
MULTI_AGENCY_VISITS = VISITS.format(
    more="""AND (SELECT count(DISTINCT p.agency_id) FROM shop_visitpart p WHERE p.visit_id = v.id
            AND p.took_part AND p.mistake_at IS NULL) >= 2"""
)
SAFEGUARDING_VISITS = VISITS.format(more="AND v.is_safeguarding")
PLACES_DISRUPTED = """
    SELECT t.code, count(DISTINCT l.id) FROM interventions_disruption d
    JOIN shop_location l ON l.id = d.location_id JOIN shop_town t ON t.id = l.town_id
    WHERE d.mistake_at IS NULL AND d.outcome NOT IN ('NO_CHANGE','NFA','PENDING')
    AND d.disrupted_on >= %(start)s AND d.disrupted_on < %(end)s GROUP BY 1
"""
INTERVENTIONS = """
    SELECT t.code, count(*) FROM interventions_intervention a
    JOIN shop_incident i ON i.id = a.incident_id JOIN shop_town t ON t.id = i.town_id
    WHERE a.mistake_at IS NULL AND a.acted_on >= %(start)s AND a.acted_on < %(end)s GROUP BY 1
"""
ARRESTS = """
    SELECT t.code, sum(a.number)::int FROM interventions_arrest a
    JOIN shop_incident i ON i.id = a.incident_id JOIN shop_town t ON t.id = i.town_id
    WHERE a.mistake_at IS NULL AND a.arrested_on >= %(start)s AND a.arrested_on < %(end)s GROUP BY 1
"""
FIRST_SCREENINGS = """
    WITH screened AS (
        SELECT DISTINCT ON (s.person_id) s.person_id, s.types, p.gender,
               coalesce(lt.code, t.code) AS town
        FROM victims_screening s JOIN victims_person p ON p.id = s.person_id
        JOIN shop_incident i ON i.id = s.incident_id JOIN shop_town t ON t.id = i.town_id
        LEFT JOIN shop_visit v ON v.id = s.visit_id
        LEFT JOIN shop_location l ON l.id = v.location_id
        LEFT JOIN shop_town lt ON lt.id = l.town_id
        WHERE s.mistake_at IS NULL AND p.mistake_at IS NULL
        AND s.outcome NOT IN ('DECLINED','UNABLE') {period}
        ORDER BY s.person_id, s.screened_at)
    {then}
"""
IN_PERIOD = """
    AND (s.screened_at AT TIME ZONE 'Europe/London')::date >= %(start)s
    AND (s.screened_at AT TIME ZONE 'Europe/London')::date < %(end)s
"""
SCREENED = FIRST_SCREENINGS.format(
    period=IN_PERIOD,
    then="SELECT town, count(*) FROM screened WHERE gender = %(sex)s GROUP BY 1",
)
SCREENED_BY_TYPE = FIRST_SCREENINGS.format(
    period=IN_PERIOD,
    then="SELECT gender, count(*) FROM screened WHERE types @> %(types)s::varchar[] GROUP BY 1",
)
REFERRED = FIRST_SCREENINGS.format(
    period="",
    then="""SELECT f.town, count(DISTINCT r.person_id) FROM referrals_referral r
        JOIN screened f ON f.person_id = r.person_id
        WHERE r.mistake_at IS NULL AND r.route = %(route)s AND r.submitted_on IS NOT NULL
        AND r.submitted_on >= %(start)s AND r.submitted_on < %(end)s GROUP BY 1""",
)


def counted(sql: str, year: str, **facts) -> dict[str, int]:
    """What the query counts in `year`, by its first column; rows of nothing are not in it."""
    start, end = PERIOD[year]
    with connection.cursor() as cursor:
        cursor.execute(sql, {"start": start, "end": end, **facts})
        return dict(cursor.fetchall())
