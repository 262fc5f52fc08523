"""Row security on what is known of people: what the web role has no reach to, it has no rows of.

Reach follows what ties someone to a person: an assignment, cover for a colleague, a reason of today,
one's own words, an emergency access. Grants keep the sort key of their person; the past, and what
was told, are only added to.
"""

from django.db import migrations

from agencies.sql import append_only, fenced, keyed_grants, past

PARTS = ("identity", "contact", "narrative", "needs")
PAST = (
    "victims_assignmentpast",
    "victims_contactpast",
    "victims_identitypast",
    "victims_narrativepast",
    "victims_needspast",
    "victims_personfilepast",
    "victims_persongrantpast",
    "victims_personmetpast",
    "victims_personpast",
    "victims_screeninganswerpast",
    "victims_screeningpast",
    "victims_statedreasonpast",
)

# Who acts is a setting of the transaction; without one, or after it, the comparison is with NULL.
AGENCY = "nullif(current_setting('casework.agency', true), '')::integer"
MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"
# The day here, as the application counts it: cover and reasons end when it does.
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/London')::date"

REACH = f"""
CREATE FUNCTION person_given(person bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM victims_persongrant g
        WHERE g.content_object_id = person
        AND g.group_id = {AGENCY}
        AND (g.ends_at IS NULL OR g.ends_at > statement_timestamp())
    ) AND NOT EXISTS (
        SELECT FROM agencies_keptfrom k
        WHERE k.record_type = 'person' AND k.record_id = person AND k.lifted_at IS NULL
        AND (k.agency_id = (
                SELECT id FROM agencies_agency
                WHERE group_id = {AGENCY})
            OR k.user_id = (
                SELECT user_id FROM agencies_membership
                WHERE id = {MEMBER}))
    )
$$;
CREATE FUNCTION person_reached(person bigint) RETURNS boolean
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
"""
NO_REACH = """
DROP FUNCTION person_in_emergency(bigint);
DROP FUNCTION person_kept(bigint);
DROP FUNCTION person_asked_about(bigint);
DROP FUNCTION person_reached(bigint);
DROP FUNCTION person_given(bigint);
"""
# As wide as what may be told: names open to those tied to the person, or for a reason of today; the
# outline to whoever was given the person. Who made a page may read it again.
TOLD = f"""
person_in_emergency(person_id) OR person_given(person_id) AND (
    parts <@ ARRAY['outline']::varchar[]
    OR person_reached(person_id)
    OR person_asked_about(person_id)
    OR made_by_id = (
        SELECT user_id FROM agencies_membership
        WHERE id = {MEMBER})
)
"""


def fenced_as_a_part(table: str) -> list[migrations.RunSQL]:
    """Rows are in reach of those tied to the person, and of whoever wrote them."""
    return [
        migrations.RunSQL(
            *fenced(table, reached="person_reached(person_id)", given="person_given(person_id)")
        ),
        may_read(table, "written", f"written_by_id = {MEMBER} AND person_given(person_id)"),
    ]


def may_read(table: str, policy: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY {policy} ON {table} FOR SELECT USING ({condition});",
        f"DROP POLICY {policy} ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_fences"), ("victims", "0001_tables")]

    operations = [
        migrations.RunSQL(*keyed_grants("victims_persongrant", "victims_person", "met_at")),
        migrations.RunSQL(REACH, NO_REACH),
        *(step for part in PARTS for step in fenced_as_a_part(f"victims_{part}")),
        may_read("victims_identity", "asked", "person_asked_about(person_id)"),
        may_read("victims_identity", "in_emergency", "person_in_emergency(person_id)"),
        *fenced_as_a_part("victims_personfile"),
        migrations.RunSQL(*append_only("victims_persontold", app_role="shop_app")),
        migrations.RunSQL(
            *fenced("victims_persontold", reached=TOLD, given="person_given(person_id)")
        ),
        # Rows of the past are added by triggers; the application neither reads nor changes them.
        *(migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST),
    ]
