from django.db import migrations

from agencies.sql import keyed_grants


class Migration(migrations.Migration):
    dependencies = [("victims", "0001_first")]

    operations = [
        migrations.RunSQL(*keyed_grants("victims_persongrant", "victims_person", "met_at")),
    ]
