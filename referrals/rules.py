"""Why a referral may not go on, as pure functions: "" or the sentence that says what to do instead.

No database and no clock. Sources: Modern Slavery Act 2015 ss. 51 and 52; the Duty to Notify
Regulations 2015 (SI 2015/1743); First Responder Toolkit, Home Office, April 2026.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from referrals.terms import AgeNow, Consent


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


def reason_names_nobody(
    reason: str, names: Iterable[str], numbers: Iterable[str] = (), called: str = "The reason"
) -> str:
    """Why a text of a notice may not be sent: it repeats what says who the person is.

    names: every name known for the person; each word of two letters or more is looked for, case
    and accents ignored. numbers: telephone numbers and references, digits only compared. An e-mail
    address and any run of six digits are refused whoever they belong to.
    """
    text = _folded(reason)
    words = set(re.findall(r"\w+", text))
    known_words = {
        word for name in names for word in re.findall(r"\w+", _folded(name)) if len(word) > 1
    }
    digits = re.sub(r"(?<=\d)[\s().+/-]+(?=\d)", "", reason)
    known_digits = {re.sub(r"\D", "", number) for number in numbers}
    found = (
        words & known_words
        # Scripts written without spaces have no words to compare.
        or any(word in text for word in known_words if not word.isascii())
        or any(run and len(run) > 3 and run in digits for run in known_digits)
        or re.search(r"\d{6}", digits)
        or re.search(r"\S@\S", reason)
    )
    if not found:
        return ""
    return (
        f"{called} holds a name, number or address that could say who the person is. Take it "
        "out: a notice names nobody."
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


_UNDECOMPOSED = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "ŧ": "t", "ı": "i", "·": None}
)


def _folded(text: str) -> str:
    """Without case, accents or strokes, so that Đặng is found as Dang and Yıldız as YILDIZ."""
    decomposed = unicodedata.normalize("NFKD", text.upper().casefold())
    letters = "".join(mark for mark in decomposed if not unicodedata.category(mark).startswith("M"))
    return letters.casefold().translate(_UNDECOMPOSED)
