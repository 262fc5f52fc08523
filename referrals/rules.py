"""Why a referral may not go on, as pure functions: "" or the sentence that says what to do instead.

No database and no clock. Sources: Modern Slavery Act 2015 ss. 51 and 52; the Duty to Notify
Regulations 2015 (SI 2015/1743); First Responder Toolkit, Home Office, April 2026.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from casework.dates import full_date
from referrals.terms import AgeNow, Consent, NameAsked
from victims.terms import AGREED, CHOSE_NOT, MAY_LACK, NOT_DECIDED, REFUSALS, WITHDREW

# What stands in the ledger when an answer of a draft is still what the person says.
SAME_AS = {
    Consent.AGREES: {AGREED},
    Consent.CHOSE_NOT: {CHOSE_NOT, WITHDREW},
    Consent.NOT_DECIDED: {NOT_DECIDED},
    Consent.MAY_LACK_CAPACITY: {MAY_LACK},
}

ANSWERS_ARE_READ_FOR = timedelta(days=28)


def answers_read_since(today: date) -> date:
    """The first day of sending whose answers their author still reads."""
    return today - ANSWERS_ARE_READ_FOR


def age_is_answered(age_now: str) -> str:
    """The route hangs on it, so nothing else is looked at before."""
    if age_now in AgeNow.values:
        return ""
    return "Say whether the person is a child or an adult. It decides which referral this is."


def consent_decides_a_route(age_now: str, consent: str) -> str:
    """A child, or someone who may be one, is never asked; an adult's answer must be a yes or a no.

    Not having decided, not having been asked safely and perhaps lacking capacity are never read as
    a refusal: a notice made from one of them would be made without a decision.
    """
    if age_now != AgeNow.ADULT or consent in {Consent.AGREES, Consent.CHOSE_NOT}:
        return ""
    if consent == Consent.NOT_DECIDED:
        return (
            "The person has not decided, or it was not safe to ask. Keep the draft and ask again "
            "on the date you chose. No notice may be sent."
        )
    if consent == Consent.MAY_LACK_CAPACITY:
        return (
            "The person may lack capacity to decide. Call adult social care for a capacity "
            "assessment. This is not a refusal, and no notice may be sent."
        )
    return "Say whether the person agrees to be referred."


def duty_to_notify_binds(*, agency_has_duty: bool) -> str:
    """Whether this agency is an authority that must notify: Modern Slavery Act 2015 s.52(5)."""
    if agency_has_duty:
        return ""
    return (
        "The Duty to Notify does not bind your organisation, so no notice is prepared here. Record "
        "that the person chose not to be referred and offer support. If they agree later, come "
        "back and change the answer about consent."
    )


def birth_date_fits_age(age_now: str, born_on: date | None, today: date) -> str:
    """A date of birth that contradicts the age answer contradicts the route.

    "Not sure" fits any date of birth until someone assesses the age. Someone born on 29 February
    turns 18 on 1 March of a common year.
    """
    if born_on is None or age_now not in {AgeNow.ADULT, AgeNow.CHILD}:
        return ""
    years = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    if age_now == AgeNow.ADULT and years < 18:
        return (
            "The date of birth makes the person under 18, but they are referred as an adult. "
            "Change the date of birth or the answer about age."
        )
    if age_now == AgeNow.CHILD and years >= 18:
        return (
            "The date of birth makes the person 18 or over, but they are referred as a child. "
            "Change the date of birth or the answer about age."
        )
    return ""


def comes_of_age_on(born_on: date) -> date:
    """The 18th birthday; of someone born on 29 February, 1 March of a common year."""
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:
        return date(born_on.year + 18, 3, 1)


def age_is_asked_again(age_now: str, born_on: date | None, today: date) -> str:
    """Whoever turned 18 since they were taken for a child is asked for consent as an adult.

    Source: First Responder Toolkit, Home Office, April 2026. Someone whose age is in doubt stays so
    until it is assessed.
    """
    if age_now != AgeNow.CHILD or born_on is None or today < comes_of_age_on(born_on):
        return ""
    return (
        f"The person turned 18 on {full_date(comes_of_age_on(born_on))}. Answer the question about "
        "age again: an adult is asked whether they agree."
    )


def still_says(age_now: str, consent: str, said: str, said_on: date | None) -> str:
    """Whether the answer about consent is still the last that the person gave to anyone.

    said: the code of victims/consent_answers that stands last in their ledger, "" for none.
    """
    if age_now != AgeNow.ADULT or not consent or not said or said_on is None:
        return ""
    if said in SAME_AS.get(consent, ()):
        return ""
    day = full_date(said_on)
    if said in REFUSALS:
        told = f"On {day} the person said that they do not, or no longer, agree to be referred."
    elif said == AGREED:
        told = f"On {day} the person said that they agree to be referred."
    else:
        told = f"On {day} the person had not decided, or someone doubted that they could."
    return f"{told} Ask them, and answer the question about consent again."


def texts_say_nobody(*, unseen: Iterable[str], unexplained: int, is_read: bool) -> str:
    """Why the texts of a notice may not be sent yet, or "".

    unseen: parts of the person that the author could be shown and is not. unexplained: passages
    found that were neither changed nor explained. is_read: whether they read all texts as they are.
    """
    if set(unseen):
        return (
            "The texts of a notice are compared with who the person is and where they are, and you "
            "do not see that now. Go to the person's page: assign yourself, or give your reason "
            "under “Identity”; or ask your agency's lead to assign you. Then come back."
        )
    if unexplained:
        words = (
            "1 passage that may say" if unexplained == 1 else f"{unexplained} passages that may say"
        )
        return (
            f"The texts of this notice hold {words} who the person is. Look at each: change the "
            "text, or say why it does not."
        )
    if not is_read:
        return (
            "Read all texts of this notice once, as they are sent, and confirm that nothing in "
            "them says who the person is. What this app does not know it cannot find."
        )
    return ""


def name_is_withheld(*, asked: bool, decided: str) -> str:
    """Why a notice about someone who would help the police, but not be named, stops, or "".

    asked: whether the Home Office page asks for the name that may not be given.
    """
    if not asked or decided == NameAsked.WITHHOLD:
        return ""
    if decided == NameAsked.ASK_FIRST:
        return (
            "You chose to ask first, because the Home Office page asks for a name that may not be "
            "given. Come back when it is settled and change what you decided."
        )
    return (
        "The person would help the police and does not agree to be named, but the Home Office page "
        "asks for the name. Decide what happens there. This app never gives the name out."
    )


def reference_is_given(reference: str) -> str:
    """A referral is recorded as sent only with what the Home Office answered."""
    if reference.strip():
        return ""
    return "Enter the reference the Home Office gave. Until it comes, leave the referral as ready."


def made_by_first_responder(*, agency_is_first_responder: bool, may_refer: bool) -> str:
    """Only a trained officer of a first responder organisation sends a referral or a notice.

    may_refer: the officer has the first responder capability in that agency.
    """
    if not agency_is_first_responder:
        return (
            "Your organisation is not a first responder. Ask a first responder, for example the "
            "council or the police, to take the draft over."
        )
    if not may_refer:
        return "Ask a first responder in your organisation to send this referral."
    return ""
