"""People are found by what they were told apart by; by name through one function alone."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper

from agencies.sql import for_the_application

MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/London')::date"
NAMES = "lower(i.given_names || ' ' || i.family_name || ' ' || i.aliases)"

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
    ) tied ON tied.person_id = i.person_id
    WHERE wanted <% {NAMES}
    AND (person_reached(i.person_id) OR person_asked_about(i.person_id)
        OR (i.written_by_id = {MEMBER} AND person_given(i.person_id)))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("shop", "0005_places_by_words"),
        ("victims", "0007_fence_follows_the_ties"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=GinIndex(
                OpClass(Upper("working_label"), name="gin_trgm_ops"), name="person_by_label"
            ),
        ),
        migrations.RunSQL(BY_NAME, "DROP FUNCTION victims_identity_by_name(text)"),
        migrations.RunSQL(*for_the_application("victims_identity_by_name(text)")),
    ]
