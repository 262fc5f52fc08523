from django.db import migrations

from agencies.sql import append_only


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_first")]

    operations = [
        migrations.RunSQL(*append_only("agencies_auditevent", app_role="shop_app")),
        migrations.RunSQL(*append_only("agencies_auditseal", app_role="shop_app")),
    ]
