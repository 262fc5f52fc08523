"""Row security follows what ties someone to a person: cover, a reason of today, one's own words."""

from django.db import migrations

PARTS = ("identity", "contact", "narrative", "needs")
MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"
# The day here, as the application counts it: cover and reasons end when it does.
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/London')::date"

TIED = f"""
CREATE OR REPLACE FUNCTION person_reached(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person_given(person) AND EXISTS (
        SELECT FROM victims_assignment a
        WHERE a.person_id = person AND (
            a.membership_id = {MEMBER}
            OR a.membership_id IN (
                SELECT c.colleague_id FROM agencies_cover c
                JOIN agencies_membership absent ON absent.id = c.colleague_id
                JOIN agencies_membership holder ON holder.id = c.by_id
                WHERE c.by_id = {MEMBER} AND {TODAY} BETWEEN c.starts_on AND c.ends_on
                AND holder.is_active AND holder.agency_id = absent.agency_id)
        )
    )
$$;
CREATE FUNCTION person_asked_about(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person_given(person) AND EXISTS (
        SELECT FROM victims_statedreason r
        WHERE r.person_id = person AND r.membership_id = {MEMBER} AND r."on" = {TODAY}
    )
$$;
CREATE POLICY asked ON victims_identity FOR SELECT USING (person_asked_about(person_id));
"""
NOT_TIED = """
DROP POLICY asked ON victims_identity;
DROP FUNCTION person_asked_about(bigint);
CREATE OR REPLACE FUNCTION person_reached(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person_given(person) AND EXISTS (
        SELECT FROM victims_assignment a
        WHERE a.person_id = person
        AND a.membership_id = nullif(current_setting('casework.member', true), '')::bigint
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_cover"),
        ("victims", "0006_reasons_and_writers"),
    ]

    operations = [
        migrations.RunSQL(TIED, NOT_TIED),
        *(
            migrations.RunSQL(
                f"CREATE POLICY written ON victims_{part} FOR SELECT"
                f" USING (written_by_id = {MEMBER} AND person_given(person_id));",
                f"DROP POLICY written ON victims_{part};",
            )
            for part in PARTS
        ),
    ]
