from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_fences'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='expects_a_check',
            field=models.BooleanField(default=False),
        ),
    ]
