"""Working days of England, and when a use that nobody reviewed stops the next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emergency.rules import STOPPED, review_due_on, why_not_now, working_days_after

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("asked_on", "due_on"),
    [
        (date(2026, 11, 25), date(2026, 11, 27)),
        (FRIDAY, date(2026, 12, 1)),
        (date(2026, 11, 28), date(2026, 12, 1)),
        # Christmas Day is a Friday; Boxing Day, a Saturday, is kept on the Monday.
        (date(2026, 12, 24), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2027, 1, 5)),
        (date(2027, 3, 25), date(2027, 3, 31)),
    ],
)
def test_a_review_is_due_on_the_second_working_day(asked_on: date, due_on: date) -> None:
    assert review_due_on(asked_on) == due_on


@given(day=st.dates(date(2024, 1, 1), date(2035, 1, 1)), number=st.integers(1, 10))
def test_a_working_day_is_no_weekend_and_comes_after(day: date, number: int) -> None:
    found = working_days_after(day, number)
    assert found.weekday() < 5
    assert found > working_days_after(day, number - 1) if number > 1 else found > day
    assert found - day >= timedelta(days=number)


def test_the_fifth_working_day_stops_and_the_fourth_does_not() -> None:
    fifth = date(2026, 12, 4)
    assert working_days_after(FRIDAY, 5) == fifth
    assert why_not_now([FRIDAY], fifth - timedelta(days=1)) == ""
    assert why_not_now([FRIDAY], fifth) == STOPPED
    assert why_not_now([fifth, FRIDAY], fifth) == STOPPED
    assert why_not_now([], fifth) == ""


def test_over_christmas_nobody_is_stopped_before_the_review_is_due() -> None:
    """Why the five days are working days: by the calendar they would end before the two do."""
    asked = date(2026, 12, 24)
    due = review_due_on(asked)
    assert due > asked + timedelta(days=5)
    assert why_not_now([asked], due) == ""
