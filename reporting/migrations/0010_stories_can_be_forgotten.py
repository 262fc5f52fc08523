"""The words of a withdrawn story leave the story, its past, and what reports were frozen with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from agencies.sql import for_the_application, past

# Two tables hold the words of stories and never change, but for one thing: the words may go.
ONLY_FORGETS = """
CREATE FUNCTION reporting_only_forgets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_go text[] := ARRAY['title', 'text', 'withdrawn_on', 'told_age', 'told_gender',
        'told_nationality', 'told_town_id'];
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.title <> '' OR NEW.text <> '' OR to_jsonb(NEW) - may_go <> to_jsonb(OLD) - may_go THEN
        RAISE EXCEPTION 'of % nothing changes but that words are emptied', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
FORGETTING = ("reporting_frozenstory", "reporting_storypast")
FENCES = "".join(
    f"""
CREATE TRIGGER only_forgets BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION reporting_only_forgets();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_only_forgets();
"""
    for table in FORGETTING
)
NO_FENCES = "".join(
    f"DROP TRIGGER only_forgets ON {table}; DROP TRIGGER never_emptied ON {table};"
    for table in FORGETTING
)
APP_MAY_FORGET = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON reporting_frozenstory FROM shop_app;
        GRANT UPDATE (title, text, withdrawn_on) ON reporting_frozenstory TO shop_app;
    END IF;
END $$;
"""
# The application cannot read or write the past; of a story that was withdrawn it may empty it.
FORGET_PAST = """
CREATE FUNCTION reporting_forget_past_of_story(wanted bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE reporting_storypast SET title = '', text = '', told_age = '', told_gender = '',
        told_nationality = '', told_town_id = NULL
    WHERE id = wanted
        AND EXISTS (SELECT FROM reporting_story WHERE id = wanted AND withdrawn_at IS NOT NULL);
$$;
"""
# Those that were withdrawn before withdrawing emptied them.
TELL_NOTHING = """
UPDATE reporting_story SET title = '', text = '', told_age = '', told_gender = '',
    told_nationality = '', told_town_id = NULL
WHERE withdrawn_at IS NOT NULL;
"""
# Append-only as a whole, as `past` made it.
_, PAST_AS_BEFORE = past("reporting_storypast", app_role="shop_app")
PAST_AGAIN, _ = past("reporting_storypast", app_role="shop_app")


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_agencies_may_expect_a_check'),
        ('reporting', '0009_frozen_facts'),
        ('shop', '0003_filters_are_estimated'),
        ('victims', '0004_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=20)),
                ('title', models.CharField(editable=False, max_length=120)),
                ('text', models.TextField(editable=False)),
                ('is_rare', models.BooleanField(editable=False)),
                ('withdrawn_on', models.DateField(editable=False, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='frozenedition',
            name='untold_sha256',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.RunSQL(TELL_NOTHING, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='story',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('text', ''), ('title', ''), ('told_age', ''), ('told_gender', ''), ('told_nationality', ''), ('told_town__isnull', True)), _connector='OR'), name='story_withdrawn_tells_nothing'),
        ),
        migrations.AddField(
            model_name='frozenstory',
            name='edition',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='reporting.frozenedition'),
        ),
        migrations.AddConstraint(
            model_name='frozenstory',
            constraint=models.UniqueConstraint(fields=('edition', 'reference'), name='frozen_story_once'),
        ),
        migrations.AddConstraint(
            model_name='frozenstory',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('text', ''), ('title', '')), _connector='OR'), name='frozen_story_withdrawn_holds_no_words'),
        ),
        migrations.RunSQL(PAST_AS_BEFORE, PAST_AGAIN),
        migrations.RunSQL(ONLY_FORGETS, "DROP FUNCTION reporting_only_forgets()"),
        migrations.RunSQL(FENCES, NO_FENCES),
        migrations.RunSQL(APP_MAY_FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(FORGET_PAST, "DROP FUNCTION reporting_forget_past_of_story(bigint)"),
        migrations.RunSQL(*for_the_application("reporting_forget_past_of_story(bigint)")),
    ]
