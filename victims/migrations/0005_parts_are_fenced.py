"""Row security on people's parts: what the web role has no reach to, it has no rows of."""

from django.db import migrations

from agencies.sql import fenced

PARTS = ("identity", "contact", "narrative", "needs")

# Who acts is a setting of the transaction; without one, or after it, the comparison is with NULL.
REACH = """
CREATE FUNCTION person_given(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM victims_persongrant g
        WHERE g.content_object_id = person
        AND g.group_id = nullif(current_setting('casework.agency', true), '')::integer
        AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())
    ) AND NOT EXISTS (
        SELECT FROM agencies_keptfrom k
        WHERE k.record_type = 'person' AND k.record_id = person AND k.lifted_at IS NULL
        AND (k.agency_id = (
                SELECT id FROM agencies_agency
                WHERE group_id = nullif(current_setting('casework.agency', true), '')::integer)
            OR k.user_id = (
                SELECT user_id FROM agencies_membership
                WHERE id = nullif(current_setting('casework.member', true), '')::bigint))
    )
$$;
CREATE FUNCTION person_reached(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT person_given(person) AND EXISTS (
        SELECT FROM victims_assignment a
        WHERE a.person_id = person
        AND a.membership_id = nullif(current_setting('casework.member', true), '')::bigint
    )
$$;
"""
NO_REACH = """
DROP FUNCTION person_reached(bigint);
DROP FUNCTION person_given(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_kept_from"),
        ("victims", "0004_say_it_of_the_agency"),
    ]

    operations = [
        migrations.RunSQL(REACH, NO_REACH),
        *(
            migrations.RunSQL(
                *fenced(
                    f"victims_{part}",
                    reached="person_reached(person_id)",
                    given="person_given(person_id)",
                )
            )
            for part in PARTS
        ),
    ]
