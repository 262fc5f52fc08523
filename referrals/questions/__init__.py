"""The questions of a referral, written by hand as data and versioned by date.

A new version of the Home Office form is a new package beside `nrm_2026_04` and one more entry in
VERSIONS, with the Move that brings open drafts over. An old version stays: what is sent or closed
is read with the questions it was asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from referrals.questions.moves import Move
from referrals.questions.nrm_2026_04 import NRM_2026_04
from referrals.questions.shape import QuestionSet

VERSIONS: tuple[QuestionSet, ...] = (NRM_2026_04,)
"""In the order in which they came into use here, the newest last."""

MOVES: tuple[Move, ...] = ()
"""One from each version to the next: the way of an open draft to the newest."""


@dataclass(frozen=True)
class Moved:
    """Answers under the newest version they can be brought to, and what that changed."""

    questions: QuestionSet
    answers: Mapping[str, object]
    changes: tuple[str, ...] = ()


def current(on: date) -> QuestionSet:
    """The set for a referral begun on this day; before any was in force, the newest."""
    in_force = [one for one in VERSIONS if one.is_in_force(on)]
    return in_force[-1] if in_force else VERSIONS[-1]


def of_version(version: str) -> QuestionSet:
    """The set a draft was begun under. Raises KeyError for a version that never was."""
    return {known.version: known for known in VERSIONS}[version]


def moved_on(questions: QuestionSet, answers: Mapping[str, object]) -> Moved:
    """The answers of an open draft, brought from version to version up to the newest."""
    by_origin = {move.origin: move for move in MOVES}
    changes: tuple[str, ...] = ()
    while move := by_origin.get(questions.version):
        answers = move.answers(answers)
        changes += move.changes
        questions = of_version(move.to)
    return Moved(questions, answers, changes)
