"""Grants keep the sort key of their incident; the past, and what was told, are only added to."""

from django.db import migrations

from agencies.sql import append_only, keyed_grants, past

PAST = (
    "shop_agencyrequestpast",
    "shop_incidentfilepast",
    "shop_incidentgrantpast",
    "shop_incidentpast",
    "shop_locationpast",
    "shop_notepast",
    "shop_visitpartpast",
    "shop_visitpast",
)


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_tables")]

    operations = [
        migrations.RunSQL(*keyed_grants("shop_incidentgrant", "shop_incident", "received_at")),
        migrations.RunSQL(*append_only("shop_incidenttold", app_role="shop_app")),
        # Rows of the past are added by triggers; the application neither reads nor changes them.
        *(migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST),
    ]
