from django.db import migrations

from agencies.sql import keyed_grants


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_first")]

    operations = [
        migrations.RunSQL(*keyed_grants("shop_incidentgrant", "shop_incident", "received_at")),
    ]
