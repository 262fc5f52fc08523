"""Quarters of a reporting year, and a year so far."""

from datetime import date, timedelta

import pytest

from reporting.board.quarters import Quarter, YearSoFar, quarters_to_choose
from reporting.counting.periods import MalformedPeriod, Period


@pytest.mark.parametrize(
    ("label", "first", "after", "words"),
    [
        ("2022-23 Q1", date(2022, 4, 1), date(2022, 7, 1), "April to June 2022"),
        ("2022-23 Q2", date(2022, 7, 1), date(2022, 10, 1), "July to September 2022"),
        ("2022-23 Q3", date(2022, 10, 1), date(2023, 1, 1), "October to December 2022"),
        ("2022-23 Q4", date(2023, 1, 1), date(2023, 4, 1), "January to March 2023"),
    ],
)
def test_a_quarter_has_its_days(label, first, after, words):
    quarter = Quarter.parse(label)
    assert (quarter.label, quarter.first_day, quarter.day_after) == (label, first, after)
    assert quarter.words == words
    assert Quarter.holding(first) == Quarter.holding(after - timedelta(days=1)) == quarter
    assert quarter.next().previous() == quarter == quarter.previous().next()
    assert YearSoFar(quarter).first_day == date(2022, 4, 1)
    assert YearSoFar(quarter).day_after == after


@pytest.mark.parametrize("label", ["2022-23", "2022-23 Q0", "2022-24 Q1", "2022-23 Q1\n", ""])
def test_what_is_no_quarter_is_said_so(label):
    with pytest.raises(MalformedPeriod):
        Quarter.parse(label)


def test_quarters_to_choose_are_over_and_have_records():
    chosen = quarters_to_choose(Period.parse("2021-22"), date(2022, 8, 1))
    assert [one.label for one in chosen] == ["2022-23 Q1", *(f"2021-22 Q{n}" for n in (4, 3, 2, 1))]
    assert [one.label for one in quarters_to_choose(None, date(2022, 4, 1))] == ["2021-22 Q4"]
