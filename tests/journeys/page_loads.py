"""Knowing who may see what costs nobody a page more: each role's walk, counted in page loads.

Sign-in aside. Measured with these same walks in a browser on commit 1a9cbab, the last before
sharing with a reason, emergency access, the lock and second factors. A page load is a navigation of
the window.
"""

from tests.journeys.somebody import Somebody

BEFORE = {
    "an agency worker logs an incident": 13,
    "a coordinator accepts, shares, asks and visits": 25,
    "another agency answers, confirms and adds": 16,
    # 37 with the form of 18 pages that there was then; the whole form asks 29 pages more of them,
    # and "How did you ask?" is ours.
    "a first responder screens and refers": 37 + 29 + 1,
    "the chair makes a report": 6,
}


def no_more_than_before(somebody: Somebody, walk: str) -> None:
    assert len(somebody.loaded) <= BEFORE[walk], somebody.loaded
