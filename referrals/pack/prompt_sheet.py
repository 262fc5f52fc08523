"""The prompt sheet: two sheets of paper for a visit without network. No personal data is on it."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from casework.dates import full_date
from casework.printing.fonts import fit
from casework.printing.pdf import set_as_pdf
from referrals.pack.still_to_ask import Part, ToAsk
from referrals.safety_contacts import SafetyContact

TEMPLATE = Path(__file__).parent / "typst" / "prompt_sheet.typ"
SECONDS = 20

SAFE_TONIGHT = (
    "Is the person safe tonight? If not, or if you are not sure, call before you ask anything."
)
SEEN_ALONE = (
    "See the person alone. Nobody who came with them interprets, ever: use a professional "
    "interpreter, by telephone if need be."
)
NO_INTERVIEW = (
    "This is not an interview. Ask only what nobody has been told yet, and stop when they want to. "
    "“Not known” and “did not want to answer” are answers."
)
KEEP_IT = "Keep this paper with you the whole time: what you write on it says who somebody is."
WARNINGS = (SAFE_TONIGHT, SEEN_ALONE, NO_INTERVIEW, KEEP_IT)
NOTHING_LEFT = "Every question on this path has been answered."
AFTERWARDS = "Type it in the same day, then destroy this paper."


def numbers(contacts: Iterable[SafetyContact], on: date) -> list[dict[str, str]]:
    """Whom to call, with the day the number was checked, and whether that is too long ago."""
    return [
        {
            "name": contact.name,
            "number": contact.number,
            "hours": contact.hours,
            "checked": f"Checked {full_date(contact.checked_on)}"
            + (". Too long ago: check it before you go" if contact.needs_checking(on) else ""),
        }
        for contact in contacts
    ]


def pdf(
    reference: str,
    parts: tuple[Part, ...],
    contacts: Iterable[SafetyContact],
    *,
    made_at: datetime,
    today: date,
) -> bytes:
    """Two pages of A4 at most: the template gives as much room to write as they hold."""
    data = {
        "title": f"Prompt sheet {reference}",
        "made": full_date(today),
        "warnings": list(WARNINGS),
        "afterwards": AFTERWARDS,
        "numbers": numbers(contacts, today),
        "parts": [
            {"heading": part.title, "questions": [_question(one) for one in part.questions]}
            for part in parts
        ],
        "nothing": "" if parts else NOTHING_LEFT,
    }
    return set_as_pdf(TEMPLATE, fit(data, [], data["title"]), made_at=made_at, seconds=SECONDS)


def _question(one: ToAsk) -> dict[str, Any]:
    return {
        "under": one.under,
        "question": one.question + (" (optional)" if one.is_optional else ""),
        "only_if": "also" if one.also else one.only_if,
        "way": one.way,
        "options": list(one.options),
    }
