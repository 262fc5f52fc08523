"""People are found by name through two functions alone, which answer numbers and no names.

One looks among those in reach. The other, before an emergency access is opened, looks by name and
year of birth: it answers only who has just said why, and never of a person kept from them.
"""

from django.db import migrations

from agencies.sql import for_the_application

AGENCY = "nullif(current_setting('casework.agency', true), '')::integer"
MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/London')::date"
NAMES = "lower(i.given_names || ' ' || i.family_name || ' ' || i.aliases)"

INDEX = (
    "CREATE INDEX identity_by_name ON victims_identity USING gin"
    " (lower(given_names || ' ' || family_name || ' ' || aliases) gin_trgm_ops)",
    "DROP INDEX identity_by_name",
)
# `tied` only narrows down where to look, to what ties the member to anybody at all; whether a row
# is in reach is decided by the very conditions of its row security.
BY_NAME = f"""
CREATE FUNCTION victims_identity_by_name(wanted text) RETURNS SETOF bigint
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
        UNION
        SELECT e.record_id FROM agencies_emergencyaccess e
        WHERE e.membership_id = {MEMBER} AND e.record_type = 'person'
        AND e.ends_at > statement_timestamp()
    ) tied ON tied.person_id = i.person_id
    WHERE wanted <% {NAMES}
    AND (person_reached(i.person_id) OR person_asked_about(i.person_id)
        OR (i.written_by_id = {MEMBER} AND person_given(i.person_id))
        OR person_in_emergency(i.person_id))
$$;
"""
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
    dependencies = [("victims", "0002_fences")]

    operations = [
        migrations.RunSQL(*INDEX),
        migrations.RunSQL(BY_NAME, "DROP FUNCTION victims_identity_by_name(text)"),
        migrations.RunSQL(*for_the_application("victims_identity_by_name(text)")),
        migrations.RunSQL(
            LOOKED_FOR, "DROP FUNCTION victims_identity_in_emergency(text, integer)"
        ),
        migrations.RunSQL(*for_the_application("victims_identity_in_emergency(text, integer)")),
    ]
