"""A town belongs to one partnership: told to the planner, which otherwise counts it twice."""

from django.db import migrations

MAKE = """
    CREATE STATISTICS incident_town_and_status (dependencies, mcv)
        ON partnership_id, town_id, status FROM shop_incident
"""


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_fences")]

    operations = [
        migrations.RunSQL(MAKE, "DROP STATISTICS incident_town_and_status"),
    ]
