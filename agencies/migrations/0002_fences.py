"""The audit, its seals and the past are only added to; seals only by the role that seals."""

from django.db import migrations

from agencies.sql import append_only, past, written_only_by

PAST = (
    "agencies_capabilitypast",
    "agencies_coverpast",
    "agencies_emergencyaccesspast",
    "agencies_keptfrompast",
    "agencies_membershippast",
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_tables")]

    operations = [
        migrations.RunSQL(*append_only("agencies_auditevent", app_role="shop_app")),
        migrations.RunSQL(*append_only("agencies_auditseal", app_role="shop_app")),
        # A server without the role shop_sealer keeps sealing as shop_app.
        migrations.RunSQL(
            *written_only_by(
                "shop_sealer",
                "agencies_auditseal",
                reads=("agencies_auditevent",),
                app_role="shop_app",
            )
        ),
        # Rows of the past are added by triggers; the application neither reads nor changes them.
        *(migrations.RunSQL(*past(table, app_role="shop_app")) for table in PAST),
    ]
