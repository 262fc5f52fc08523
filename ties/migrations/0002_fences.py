"""Row security on declarations: what a member declared exists for that member alone."""

from django.db import migrations

from agencies.sql import fenced

OWN = "membership_id = nullif(current_setting('casework.member', true), '')::bigint"


class Migration(migrations.Migration):
    dependencies = [("ties", "0001_tables")]

    operations = [migrations.RunSQL(*fenced("ties_declaration", reached=OWN, given=OWN))]
