"""The record type of referrals, described once."""

from django.utils import timezone

from casework import timeline
from casework.record_types import RecordType, Section, register
from referrals import questions
from referrals.forms import ReferralForm
from referrals.models import Referral, ReferralAnswers
from referrals.tracks import TELLS
from referrals.workflow import REFERRAL

timeline.tells(TELLS | {"taken-back": "Entry taken back"})


def save_referral(referral: Referral, by, facts: dict) -> None:
    """A draft: its author's own, under the questions of today, with no answer yet."""
    referral.author_id = by.membership_id
    referral.question_set = questions.current(timezone.localdate()).version
    referral.save()
    ReferralAnswers.objects.create(referral=referral)


REFERRALS = register(
    RecordType(
        model=Referral,
        plural="referrals",
        singular="referral",
        under="person",
        tab="Referrals",
        add_words="Start a referral",
        timeline="person__incident",
        sections=(Section("", ("route", "review_on", "submitted_on", "home_office_reference")),),
        entry=("screening",),
        columns=("reference", "route", "status", "made_at", "submitted_on", "agency"),
        filters=("status", "route"),
        add_act="refer",
        change_act="refer",
        workflow=REFERRAL,
        form=ReferralForm,
        save=save_referral,
    )
)
