"""A grant says its partnership: it stays inside it, and lists are planned rightly."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from agencies.at_once import AtOnce
from agencies.sql import grants_within_a_partnership, untied_grants

GRANTS = ("shop_incidentgrant", "shop_incident", "received_at")


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_grants_stay_in_their_partnership'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('shop', '0003_filters_are_estimated'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce([
            migrations.RunSQL(*untied_grants(*GRANTS)),
            pgtrigger.migrations.RemoveTrigger(
                model_name='incidentgrant',
                name='added_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='incidentgrant',
                name='changed_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='incidentgrant',
                name='deleted_delete',
            ),
            migrations.RemoveConstraint(
                model_name='incident',
                name='incident_and_sort_key',
            ),
            migrations.RemoveIndex(
                model_name='incident',
                name='incident_newest',
            ),
            migrations.RemoveIndex(
                model_name='incident',
                name='incident_newest_of_all',
            ),
            migrations.RemoveIndex(
                model_name='incident',
                name='incident_by_status',
            ),
            migrations.RemoveIndex(
                model_name='incident',
                name='incident_by_town',
            ),
            migrations.RemoveIndex(
                model_name='incident',
                name='incident_by_town_and_status',
            ),
            migrations.RemoveIndex(
                model_name='incidentgrant',
                name='incident_grant_list',
            ),
            migrations.AddField(
                model_name='incidentgrant',
                name='partnership',
                field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.partnership'),
            ),
            migrations.AddField(
                model_name='incidentgrantpast',
                name='partnership',
                field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agencies.partnership'),
            ),
            migrations.AlterField(
                model_name='incidentgrant',
                name='group',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='auth.group'),
            ),
            migrations.AlterField(
                model_name='incidentgrant',
                name='permission',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='auth.permission'),
            ),
            migrations.AddIndex(
                model_name='incident',
                index=models.Index(condition=models.Q(('mistake_at__isnull', True)), fields=['partnership', '-received_at', '-id'], name='incident_newest'),
            ),
            migrations.AddIndex(
                model_name='incident',
                index=models.Index(condition=models.Q(('mistake_at__isnull', True)), fields=['partnership', 'status', '-received_at', '-id'], name='incident_by_status'),
            ),
            migrations.AddIndex(
                model_name='incident',
                index=models.Index(condition=models.Q(('mistake_at__isnull', True)), fields=['town', '-received_at', '-id'], name='incident_by_town'),
            ),
            migrations.AddIndex(
                model_name='incident',
                index=models.Index(condition=models.Q(('mistake_at__isnull', True)), fields=['partnership', 'town', 'status', '-received_at', '-id'], name='incident_by_town_and_status'),
            ),
            migrations.AddIndex(
                model_name='incidentgrant',
                index=models.Index(fields=['group', 'permission', '-sort_key', '-content_object'], include=('ends_at', 'partnership'), name='incident_grant_list'),
            ),
            migrations.AddConstraint(
                model_name='incident',
                constraint=models.UniqueConstraint(fields=('id', 'received_at', 'partnership'), name='incident_and_sort_key'),
            ),
            migrations.RunSQL(*grants_within_a_partnership(*GRANTS)),
            # A town is in one partnership. Only that is told: with the commonest combinations in it,
            # PostgreSQL takes all others to be independent.
            migrations.RunSQL(
                """
            DROP STATISTICS incident_town_and_status;
            CREATE STATISTICS incident_town_of_partnership (dependencies)
                ON partnership_id, town_id FROM shop_incident;
            """,
                """
            DROP STATISTICS incident_town_of_partnership;
            CREATE STATISTICS incident_town_and_status (dependencies, mcv)
                ON partnership_id, town_id, status FROM shop_incident;
            """,
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='incidentgrant',
                trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "shop_incidentgrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."basis", NEW."cause", NEW."content_object_id", NEW."ends_at", NEW."granted_by_id", NEW."group_id", NEW."id", NEW."partnership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'added\', NEW."purpose", NEW."sort_key", NEW."starts_at"); RETURN NULL;', hash='7dee09633d61715118560d5d2a2bdb90d9a48d28', operation='INSERT', pgid='pgtrigger_added_insert_2341a', table='shop_incidentgrant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='incidentgrant',
                trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "shop_incidentgrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."basis", NEW."cause", NEW."content_object_id", NEW."ends_at", NEW."granted_by_id", NEW."group_id", NEW."id", NEW."partnership_id", NEW."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'changed\', NEW."purpose", NEW."sort_key", NEW."starts_at"); RETURN NULL;', hash='f12f24f91b35f21bc3209b9e4c68c43bd0cb9681', operation='UPDATE', pgid='pgtrigger_changed_update_a13fc', table='shop_incidentgrant', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='incidentgrant',
                trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "shop_incidentgrantpast" ("accepted_at", "accepted_by_id", "basis", "cause", "content_object_id", "ends_at", "granted_by_id", "group_id", "id", "partnership_id", "permission_id", "pgh_context", "pgh_created_at", "pgh_label", "purpose", "sort_key", "starts_at") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."basis", OLD."cause", OLD."content_object_id", OLD."ends_at", OLD."granted_by_id", OLD."group_id", OLD."id", OLD."partnership_id", OLD."permission_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'deleted\', OLD."purpose", OLD."sort_key", OLD."starts_at"); RETURN NULL;', hash='322f126e911b0b906c1d056c9c1e7ca6db67d47b', operation='DELETE', pgid='pgtrigger_deleted_delete_351bb', table='shop_incidentgrant', when='AFTER')),
            ),
        ]),
    ]
