"""What followed a sent referral: decisions and entries, only ever added to."""

import casework.codes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from agencies.at_once import AtOnce
from agencies.sql import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_agencies_may_expect_a_check'),
        ('referrals', '0006_drafts_checked_by_colleagues'),
        ('victims', '0004_consents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('outcome', casework.codes.CodeField(codes='referrals/nrm_decisions', max_length=30)),
                    ('decided_on', models.DateField(verbose_name='date of the decision')),
                    ('authority', casework.codes.CodeField(blank=True, codes='referrals/competent_authorities', max_length=30, verbose_name='competent authority')),
                    ('reason', casework.codes.CodeField(blank=True, codes='referrals/nrm_negative_reasons', max_length=30, verbose_name='reason given')),
                    ('learned_from', models.CharField(choices=[('LETTER', 'Letter'), ('EMAIL', 'Email'), ('CALL', 'Telephone call'), ('TOLD', 'Told by the person, or by someone who helps them'), ('OWN', 'We did it ourselves')], max_length=10, verbose_name='from what this is known')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('track', models.CharField(choices=[('home-office', 'Home Office'), ('support', 'Support'), ('reconsideration', 'Reconsideration'), ('guardian', 'Independent child trafficking guardian'), ('council', 'Council told'), ('police', 'Police told'), ('information', 'Further information sent'), ('letters', 'Letters passed on')], max_length=20)),
                    ('what', models.CharField(choices=[('support-wanted', 'Support is wanted'), ('support-declined', 'Support was declined'), ('support-in-touch', 'The support provider was in touch'), ('support-begun', 'Support has begun'), ('support-moving-on', 'Moving on has begun'), ('support-ended', 'Support has ended'), ('reconsideration-asked', 'Reconsideration asked for'), ('reconsideration-accepted', 'Reconsideration accepted'), ('reconsideration-refused', 'Reconsideration refused'), ('decision-stays', 'Reconsidered: the decision stays'), ('guardian-asked', 'Referred to the guardian service'), ('guardian-not-asked', 'No referral to the guardian service'), ('guardian-accepted', 'The guardian service accepted'), ('guardian-refused', 'The guardian service did not accept'), ('council-told', 'The council was told'), ('police-told', 'The police were told'), ('information-sent', 'Further information sent to the Home Office'), ('letter-passed-on', 'A letter was passed on to the person'), ('decision-changed', 'Reconsidered: the decision changed'), ('received', 'Received by the Home Office'), ('acknowledge', 'Received by the Home Office'), ('returned', 'Returned with questions'), ('suspend', 'Suspended by the Home Office'), ('resume', 'It goes on')], max_length=40)),
                    ('happened_on', models.DateField(verbose_name='date')),
                    ('learned_from', models.CharField(choices=[('LETTER', 'Letter'), ('EMAIL', 'Email'), ('CALL', 'Telephone call'), ('TOLD', 'Told by the person, or by someone who helps them'), ('OWN', 'We did it ourselves')], max_length=10, verbose_name='from what this is known')),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('accommodation', casework.codes.CodeField(blank=True, codes='referrals/accommodation_status', max_length=30, verbose_name='where the person stays now')),
                    ('destination', casework.codes.CodeField(blank=True, codes='referrals/exit_destinations', max_length=30, verbose_name='where the person went')),
                    ('channel', models.CharField(blank=True, choices=[('HAND', 'Given in person'), ('POST', 'Post'), ('EMAIL', 'Email'), ('CALL', 'Read out on the telephone'), ('TEXT', 'Text message')], max_length=10, verbose_name='how it was passed on')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.RemoveConstraint(
                model_name='referral',
                name='referral_sent_on_a_day_by_a_route',
            ),
            migrations.AlterField(
                model_name='referral',
                name='status',
                field=models.CharField(choices=[('DRAFT', 'Draft'), ('READY', 'Ready to send'), ('SUBMITTED', 'Sent to the Home Office'), ('ACK', 'Received by the Home Office'), ('AWAIT_RG', 'Waiting for reasonable grounds'), ('RETURNED', 'Returned with questions'), ('RG_MADE', 'Reasonable grounds decided'), ('RECOVERY', 'In the recovery period'), ('AWAIT_CG', 'Waiting for conclusive grounds'), ('CG_MADE', 'Conclusive grounds decided'), ('SUSPENDED', 'Suspended'), ('DISQUAL', 'Disqualified'), ('TRANSITION', 'Turned 18, consent needed to stay'), ('WITHDRAWN', 'Withdrawn by the person'), ('CLOSED', 'Closed')], default='DRAFT', editable=False, max_length=10),
            ),
            migrations.AlterField(
                model_name='referralpast',
                name='status',
                field=models.CharField(choices=[('DRAFT', 'Draft'), ('READY', 'Ready to send'), ('SUBMITTED', 'Sent to the Home Office'), ('ACK', 'Received by the Home Office'), ('AWAIT_RG', 'Waiting for reasonable grounds'), ('RETURNED', 'Returned with questions'), ('RG_MADE', 'Reasonable grounds decided'), ('RECOVERY', 'In the recovery period'), ('AWAIT_CG', 'Waiting for conclusive grounds'), ('CG_MADE', 'Conclusive grounds decided'), ('SUSPENDED', 'Suspended'), ('DISQUAL', 'Disqualified'), ('TRANSITION', 'Turned 18, consent needed to stay'), ('WITHDRAWN', 'Withdrawn by the person'), ('CLOSED', 'Closed')], default='DRAFT', editable=False, max_length=10),
            ),
            migrations.AddConstraint(
                model_name='referral',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['CLOSED', 'DRAFT', 'READY']), ('submitted_on__isnull', True)), models.Q(('status__in', ['ACK', 'AWAIT_CG', 'AWAIT_RG', 'CG_MADE', 'CLOSED', 'DISQUAL', 'RECOVERY', 'RETURNED', 'RG_MADE', 'SUBMITTED', 'SUSPENDED', 'TRANSITION', 'WITHDRAWN']), ('submitted_on__isnull', False), models.Q(('route', ''), _negated=True)), _connector='OR'), name='referral_sent_on_a_day_by_a_route'),
            ),
            migrations.AddField(
                model_name='decision',
                name='agency',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
            ),
            migrations.AddField(
                model_name='decision',
                name='made_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='decision',
                name='referral',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='followup',
                name='agency',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency'),
            ),
            migrations.AddField(
                model_name='followup',
                name='decision',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reconsiderations', to='referrals.decision'),
            ),
            migrations.AddField(
                model_name='followup',
                name='made_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='followup',
                name='referral',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='referrals.referral'),
            ),
            migrations.AddField(
                model_name='followup',
                name='takes_back',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='referrals.followup'),
            ),
            migrations.AddIndex(
                model_name='decision',
                index=models.Index(fields=['referral', 'id'], name='decision_of_referral'),
            ),
            migrations.AddIndex(
                model_name='followup',
                index=models.Index(fields=['referral', 'id'], name='follow_up_of_referral'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(('takes_back__isnull', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='follow_up_taken_back_for_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='followup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('takes_back__isnull', True), ('what', 'letter-passed-on'), models.Q(('channel', ''), _negated=True)), models.Q(('channel', ''), models.Q(('takes_back__isnull', True), ('what', 'letter-passed-on'), _negated=True)), _connector='OR'), name='follow_up_letter_has_a_channel'),
            ),
            migrations.RunSQL(*append_only('referrals_decision', app_role='shop_app')),
            migrations.RunSQL(*append_only('referrals_followup', app_role='shop_app')),
        ]),
    ]
