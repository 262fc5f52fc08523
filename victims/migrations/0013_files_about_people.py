"""Files about people, fenced like the parts; whoever added one may read it again."""

import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.sql import fenced, past

MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0011_past_is_only_added_to'),
        ('files', '0001_first'),
        ('victims', '0012_past_is_only_added_to'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonFilePast',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(editable=False, max_length=20)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('mistake_at', models.DateTimeField(editable=False, null=True)),
                ('mistake_reason', models.CharField(blank=True, editable=False, max_length=300)),
                ('name', models.CharField(editable=False, max_length=150, verbose_name='file')),
                ('description', models.CharField(max_length=300, verbose_name='what it shows')),
                ('agency', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.agency')),
                ('made_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('mistake_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='victims.person')),
                ('stored', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='files.storedfile', verbose_name='virus check')),
                ('written_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.membership')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PersonFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=20, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('mistake_at', models.DateTimeField(editable=False, null=True)),
                ('mistake_reason', models.CharField(blank=True, editable=False, max_length=300)),
                ('name', models.CharField(editable=False, max_length=150, verbose_name='file')),
                ('description', models.CharField(max_length=300, verbose_name='what it shows')),
                ('agency', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mistake_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='victims.person')),
                ('stored', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile', verbose_name='virus check')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
            ],
            options={
                'verbose_name': 'file about a person',
                'verbose_name_plural': 'files about people',
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('mistake_at__isnull', True), ('mistake_by__isnull', True), ('mistake_reason', '')), models.Q(('mistake_at__isnull', False), ('mistake_by__isnull', False), models.Q(('mistake_reason', ''), _negated=True)), _connector='OR'), name='personfile_mistake_has_who_and_why')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personfile',
            trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "victims_personfilepast" ("agency_id", "description", "id", "made_at", "made_by_id", "mistake_at", "mistake_by_id", "mistake_reason", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "stored_id", "version", "written_by_id") VALUES (NEW."agency_id", NEW."description", NEW."id", NEW."made_at", NEW."made_by_id", NEW."mistake_at", NEW."mistake_by_id", NEW."mistake_reason", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."reference", NEW."stored_id", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='604d21c2e709ea8f2ccb1b968166bc87e57dbcaa', operation='INSERT', pgid='pgtrigger_added_insert_b6d27', table='victims_personfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personfile',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "victims_personfilepast" ("agency_id", "description", "id", "made_at", "made_by_id", "mistake_at", "mistake_by_id", "mistake_reason", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "stored_id", "version", "written_by_id") VALUES (NEW."agency_id", NEW."description", NEW."id", NEW."made_at", NEW."made_by_id", NEW."mistake_at", NEW."mistake_by_id", NEW."mistake_reason", NEW."name", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."reference", NEW."stored_id", NEW."version", NEW."written_by_id"); RETURN NULL;', hash='0a93fe36be274f3d06beff0c73436cd5c7135bff', operation='UPDATE', pgid='pgtrigger_changed_update_b6251', table='victims_personfile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='personfile',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "victims_personfilepast" ("agency_id", "description", "id", "made_at", "made_by_id", "mistake_at", "mistake_by_id", "mistake_reason", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "reference", "stored_id", "version", "written_by_id") VALUES (OLD."agency_id", OLD."description", OLD."id", OLD."made_at", OLD."made_by_id", OLD."mistake_at", OLD."mistake_by_id", OLD."mistake_reason", OLD."name", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."reference", OLD."stored_id", OLD."version", OLD."written_by_id"); RETURN NULL;', hash='ddfc4a9050c1791f97a52453249a4b3da7f6a272', operation='DELETE', pgid='pgtrigger_deleted_delete_18c09', table='victims_personfile', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='personfilepast',
            index=models.Index(fields=['id'], name='personfile_past'),
        ),
        migrations.RunSQL(*past('victims_personfilepast', app_role='shop_app')),
        migrations.RunSQL(
            *fenced(
                'victims_personfile',
                reached='person_reached(person_id)',
                given='person_given(person_id)',
            )
        ),
        migrations.RunSQL(
            'CREATE POLICY written ON victims_personfile FOR SELECT'
            f' USING (written_by_id = {MEMBER} AND person_given(person_id));',
            'DROP POLICY written ON victims_personfile;',
        ),
    ]
