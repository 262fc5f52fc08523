"""When a young person who turned 18 says that they stay in a referral that was sent.

What they say stands in one place, the ledger of what they agreed to. Said to whoever records it
here, it is written there in the same step; said to somebody else before, it is read from there.
"""

from datetime import date, datetime

from django import forms

from agencies.acting import Actor
from casework.workflow import CannotBeDone
from referrals import coming_of_age, following_up
from referrals.models import Referral
from victims import consent_actions
from victims.consent_actions import Said
from victims.consent_forms import HowAskedForm
from victims.consents import about
from victims.terms import AGREED, CHOSE_NOT, NRM

WORDING_VERSION = "turned-18-2026-11"
SUPPORT = "SUPPORT"
WANTS_SUPPORT = (("yes", "Yes"), ("no", "No"), ("later", "Not talked about yet"))
PUT_TO_THEM = {
    NRM: "You are 18 now, so you decide. Do you want to stay in the National Referral Mechanism?",
    SUPPORT: "Do you want the support that adults can have? You can stay in without it.",
}
SUPPORT_SAYS = {"yes": AGREED, "no": CHOSE_NOT}


class StayForm(HowAskedForm):
    """How and when the person said so, and whether they want the support of an adult."""

    wants_support = forms.ChoiceField(
        label="Do they want support as an adult?",
        help_text="A choice of its own: they can stay in without support",
        choices=WANTS_SUPPORT,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they want support as an adult"},
    )
    field_order = ("wants_support",)


def said_already(referral: Referral) -> bool:
    """Whether the ledger has it: a child is not asked, so it was said by an adult since."""
    return bool(
        referral.consent_said == AGREED
        and referral.consent_said_on
        and referral.submitted_on
        and referral.consent_said_on >= referral.submitted_on
    )


def not_said_yet(referral: Referral) -> bool:
    return not said_already(referral)


def record_staying(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    _refuse_before_the_birthday(referral, facts["said_on"], by)
    form = StayForm()
    form.cleaned_data = facts
    answers = {NRM: AGREED, SUPPORT: SUPPORT_SAYS.get(facts["wants_support"])}
    said = [
        Said(kind, answer, wording=f"{about(kind)}. {PUT_TO_THEM[kind]}",
             wording_version=WORDING_VERSION)
        for kind, answer in answers.items()
        if answer
    ]  # fmt: skip
    consent_actions.record(referral.person, said, form.conversation(), by=by, at=at)
    referral.refresh_from_db(fields=["consent_said", "consent_said_on"])
    following_up.begin_support(referral, facts["wants_support"], facts["said_on"], by=by, at=at)


def go_on(referral: Referral, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    _refuse_before_the_birthday(referral, referral.consent_said_on, by)


def _refuse_before_the_birthday(referral: Referral, said_on: date, by: Actor) -> None:
    birthday = coming_of_age.birthday_of(referral, by)
    if birthday and said_on < birthday:
        raise CannotBeDone(
            "They said so before their 18th birthday, when it was not theirs to decide. Ask them "
            "again, and record what they say now."
        )
