"""Which signs a screening asks about first, which next, and which only behind "More signs".

The signs themselves are a code list; here is their order. Nothing is weighed or added up: a sign
is a thing to have looked for, and what it means is the worker's to say.
"""

from dataclasses import dataclass

from casework.codes import CodeList
from victims.terms import CHILD_BANDS

SIGNS = CodeList("victims/screening_indicators")

# The words beside the codes of the answers list: what a worker did, in the first person.
ANSWERS = (
    ("SEEN", "I saw this, or the person told me"),
    ("REPORTED", "Someone else told me"),
    ("NOT_SEEN", "I looked and did not see it"),
    ("NOT_ASKED", "Not asked, or not safe to ask"),
)

# The ten asked of everybody, from the general indicators of the First Responder Toolkit (Home
# Office, April 2026). Chosen because they can be noticed or safely asked in a first conversation
# and do not depend on the kind of exploitation. In order from what is seen to what is told.
# Proposed for the partnership to confirm.
FIRST_SIGNS = (
    ("GEN20", "Noticed within a minute, and decides whether anything else can be asked."),
    ("GEN05", "Noticed without asking."),
    ("GEN07", "Noticed without asking; may need care now."),
    ("GEN29", "Seen wherever people live where they work."),
    ("GEN01", "The heart of the offence: whether the person can come and go."),
    ("GEN03", "Control without locks; missed when only doors are looked at."),
    ("GEN06", "Decides how urgent it is."),
    ("GEN13", "A plain question with a plain answer, common to all kinds of exploitation."),
    ("GEN25", "A plain question; opens the talk about conditions."),
    ("GEN34", "What holds people after the door is open."),
)

# Asked next of a child or of someone who may be one: what shows in a short meeting. The other
# child indicators stand behind "More signs".
CHILD_SIGNS = ("CHD01", "CHD02", "CHD03", "CHD05", "CHD12", "CHD15", "CHD18", "CHD19", "CHD20")

# What the first signs point to: the prefix of the signs asked next.
CONCERNS = (
    ("LAB", "Labour exploitation"),
    ("SEX", "Sexual exploitation"),
    ("CRI", "Criminal exploitation"),
    ("DOM", "Domestic servitude"),
    ("CUC", "A home taken over by others (cuckooing)"),
    ("NOT_CLEAR", "Not clear yet"),
)
GROUPS = {
    "GEN": "Any kind of exploitation",
    "LAB": "Labour exploitation",
    "SEX": "Sexual exploitation",
    "CRI": "Criminal exploitation",
    "DOM": "Domestic servitude",
    "CUC": "A home taken over by others",
    "CHD": "Children",
}


@dataclass(frozen=True)
class Group:
    """Signs under one heading."""

    heading: str
    codes: tuple[str, ...]


def first_signs() -> tuple[str, ...]:
    return tuple(code for code, _reason in FIRST_SIGNS)


def next_signs(age_band: str, concern: str) -> tuple[str, ...]:
    """The one list that fits this person's age and what the first signs point to."""
    children = CHILD_SIGNS if age_band in CHILD_BANDS else ()
    return (*children, *_of(concern)) if concern else children


def more_signs(age_band: str, concern: str) -> tuple[Group, ...]:
    """All others that fit the age, by kind. The ILO's eleven are left out: they are these, named
    once more for statistics."""
    asked = {*first_signs(), *next_signs(age_band, concern)}
    kinds = [kind for kind in GROUPS if kind != "CHD" or age_band in CHILD_BANDS]
    groups = [
        Group(GROUPS[kind], tuple(code for code in _of(kind) if code not in asked))
        for kind in kinds
    ]
    return tuple(group for group in groups if group.codes)


def signs_offered(age_band: str, concern: str) -> tuple[str, ...]:
    """Every sign on the pages of one screening, in order. Each becomes an answer."""
    more = [code for group in more_signs(age_band, concern) for code in group.codes]
    return (*first_signs(), *next_signs(age_band, concern), *more)


def _of(kind: str) -> tuple[str, ...]:
    return tuple(code for code, _label in SIGNS.choices() if code.startswith(kind))
