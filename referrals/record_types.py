"""The record type of referrals, described once."""

from casework.record_types import RecordType, Section, register
from referrals.models import Referral

REFERRALS = register(
    RecordType(
        model=Referral,
        plural="referrals",
        singular="referral",
        under="person",
        tab="Referrals",
        timeline="person__incident",
        sections=(Section("", ("route", "review_on", "submitted_on", "home_office_reference")),),
        columns=("reference", "route", "status", "made_at", "submitted_on", "agency"),
        filters=("status", "route"),
        add_act="refer",
    )
)
