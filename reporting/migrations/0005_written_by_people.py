"""Sections, priorities and stories that people write; faults that they accept.

Whether a person agrees that their story is told is asked through one function, which answers yes or
no and shows none of what they said.
"""

import casework.codes
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.at_once import AtOnce
from agencies.sql import append_only, for_the_application, past

MAY_BE_TOLD = """
CREATE FUNCTION reporting_story_may_be_told(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((
        SELECT said.answer = 'AGREED' FROM victims_consent said
        WHERE said.person_id = wanted AND said.kind = 'STORY' AND said.answer <> 'MISTAKE'
        AND NOT EXISTS (SELECT FROM victims_consent taken WHERE taken.corrects_id = said.id)
        ORDER BY said.said_on DESC, said.recorded_at DESC, said.id DESC LIMIT 1
    ), false)
$$;
"""
PAST = ("reporting_prioritypast", "reporting_storypast", "reporting_writtensectionpast")


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_agencies_may_expect_a_check'),
        ('reporting', '0004_by_timetable'),
        ('shop', '0003_filters_are_estimated'),
        ('victims', '0004_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Priority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(editable=False, max_length=20, unique=True)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('words', models.CharField(max_length=200, verbose_name='priority')),
                    ('measure', models.CharField(max_length=40, verbose_name='the figure it rests on')),
                    ('measure_version', models.PositiveIntegerField(editable=False)),
                    ('action', models.CharField(max_length=300, verbose_name='what will be done')),
                    ('owner', models.CharField(max_length=120, verbose_name='who leads it')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                    ('partnership', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership')),
                    ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shop.town')),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'priorities',
                    'ordering': ['-period', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='PriorityPast',
                fields=[
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(editable=False, max_length=20)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('words', models.CharField(max_length=200, verbose_name='priority')),
                    ('measure', models.CharField(max_length=40, verbose_name='the figure it rests on')),
                    ('measure_version', models.PositiveIntegerField(editable=False)),
                    ('action', models.CharField(max_length=300, verbose_name='what will be done')),
                    ('owner', models.CharField(max_length=120, verbose_name='who leads it')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                    ('partnership', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.partnership')),
                    ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='shop.town')),
                    ('written_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Story',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(editable=False, max_length=20, unique=True)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('title', models.CharField(max_length=120, verbose_name='heading')),
                    ('text', models.TextField(verbose_name='the story')),
                    ('consent_on', models.DateField(blank=True, null=True, verbose_name='day they agreed')),
                    ('consent_how', models.CharField(blank=True, max_length=500, verbose_name='how they were asked, and what they agreed to')),
                    ('treated', models.JSONField(default=dict)),
                    ('told_age', models.CharField(blank=True, choices=[('UNDER_18', 'Under 18'), ('18_24', '18 to 24'), ('25_39', '25 to 39'), ('40_59', '40 to 59'), ('60_PLUS', '60 or over'), ('ADULT', 'Adult, age not known'), ('UNSURE', 'Age not certain, may be a child')], max_length=10, verbose_name='age told')),
                    ('told_gender', casework.codes.CodeField(blank=True, codes='victims/gender', max_length=30, verbose_name='sex told')),
                    ('told_nationality', casework.codes.CodeField(blank=True, codes='victims/nationalities', max_length=30, verbose_name='nationality told')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300)),
                    ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='victims.person')),
                    ('second_approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('told_town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shop.town', verbose_name='town told')),
                    ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'stories',
                    'ordering': ['-period', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='StoryPast',
                fields=[
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(editable=False, max_length=20)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('title', models.CharField(max_length=120, verbose_name='heading')),
                    ('text', models.TextField(verbose_name='the story')),
                    ('consent_on', models.DateField(blank=True, null=True, verbose_name='day they agreed')),
                    ('consent_how', models.CharField(blank=True, max_length=500, verbose_name='how they were asked, and what they agreed to')),
                    ('treated', models.JSONField(default=dict)),
                    ('told_age', models.CharField(blank=True, choices=[('UNDER_18', 'Under 18'), ('18_24', '18 to 24'), ('25_39', '25 to 39'), ('40_59', '40 to 59'), ('60_PLUS', '60 or over'), ('ADULT', 'Adult, age not known'), ('UNSURE', 'Age not certain, may be a child')], max_length=10, verbose_name='age told')),
                    ('told_gender', casework.codes.CodeField(blank=True, codes='victims/gender', max_length=30, verbose_name='sex told')),
                    ('told_nationality', casework.codes.CodeField(blank=True, codes='victims/nationalities', max_length=30, verbose_name='nationality told')),
                    ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                    ('withdrawn_because', models.CharField(blank=True, editable=False, max_length=300)),
                    ('approved_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.partnership')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='victims.person')),
                    ('second_approved_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('told_town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='shop.town', verbose_name='town told')),
                    ('withdrawn_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='WrittenSection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(editable=False, max_length=20, unique=True)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('place', models.CharField(choices=[('FOREWORD', 'Foreword by the chair'), ('PARTNERSHIP', 'The partnership and how it works'), ('PURSUE', 'Objective: Pursue'), ('PREVENT', 'Objective: Prevent'), ('PROTECT', 'Objective: Protect'), ('PREPARE', 'Objective: Prepare'), ('PARTNERS', 'What partners did'), ('TOWN', 'A town, beside its figures'), ('NEXT_STEPS', 'Next steps')], max_length=12, verbose_name='where it stands')),
                    ('title', models.CharField(max_length=120, verbose_name='heading')),
                    ('text', models.TextField(blank=True)),
                    ('partnership', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership')),
                    ('town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='shop.town')),
                    ('written_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-period', 'place', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='WrittenSectionPast',
                fields=[
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('reference', models.CharField(editable=False, max_length=20)),
                    ('period', models.CharField(max_length=7, verbose_name='reporting year')),
                    ('is_left_out', models.BooleanField(default=False, verbose_name='leave it out of the report')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('place', models.CharField(choices=[('FOREWORD', 'Foreword by the chair'), ('PARTNERSHIP', 'The partnership and how it works'), ('PURSUE', 'Objective: Pursue'), ('PREVENT', 'Objective: Prevent'), ('PROTECT', 'Objective: Protect'), ('PREPARE', 'Objective: Prepare'), ('PARTNERS', 'What partners did'), ('TOWN', 'A town, beside its figures'), ('NEXT_STEPS', 'Next steps')], max_length=12, verbose_name='where it stands')),
                    ('title', models.CharField(max_length=120, verbose_name='heading')),
                    ('text', models.TextField(blank=True)),
                    ('partnership', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.partnership')),
                    ('town', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='shop.town')),
                    ('written_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AcceptedFault',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period', models.CharField(max_length=7)),
                    ('key', models.CharField(max_length=16)),
                    ('rule', models.CharField(max_length=20)),
                    ('place', models.CharField(max_length=300)),
                    ('said', models.CharField(max_length=700)),
                    ('reason', models.CharField(max_length=500)),
                    ('accepted_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('accepted_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership')),
                ],
                options={
                    'ordering': ['accepted_at'],
                    'constraints': [models.UniqueConstraint(fields=('partnership', 'period', 'key'), name='fault_is_accepted_once')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_prioritypast" ("action", "due_on", "id", "is_left_out", "measure", "measure_version", "owner", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "reference", "town_id", "version", "words", "written_at", "written_by_id") VALUES (NEW."action", NEW."due_on", NEW."id", NEW."is_left_out", NEW."measure", NEW."measure_version", NEW."owner", NEW."partnership_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."reference", NEW."town_id", NEW."version", NEW."words", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='ac69824205802023edb5a6dcf220709515b5f51a', operation='INSERT', pgid='pgtrigger_added_insert_30315', table='reporting_priority', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_prioritypast" ("action", "due_on", "id", "is_left_out", "measure", "measure_version", "owner", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "reference", "town_id", "version", "words", "written_at", "written_by_id") VALUES (NEW."action", NEW."due_on", NEW."id", NEW."is_left_out", NEW."measure", NEW."measure_version", NEW."owner", NEW."partnership_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."reference", NEW."town_id", NEW."version", NEW."words", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='147b1aa42cefba020fa3184a1b958022af46c2c8', operation='UPDATE', pgid='pgtrigger_changed_update_653b5', table='reporting_priority', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='priority',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_prioritypast" ("action", "due_on", "id", "is_left_out", "measure", "measure_version", "owner", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "reference", "town_id", "version", "words", "written_at", "written_by_id") VALUES (OLD."action", OLD."due_on", OLD."id", OLD."is_left_out", OLD."measure", OLD."measure_version", OLD."owner", OLD."partnership_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."reference", OLD."town_id", OLD."version", OLD."words", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='06551fb0fae3735c121868f4c966913c03ea9363', operation='DELETE', pgid='pgtrigger_deleted_delete_d2f7c', table='reporting_priority', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='prioritypast',
                index=models.Index(fields=['id'], name='priority_past'),
            ),
            migrations.AddConstraint(
                model_name='story',
                constraint=models.CheckConstraint(condition=models.Q(('text__length__lte', 20000)), name='story_is_short_enough'),
            ),
            migrations.AddConstraint(
                model_name='story',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), models.Q(('second_approved_by__isnull', True), models.Q(('approved_by__isnull', False), models.Q(('second_approved_by', models.F('written_by')), _negated=True), models.Q(('second_approved_by', models.F('approved_by')), _negated=True)), _connector='OR')), name='story_is_approved_by_two_who_did_not_write_it'),
            ),
            migrations.AddConstraint(
                model_name='story',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='story_is_withdrawn_with_a_reason'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='story',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_storypast" ("approved_by_id", "consent_how", "consent_on", "id", "is_left_out", "partnership_id", "period", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "second_approved_by_id", "text", "title", "told_age", "told_gender", "told_nationality", "told_town_id", "treated", "version", "withdrawn_at", "withdrawn_because", "withdrawn_by_id", "written_at", "written_by_id") VALUES (NEW."approved_by_id", NEW."consent_how", NEW."consent_on", NEW."id", NEW."is_left_out", NEW."partnership_id", NEW."period", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."reference", NEW."second_approved_by_id", NEW."text", NEW."title", NEW."told_age", NEW."told_gender", NEW."told_nationality", NEW."told_town_id", NEW."treated", NEW."version", NEW."withdrawn_at", NEW."withdrawn_because", NEW."withdrawn_by_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='5cddf7fd16448084fb306f6dc2d60eaff5cec49a', operation='INSERT', pgid='pgtrigger_added_insert_11100', table='reporting_story', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='story',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_storypast" ("approved_by_id", "consent_how", "consent_on", "id", "is_left_out", "partnership_id", "period", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "second_approved_by_id", "text", "title", "told_age", "told_gender", "told_nationality", "told_town_id", "treated", "version", "withdrawn_at", "withdrawn_because", "withdrawn_by_id", "written_at", "written_by_id") VALUES (NEW."approved_by_id", NEW."consent_how", NEW."consent_on", NEW."id", NEW."is_left_out", NEW."partnership_id", NEW."period", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."reference", NEW."second_approved_by_id", NEW."text", NEW."title", NEW."told_age", NEW."told_gender", NEW."told_nationality", NEW."told_town_id", NEW."treated", NEW."version", NEW."withdrawn_at", NEW."withdrawn_because", NEW."withdrawn_by_id", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='d510af24868d7f86d57429372a7cb91d4ecd5228', operation='UPDATE', pgid='pgtrigger_changed_update_e9b92', table='reporting_story', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='story',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_storypast" ("approved_by_id", "consent_how", "consent_on", "id", "is_left_out", "partnership_id", "period", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "second_approved_by_id", "text", "title", "told_age", "told_gender", "told_nationality", "told_town_id", "treated", "version", "withdrawn_at", "withdrawn_because", "withdrawn_by_id", "written_at", "written_by_id") VALUES (OLD."approved_by_id", OLD."consent_how", OLD."consent_on", OLD."id", OLD."is_left_out", OLD."partnership_id", OLD."period", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."reference", OLD."second_approved_by_id", OLD."text", OLD."title", OLD."told_age", OLD."told_gender", OLD."told_nationality", OLD."told_town_id", OLD."treated", OLD."version", OLD."withdrawn_at", OLD."withdrawn_because", OLD."withdrawn_by_id", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='b2c43a96e644ea851968950f5e04be42172b47c0', operation='DELETE', pgid='pgtrigger_deleted_delete_37b41', table='reporting_story', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='storypast',
                index=models.Index(fields=['id'], name='story_past'),
            ),
            migrations.AddConstraint(
                model_name='writtensection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('place', 'TOWN'), ('town__isnull', False)), models.Q(models.Q(('place', 'TOWN'), _negated=True), ('town__isnull', True)), _connector='OR'), name='section_of_a_town_names_it'),
            ),
            migrations.AddConstraint(
                model_name='writtensection',
                constraint=models.CheckConstraint(condition=models.Q(('text__length__lte', 20000)), name='section_is_short_enough'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='writtensection',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_writtensectionpast" ("id", "is_left_out", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "place", "reference", "text", "title", "town_id", "version", "written_at", "written_by_id") VALUES (NEW."id", NEW."is_left_out", NEW."partnership_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."place", NEW."reference", NEW."text", NEW."title", NEW."town_id", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='43230a0cd0d8437b4cb3d4e83da9fbb2a57e68ef', operation='INSERT', pgid='pgtrigger_added_insert_0aa8f', table='reporting_writtensection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='writtensection',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_writtensectionpast" ("id", "is_left_out", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "place", "reference", "text", "title", "town_id", "version", "written_at", "written_by_id") VALUES (NEW."id", NEW."is_left_out", NEW."partnership_id", NEW."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."place", NEW."reference", NEW."text", NEW."title", NEW."town_id", NEW."version", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='8eb530b1a31bd03c72cc0f44dcbbfbe5f43fe4bf', operation='UPDATE', pgid='pgtrigger_changed_update_d2505', table='reporting_writtensection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='writtensection',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_writtensectionpast" ("id", "is_left_out", "partnership_id", "period", "pgh_context", "pgh_created_at", "pgh_label", "place", "reference", "text", "title", "town_id", "version", "written_at", "written_by_id") VALUES (OLD."id", OLD."is_left_out", OLD."partnership_id", OLD."period", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."place", OLD."reference", OLD."text", OLD."title", OLD."town_id", OLD."version", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='a048515c7c01eb75f2f24192fc113916be9e6b48', operation='DELETE', pgid='pgtrigger_deleted_delete_be2c2', table='reporting_writtensection', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='writtensectionpast',
                index=models.Index(fields=['id'], name='writtensection_past'),
            ),
            *(migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST),
            migrations.RunSQL(*append_only("reporting_acceptedfault", app_role="shop_app")),
            migrations.RunSQL(MAY_BE_TOLD, "DROP FUNCTION reporting_story_may_be_told(bigint)"),
            migrations.RunSQL(*for_the_application("reporting_story_may_be_told(bigint)")),
        ]),
    ]
