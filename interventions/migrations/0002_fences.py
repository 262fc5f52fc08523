"""Rows of the past are added by triggers; the application neither reads nor changes them."""

from django.db import migrations

from agencies.sql import past

PAST = (
    "interventions_arrestpast",
    "interventions_disruptionpast",
    "interventions_interventionpast",
)


class Migration(migrations.Migration):
    dependencies = [("interventions", "0001_tables")]

    operations = [migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST]
