"""Rules of emergency access: pure functions. Working days are those of England.

Source: the partnership's access rules, `docs/access.md`.
"""

from collections.abc import Collection
from datetime import date

from casework.working_days import working_days_after

REVIEWED_WITHIN = 2
STOPPED_AFTER = 5
STOPPED = (
    "An earlier use of yours has not been reviewed within five working days, so you cannot use "
    "emergency access now. Phone the number below, and ask the records officer to review it."
)


def review_due_on(asked_on: date) -> date:
    return working_days_after(asked_on, REVIEWED_WITHIN)


def why_not_now(unreviewed: Collection[date], today: date) -> str:
    """Why someone may not use it, or "". unreviewed: the days of their uses that wait still."""
    late = [day for day in unreviewed if working_days_after(day, STOPPED_AFTER) <= today]
    return STOPPED if late else ""
