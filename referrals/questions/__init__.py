"""The questions of a referral, written by hand as data and versioned by date.

A new version is a new package beside `spine_2026_11` and one more entry in VERSIONS; an old version
stays, because drafts and sent referrals are read with the questions they were asked.
"""

from datetime import date

from referrals.questions.shape import QuestionSet
from referrals.questions.spine_2026_11 import SPINE_2026_11

VERSIONS = (SPINE_2026_11,)


def current(on: date) -> QuestionSet:
    """The set for a referral begun on this day; before the first one came into force, the first."""
    in_force = [version for version in VERSIONS if version.valid_from <= on]
    return max(in_force, key=lambda version: version.valid_from, default=VERSIONS[0])


def of_version(version: str) -> QuestionSet:
    """The set a draft was begun under. Raises KeyError for a version that never was."""
    return {known.version: known for known in VERSIONS}[version]
