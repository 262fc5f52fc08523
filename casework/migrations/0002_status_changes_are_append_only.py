from django.db import migrations

from agencies.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_first"), ("agencies", "0002_audit_is_append_only")]

    operations = [
        migrations.RunSQL(*append_only("casework_statuschange", app_role="shop_app")),
    ]
