import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from agencies.sql import past


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0002_fences'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferralChecks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('explained', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('looked_at', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('name_asked', models.CharField(blank=True, choices=[('WITHHOLD', 'Send the notice, and write “withheld” wherever it asks who they are'), ('ASK_FIRST', 'Not send it yet: ask the person again, or phone the Home Office first')], max_length=10)),
                ('referral', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='referrals.referral')),
            ],
            options={
                'verbose_name_plural': 'referral checks',
            },
        ),
        migrations.CreateModel(
            name='ReferralChecksPast',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('explained', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('looked_at', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('name_asked', models.CharField(blank=True, choices=[('WITHHOLD', 'Send the notice, and write “withheld” wherever it asks who they are'), ('ASK_FIRST', 'Not send it yet: ask the person again, or phone the Home Office first')], max_length=10)),
                ('referral', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='referrals.referral')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralchecks',
            trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralcheckspast" ("digest", "explained", "id", "looked_at", "name_asked", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (NEW."digest", NEW."explained", NEW."id", NEW."looked_at", NEW."name_asked", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."referral_id"); RETURN NULL;', hash='6631675de05041306d453e8abc5b5b8152887eda', operation='INSERT', pgid='pgtrigger_added_insert_3681b', table='referrals_referralchecks', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralchecks',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "referrals_referralcheckspast" ("digest", "explained", "id", "looked_at", "name_asked", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (NEW."digest", NEW."explained", NEW."id", NEW."looked_at", NEW."name_asked", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."referral_id"); RETURN NULL;', hash='b03b6649e2c49bdf9b5dfa4be4b6a9532ddaaf37', operation='UPDATE', pgid='pgtrigger_changed_update_87f78', table='referrals_referralchecks', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='referralchecks',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "referrals_referralcheckspast" ("digest", "explained", "id", "looked_at", "name_asked", "pgh_context", "pgh_created_at", "pgh_label", "referral_id") VALUES (OLD."digest", OLD."explained", OLD."id", OLD."looked_at", OLD."name_asked", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."referral_id"); RETURN NULL;', hash='025acd10cdf6eb89a752d677b6519fb3a846432e', operation='DELETE', pgid='pgtrigger_deleted_delete_8269f', table='referrals_referralchecks', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='referralcheckspast',
            index=models.Index(fields=['id'], name='referralchecks_past'),
        ),
        migrations.RunSQL(*past('referrals_referralcheckspast', app_role='shop_app')),
    ]
