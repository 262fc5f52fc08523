"""Rows of the past are added by triggers; the application neither reads nor changes them."""

from django.db import migrations

from agencies.sql import past

TABLES = (
    "shop_agencyrequestpast",
    "shop_incidentgrantpast",
    "shop_incidentpast",
    "shop_locationpast",
    "shop_notepast",
    "shop_visitpartpast",
    "shop_visitpast",
)


class Migration(migrations.Migration):
    dependencies = [("shop", "0008_history_of_changes")]

    operations = [migrations.RunSQL(*past(table, app_role="shop_app")) for table in TABLES]
