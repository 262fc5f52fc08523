"""Reporting years."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.counting.periods import FIRST_YEAR, LAST_YEAR, MalformedPeriod, Period


def test_a_year_runs_from_april_to_march():
    period = Period.parse("2022-23")
    assert (period.first_day, period.last_day) == (date(2022, 4, 1), date(2023, 3, 31))
    assert period.words == "1 April 2022 to 31 March 2023"


def test_a_year_begins_and_ends_at_local_midnight_in_summer_time():
    period = Period.parse("2022-23")
    assert period.starts_at == datetime(2022, 3, 31, 23, 0, tzinfo=UTC)
    assert period.ends_at == datetime(2023, 3, 31, 23, 0, tzinfo=UTC)


def test_one_year_ends_where_the_next_begins():
    period = Period.parse("2022-23")
    assert period.ends_at == period.next().starts_at
    assert period.next().previous() == period


def test_a_moment_late_on_31_march_belongs_to_the_new_year_only_after_local_midnight():
    assert Period.of_moment(datetime(2023, 3, 31, 22, 59, tzinfo=UTC)).label == "2022-23"
    assert Period.of_moment(datetime(2023, 3, 31, 23, 0, tzinfo=UTC)).label == "2023-24"


@pytest.mark.parametrize(
    "label",
    ["", "2022", "2022-24", "2022-2023", "2022/23", " 2022-23", "2022-23\n", "٢٠٢٢-٢٣", "0000-01"],
)
def test_anything_else_is_refused_with_the_way_to_write_it(label):
    with pytest.raises(MalformedPeriod, match="such as 2022-23"):
        Period.parse(label)


@given(st.integers(FIRST_YEAR, LAST_YEAR))
def test_every_label_is_read_back(year):
    assert Period.parse(Period(year).label) == Period(year)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_exactly_one_year(day):
    period = Period.holding(day)
    assert period.first_day <= day < period.day_after
