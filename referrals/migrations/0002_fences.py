"""Rows of the past are added by triggers; the application neither reads nor changes them."""

from django.db import migrations

from agencies.sql import past

PAST = (
    "referrals_referralanswerspast",
    "referrals_referralpast",
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_tables")]

    operations = [migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST]
