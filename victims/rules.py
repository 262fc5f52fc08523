"""Rules about people met: pure functions that return "" or the sentence that says why not."""

from collections.abc import Iterable

from agencies.policy import CARERS
from victims.terms import ADULT_OUTCOMES, CHILD_BANDS, CHILD_OUTCOME


def outcome_fits_age(age_band: str, outcome: str) -> str:
    """Whether the view taken fits the age recorded of the person.

    A child, or someone who may be one, is never asked for consent; an adult is never referred as a
    child. Source: Modern Slavery Act 2015 s.51; First Responder Toolkit, Home Office, April 2026.
    """
    may_be_child = age_band in CHILD_BANDS
    if may_be_child and outcome in ADULT_OUTCOMES:
        return (
            "This person is, or may be, under 18, so consent does not decide. Select “Potential "
            "victim, child or age in doubt”, or correct the person's age first"
        )
    if not may_be_child and outcome == CHILD_OUTCOME:
        return (
            "This person is recorded as an adult. Select whether they consent, or correct the "
            "person's age first"
        )
    return ""


def why_not_assigned(roles: Iterable[str], same_agency: bool) -> str:
    """Why a lead may not put a member with these roles on a person, or ""."""
    if not same_agency:
        return "Select someone of your own agency."
    if not CARERS & set(roles):
        return "Only agency workers and support workers are put on a person."
    return ""
