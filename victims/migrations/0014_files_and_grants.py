"""Two that were made beside each other: files about people, and grants read from their index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("victims", "0013_files_about_people"),
        ("victims", "0013_grants_are_read_from_their_index"),
    ]

    operations = []
