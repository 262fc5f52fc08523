"""Row security knows emergency access: who the one person is, to read, and no other part.

Looking for a person by name and year of birth, before one is opened, is a function of its own: it
answers only who has just said why, and never of a person kept from them.
"""

from django.db import migrations

from agencies.sql import for_the_application

AGENCY = "nullif(current_setting('casework.agency', true), '')::integer"
MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/London')::date"
NAMES = "lower(i.given_names || ' ' || i.family_name || ' ' || i.aliases)"

KEPT = f"""
CREATE FUNCTION person_kept(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM agencies_keptfrom k
        WHERE k.record_type = 'person' AND k.record_id = person AND k.lifted_at IS NULL
        AND (k.agency_id = (SELECT id FROM agencies_agency WHERE group_id = {AGENCY})
            OR k.user_id = (SELECT user_id FROM agencies_membership WHERE id = {MEMBER}))
    )
$$;
CREATE FUNCTION person_in_emergency(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM agencies_emergencyaccess e
        JOIN agencies_agency a ON a.id = e.agency_id AND a.group_id = {AGENCY}
        WHERE e.membership_id = {MEMBER} AND e.record_type = 'person' AND e.record_id = person
        AND e.opened_at <= statement_timestamp() AND e.ends_at > statement_timestamp()
    ) AND NOT person_kept(person)
$$;
CREATE POLICY in_emergency ON victims_identity FOR SELECT USING (person_in_emergency(person_id));
"""
NOT_KEPT = """
DROP POLICY in_emergency ON victims_identity;
DROP FUNCTION person_in_emergency(bigint);
DROP FUNCTION person_kept(bigint);
"""

def by_name(*, tied: str = "", reached: str = "") -> str:
    """The function of the migration before, with more that ties and more that reaches."""
    return f"""
CREATE OR REPLACE FUNCTION victims_identity_by_name(wanted text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.person_id FROM victims_identity i
    JOIN (
        SELECT a.person_id FROM victims_assignment a
        WHERE a.membership_id = {MEMBER} OR a.membership_id IN (
            SELECT c.colleague_id FROM agencies_cover c WHERE c.by_id = {MEMBER})
        UNION
        SELECT r.person_id FROM victims_statedreason r
        WHERE r.membership_id = {MEMBER} AND r."on" = {TODAY}
        UNION
        SELECT w.person_id FROM victims_identity w WHERE w.written_by_id = {MEMBER}
        {tied}
    ) tied ON tied.person_id = i.person_id
    WHERE wanted <% {NAMES}
    AND (person_reached(i.person_id) OR person_asked_about(i.person_id)
        OR (i.written_by_id = {MEMBER} AND person_given(i.person_id)) {reached})
$$;
"""


OPENED = f"""
        UNION
        SELECT e.record_id FROM agencies_emergencyaccess e
        WHERE e.membership_id = {MEMBER} AND e.record_type = 'person'
        AND e.ends_at > statement_timestamp()"""
BY_NAME = by_name(tied=OPENED, reached="OR person_in_emergency(i.person_id)")

INDEX = (
    "CREATE INDEX identity_by_name ON victims_identity USING gin"
    " (lower(given_names || ' ' || family_name || ' ' || aliases) gin_trgm_ops)",
    "DROP INDEX identity_by_name",
)
LOOKING_LASTS = "interval '15 minutes'"
LOOKED_FOR = f"""
CREATE FUNCTION victims_identity_in_emergency(wanted text, born integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.person_id FROM victims_identity i
    JOIN victims_person p ON p.id = i.person_id
    WHERE wanted <% {NAMES} AND date_part('year', i.born_on) = born
    AND p.partnership_id = (SELECT partnership_id FROM agencies_agency WHERE group_id = {AGENCY})
    AND EXISTS (
        SELECT FROM agencies_emergencyaccess e
        JOIN agencies_agency a ON a.id = e.agency_id AND a.group_id = {AGENCY}
        WHERE e.membership_id = {MEMBER} AND e.opened_at IS NULL
        AND statement_timestamp() BETWEEN e.asked_at AND e.asked_at + {LOOKING_LASTS}
    )
    AND NOT person_kept(i.person_id)
    LIMIT 100
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0008_emergency_access"),
        ("victims", "0008_people_by_words"),
    ]

    operations = [
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(BY_NAME, by_name()),
        migrations.RunSQL(*INDEX),
        migrations.RunSQL(
            LOOKED_FOR, "DROP FUNCTION victims_identity_in_emergency(text, integer)"
        ),
        migrations.RunSQL(*for_the_application("victims_identity_in_emergency(text, integer)")),
    ]
