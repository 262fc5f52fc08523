"""Status changes are only added to; the log that Django's admin brings stays empty."""

from django.db import migrations

from agencies.sql import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_tables"),
        ("agencies", "0002_fences"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(*append_only("casework_statuschange", app_role="shop_app")),
        # What was done stands in the audit, and in no second log beside it.
        migrations.RunSQL(
            "ALTER TABLE django_admin_log ADD CONSTRAINT stays_empty CHECK (false)",
            "ALTER TABLE django_admin_log DROP CONSTRAINT stays_empty",
        ),
    ]
