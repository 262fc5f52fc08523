"""A seal covers each column of its events and what it says of itself; only its role writes it.

Seals of the form before, which no released version made, are taken off: their events are sealed
again. A server without the role shop_sealer keeps sealing as shop_app.
"""

from django.db import migrations, models

from agencies.sql import written_only_by

SEAL_AGAIN = """
ALTER TABLE agencies_auditseal DISABLE TRIGGER USER;
DELETE FROM agencies_auditseal;
ALTER TABLE agencies_auditseal ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_cover")]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="request",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(SEAL_AGAIN, SEAL_AGAIN),
        migrations.AlterField(
            model_name="auditseal",
            name="sealed_at",
            field=models.DateTimeField(),
        ),
        migrations.RunSQL(
            *written_only_by(
                "shop_sealer",
                "agencies_auditseal",
                reads=("agencies_auditevent",),
                app_role="shop_app",
            )
        ),
    ]
