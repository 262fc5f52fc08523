"""Places are found by any part of their address: an index of threes of letters."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "0004_call_it_a_place")]

    operations = [
        # Trusted by PostgreSQL: the owner of the database may make it, and no superuser is needed.
        TrigramExtension(),
        migrations.AddIndex(
            model_name="location",
            index=GinIndex(OpClass("address_key", name="gin_trgm_ops"), name="place_by_words"),
        ),
    ]
