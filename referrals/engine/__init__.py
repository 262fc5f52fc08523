"""Walks a question set with the answers given so far. Pure: no database, no clock, no user.

The path decides everything. Answers on the path are live; all others are kept aside, decide
nothing, are never shown as part of the referral and never sent, and are live again when the path
comes back to them. Store a page with `{**answers, **kept(question_set, values)}`.

Facts that the record knows and nobody answers (`forks.FACTS`) stand beside the answers.
"""

from referrals.cleaning import clean
from referrals.engine.readiness import BIRTH_DATE, why_not_ready
from referrals.engine.sending import left_out, names_the_person, outgoing
from referrals.engine.telling import SummaryRow, SummarySection, in_words, summary
from referrals.engine.walk import (
    Answers,
    as_json,
    aside,
    asked,
    kept,
    live,
    missing,
    next_step,
    path,
    route,
    shown,
)

__all__ = [
    "BIRTH_DATE",
    "Answers",
    "SummaryRow",
    "SummarySection",
    "as_json",
    "aside",
    "asked",
    "clean",
    "in_words",
    "kept",
    "left_out",
    "live",
    "missing",
    "names_the_person",
    "next_step",
    "outgoing",
    "path",
    "route",
    "shown",
    "summary",
    "why_not_ready",
]
