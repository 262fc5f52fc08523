"""Django's admin brings a log of its own. It stays empty: what was done stands in the audit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_status_changes_are_append_only"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE django_admin_log ADD CONSTRAINT stays_empty CHECK (false)",
            "ALTER TABLE django_admin_log DROP CONSTRAINT stays_empty",
        ),
    ]
