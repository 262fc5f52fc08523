"""The first reason why a referral may not be sent yet: its answers, then what its texts may say."""

from datetime import date

from agencies import access
from agencies.acting import Actor
from referrals import checking, engine, rules
from referrals.checking import TextCheck
from referrals.drafts import Draft
from referrals.questions.forks import AGE, CONSENT
from referrals.terms import AgeNow
from victims.models import Identity


def why_not_ready(draft: Draft, actor: Actor, today: date, check: TextCheck | None = None) -> str:
    """The sentence that says what to do, or "". check: of its texts, where it was made already."""
    return (
        what_changed(draft, actor, today)
        or engine.why_not_ready(
            draft.questions,
            draft.answers,
            agency_has_duty=draft.referral.agency.has_duty_to_notify,
            today=today,
        )
        or (check.why_not() if check else checking.why_not(draft, actor))
    )


def what_changed(draft: Draft, actor: Actor, today: date) -> str:
    """What is no longer as it was when age and consent were answered: the person said something
    else to somebody since, or turned 18. One sentence that says what to ask again, or ""."""
    referral = draft.referral
    age, consent = (str(draft.answers.get(key) or "") for key in (AGE, CONSENT))
    return rules.still_says(
        age, consent, referral.consent_said, referral.consent_said_on
    ) or rules.age_is_asked_again(age, child_born_on(draft, actor), today)


def child_born_on(draft: Draft, actor: Actor) -> date | None:
    """The date of birth of a child, where the author may see one."""
    if draft.answers.get(AGE) != AgeNow.CHILD:
        return None
    answered = draft.answers.get(engine.BIRTH_DATE)
    if answered:
        return date.fromisoformat(str(answered))
    known = access.allowed(actor, "see", Identity).filter(person=draft.person)
    return known.values_list("born_on", flat=True).first()
