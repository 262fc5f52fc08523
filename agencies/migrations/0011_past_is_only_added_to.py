"""Rows of the past are added by triggers; the application neither reads nor changes them."""

from django.db import migrations

from agencies.sql import past

TABLES = (
    "agencies_capabilitypast",
    "agencies_coverpast",
    "agencies_emergencyaccesspast",
    "agencies_keptfrompast",
    "agencies_membershippast",
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_history_of_changes")]

    operations = [migrations.RunSQL(*past(table, app_role="shop_app")) for table in TABLES]
