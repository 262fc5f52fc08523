"""Rows of the past are added by triggers; the application neither reads nor changes them."""

from django.db import migrations

from agencies.sql import past

TABLES = (
    "victims_assignmentpast",
    "victims_contactpast",
    "victims_identitypast",
    "victims_narrativepast",
    "victims_needspast",
    "victims_persongrantpast",
    "victims_personmetpast",
    "victims_personpast",
    "victims_screeninganswerpast",
    "victims_screeningpast",
    "victims_statedreasonpast",
)


class Migration(migrations.Migration):
    dependencies = [("victims", "0011_history_of_changes")]

    operations = [migrations.RunSQL(*past(table, app_role="shop_app")) for table in TABLES]
