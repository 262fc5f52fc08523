"""When the person withdraws from a referral that was sent."""

from datetime import datetime

from django import forms

from agencies.acting import Actor
from referrals.models import Referral
from victims import consent_actions
from victims.consent_actions import Said
from victims.consent_forms import HowAskedForm
from victims.consents import about
from victims.terms import NRM, WITHDREW

WORDING_VERSION = "withdrawal-2026-11"
HOW_TOLD = (
    ("form", "They signed a form to withdraw"),
    ("here", "They told me"),
    ("other", "They told someone else who works with them"),
)


class WithdrawForm(HowAskedForm):
    """How and when the person withdrew."""

    told_how = forms.ChoiceField(
        label="How did they withdraw?",
        choices=HOW_TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they withdrew"},
    )
    field_order = ("told_how",)


def record_withdrawal(
    referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str
) -> None:
    """The ledger has it too, with how it was said. `note` stays with the referral."""
    form = WithdrawForm()
    form.cleaned_data = facts
    how = form.conversation(note=dict(HOW_TOLD)[facts["told_how"]])
    said = Said(NRM, WITHDREW, wording=about(NRM), wording_version=WORDING_VERSION)
    consent_actions.record(referral.person, [said], how, by=by, at=at)
    referral.refresh_from_db(fields=["consent_said", "consent_said_on"])
