"""A grant says its partnership: it stays inside it, and lists are planned rightly."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.at_once import AtOnce
from agencies.sql import grants_within_a_partnership, untied_grants

GRANTS = ("victims_persongrant", "victims_person", "met_at")


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_grants_stay_in_their_partnership'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('shop', '0004_grants_stay_in_their_partnership'),
        ('victims', '0004_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce([
            migrations.RunSQL(*untied_grants(*GRANTS)),
            pgtrigger.migrations.RemoveTrigger(
                model_name='persongrant',
                name='added_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='persongrant',
                name='changed_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='persongrant',
                name='deleted_delete',
            ),
            migrations.RemoveConstraint(
                model_name='person',
                name='person_and_sort_key',
            ),
            migrations.RemoveIndex(
                model_name='person',
                name='person_newest',
            ),
            migrations.RemoveIndex(
                model_name='persongrant',
                name='person_grant_list',
            ),
            migrations.AddField(
                model_name='persongrant',
                name='partnership',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership'),
            ),
            migrations.AddField(
                model_name='persongrantpast',
                name='partnership',
                field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.partnership'),
            ),
            migrations.AlterField(
                model_name='persongrant',
                name='group',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='auth.group'),
            ),
            migrations.AlterField(
                model_name='persongrant',
                name='permission',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='auth.permission'),
            ),
            migrations.AddIndex(
                model_name='person',
                index=models.Index(condition=models.Q(('mistake_at__isnull', True)), fields=['partnership', '-met_at', '-id'], name='person_newest'),
            ),
            migrations.AddIndex(
                model_name='persongrant',
                index=models.Index(fields=['group', 'permission', '-sort_key', '-content_object'], include=('ends_at', 'partnership'), name='person_grant_list'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.UniqueConstraint(fields=('id', 'met_at', 'partnership'), name='person_and_sort_key'),
            ),
            migrations.RunSQL(*grants_within_a_partnership(*GRANTS)),
            pgtrigger.migrations.AddTrigger(
                model_name='persongrant',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "victims_persongrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."basis", NEW."cause", NEW."content_object_id", NEW."ends_at", NEW."granted_by_id", NEW."group_id", NEW."id", NEW."partnership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."purpose", NEW."sort_key", NEW."starts_at"); RETURN NULL;', hash='02adcadaaa5a3117e759c0f7b5604ea28f7a9dd0', operation='INSERT', pgid='pgtrigger_added_insert_847b0', table='victims_persongrant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='persongrant',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "victims_persongrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."basis", NEW."cause", NEW."content_object_id", NEW."ends_at", NEW."granted_by_id", NEW."group_id", NEW."id", NEW."partnership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."purpose", NEW."sort_key", NEW."starts_at"); RETURN NULL;', hash='835fc32998985756823d10b47921c9cd16e9f2f7', operation='UPDATE', pgid='pgtrigger_changed_update_1456c', table='victims_persongrant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='persongrant',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "victims_persongrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."basis", OLD."cause", OLD."content_object_id", OLD."ends_at", OLD."granted_by_id", OLD."group_id", OLD."id", OLD."partnership_id", OLD."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."purpose", OLD."sort_key", OLD."starts_at"); RETURN NULL;', hash='53008a8d519871cd9a4bd81b863451968a772ad8', operation='DELETE', pgid='pgtrigger_deleted_delete_27146', table='victims_persongrant', when='AFTER')),
            ),
        ]),
    ]
