import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.at_once import AtOnce
from agencies.sql import past


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_agencies_may_expect_a_check'),
        ('referrals', '0005_evidence_offers_and_typed_pages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='ColleagueCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                    ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                    ('referral', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='colleague_checks', to='referrals.referral')),
                ],
            ),
            migrations.CreateModel(
                name='CheckCommentPast',
                fields=[
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('step', models.CharField(max_length=60)),
                    ('text', models.TextField(max_length=2000, verbose_name='your comment')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('is_done', models.BooleanField(default=False)),
                    ('written_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('check_of', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.colleaguecheck')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CheckComment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step', models.CharField(max_length=60)),
                    ('text', models.TextField(max_length=2000, verbose_name='your comment')),
                    ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('is_done', models.BooleanField(default=False)),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='referrals.colleaguecheck')),
                ],
                options={
                    'ordering': ['written_at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='ColleagueCheckPast',
                fields=[
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.membership')),
                    ('colleague', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.membership')),
                    ('referral', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddIndex(
                model_name='colleaguecheck',
                index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['colleague'], name='check_asked_of'),
            ),
            migrations.AddConstraint(
                model_name='colleaguecheck',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('referral',), name='one_check_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='colleaguecheck',
                constraint=models.CheckConstraint(condition=models.Q(('colleague', models.F('asked_by')), _negated=True), name='nobody_checks_their_own'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='colleaguecheck',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_colleaguecheckpast" ("asked_at", "asked_by_id", "colleague_id", "ended_at", "finished_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."colleague_id", NEW."ended_at", NEW."finished_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."referral_id"); RETURN NULL;', hash='21110bd67c373be5fef9dd407a16733023978d44', operation='INSERT', pgid='pgtrigger_added_insert_3a16c', table='referrals_colleaguecheck', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='colleaguecheck',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_colleaguecheckpast" ("asked_at", "asked_by_id", "colleague_id", "ended_at", "finished_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."colleague_id", NEW."ended_at", NEW."finished_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."referral_id"); RETURN NULL;', hash='3c1aa4c963a35bc073d6850308e9f9d1c4d8f7d3', operation='UPDATE', pgid='pgtrigger_changed_update_c1725', table='referrals_colleaguecheck', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='colleaguecheck',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_colleaguecheckpast" ("asked_at", "asked_by_id", "colleague_id", "ended_at", "finished_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."colleague_id", OLD."ended_at", OLD."finished_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."referral_id"); RETURN NULL;', hash='f50d1c4b4df84e4b2652aa43da79fedebd6a1237', operation='DELETE', pgid='pgtrigger_deleted_delete_5692e', table='referrals_colleaguecheck', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='checkcommentpast',
                index=models.Index(fields=['id'], name='checkcomment_past'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='checkcomment',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_checkcommentpast" ("check_of_id", "id", "is_done", "pgh_context", "pgh_created_at", "pgh_label", "step", "text", "written_at", "written_by_id") VALUES (NEW."check_of_id", NEW."id", NEW."is_done", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."step", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='2bef9ca2e7528f9270a8431287318505ce00d254', operation='INSERT', pgid='pgtrigger_added_insert_8653c', table='referrals_checkcomment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='checkcomment',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_checkcommentpast" ("check_of_id", "id", "is_done", "pgh_context", "pgh_created_at", "pgh_label", "step", "text", "written_at", "written_by_id") VALUES (NEW."check_of_id", NEW."id", NEW."is_done", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."step", NEW."text", NEW."written_at", NEW."written_by_id"); RETURN NULL;', hash='14d0b13aa74cfb0daa7aba9c540efcd4725d5b17', operation='UPDATE', pgid='pgtrigger_changed_update_3b219', table='referrals_checkcomment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='checkcomment',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_checkcommentpast" ("check_of_id", "id", "is_done", "pgh_context", "pgh_created_at", "pgh_label", "step", "text", "written_at", "written_by_id") VALUES (OLD."check_of_id", OLD."id", OLD."is_done", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."step", OLD."text", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='3a17d2bf677cd9eddcfd2a9c5e81a41023548863', operation='DELETE', pgid='pgtrigger_deleted_delete_66121', table='referrals_checkcomment', when='AFTER')),
            ),
            migrations.AddIndex(
                model_name='colleaguecheckpast',
                index=models.Index(fields=['id'], name='colleaguecheck_past'),
            ),
            migrations.RunSQL(*past('referrals_colleaguecheckpast', app_role='shop_app')),
            migrations.RunSQL(*past('referrals_checkcommentpast', app_role='shop_app')),
        ]),
    ]
