"""The ledger of what people agreed to: only added to, and fenced like their parts.

Whoever works with a person adds an entry and may read their own again.
"""

import casework.codes
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from agencies.sql import append_only, fenced

MEMBER = "nullif(current_setting('casework.member', true), '')::bigint"


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_fences'),
        ('victims', '0003_found_by_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', casework.codes.CodeField(codes='victims/consent_kinds', max_length=30, verbose_name='what they were asked')),
                ('channel', casework.codes.CodeField(blank=True, codes='victims/contact_channels', max_length=30, verbose_name='way of reaching them')),
                ('answer', casework.codes.CodeField(codes='victims/consent_answers', max_length=30, verbose_name='what they said')),
                ('said', models.CharField(blank=True, max_length=300, verbose_name='in the words shown')),
                ('said_on', models.DateField(verbose_name='day you spoke')),
                ('language', models.CharField(blank=True, max_length=60, verbose_name='language you spoke in')),
                ('interpreting', models.CharField(choices=[('NOT_NEEDED', 'Not needed'), ('PROFESSIONAL', 'Professional interpreter'), ('NONE_FOUND', 'Needed, not available'), ('NOT_RECORDED', 'Not recorded')], default='NOT_RECORDED', max_length=15, verbose_name='interpreter')),
                ('presence', models.CharField(choices=[('ALONE', 'Seen alone'), ('OTHERS', 'Others were present'), ('NOT_RECORDED', 'Not recorded')], default='NOT_RECORDED', max_length=15, verbose_name='who was there')),
                ('present', models.CharField(blank=True, max_length=300, verbose_name='who else was there')),
                ('capacity', models.CharField(choices=[('NONE', 'No doubt'), ('DOUBT', 'There was a doubt'), ('NOT_RECORDED', 'Not recorded')], default='NOT_RECORDED', max_length=15, verbose_name='doubt about their capacity to decide')),
                ('capacity_done', models.CharField(blank=True, max_length=1000, verbose_name='what the doubt was, and what was done')),
                ('wording', models.TextField(verbose_name='what was put to them')),
                ('wording_version', models.CharField(max_length=40)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written down')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='victims.consent')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='victims.person')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
            ],
            options={
                'verbose_name': 'what the person said',
                'verbose_name_plural': 'what the person said',
                'indexes': [models.Index(fields=['person', '-said_on'], name='consent_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'CONTACT'), models.Q(('channel', ''), _negated=True)), models.Q(models.Q(('kind', 'CONTACT'), _negated=True), ('channel', '')), _connector='OR'), name='consent_names_a_way_of_reaching_them'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'MISTAKE'), ('corrects__isnull', False), models.Q(('note', ''), _negated=True)), models.Q(('corrects__isnull', True), models.Q(('answer', 'MISTAKE'), _negated=True)), _connector='OR'), name='consent_taken_back_says_which_and_why')],
            },
        ),
        migrations.RunSQL(*append_only('victims_consent', app_role='shop_app')),
        migrations.RunSQL(
            *fenced(
                'victims_consent',
                reached='person_reached(person_id)',
                given='person_given(person_id)',
            )
        ),
        migrations.RunSQL(
            'CREATE POLICY written ON victims_consent FOR SELECT'
            f' USING (written_by_id = {MEMBER} AND person_given(person_id));',
            'DROP POLICY written ON victims_consent;',
        ),
    ]
