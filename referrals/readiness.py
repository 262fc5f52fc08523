"""The first reason why a referral may not be sent yet: its answers, then what its texts may say."""

from datetime import date

from agencies.acting import Actor
from referrals import checking, engine
from referrals.checking import TextCheck
from referrals.drafts import Draft


def why_not_ready(draft: Draft, actor: Actor, today: date, check: TextCheck | None = None) -> str:
    """The sentence that says what to do, or "". check: of its texts, where it was made already."""
    return engine.why_not_ready(
        draft.questions,
        draft.answers,
        agency_has_duty=draft.referral.agency.has_duty_to_notify,
        today=today,
    ) or (check.why_not() if check else checking.why_not(draft, actor))
