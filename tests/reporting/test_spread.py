"""The middle and the slow end of a row of clocks, worked by hand and by what must hold."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.counting.spread import Point, spread
from reporting.document.ledger import SMALLEST_BASE

CLOCKS = st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=60)


def test_the_nearest_rank_of_twenty_and_of_twenty_one() -> None:
    twenty = spread((day, False) for day in range(1, 21))
    assert (twenty.median, twenty.ninetieth) == (Point(10, False), Point(18, False))
    more = spread((day, False) for day in range(1, 22))
    assert (more.median, more.ninetieth) == (Point(11, False), Point(19, False))


def test_a_running_clock_makes_what_lies_above_it_a_least_value() -> None:
    found = spread([*((day, False) for day in range(1, 20)), (15, True)])
    assert found.running == 1
    assert (found.median, found.ninetieth) == (Point(10, False), Point(17, True))
    assert str(found.ninetieth) == "At least 17 days"


def test_too_few_are_not_told() -> None:
    found = spread([(3, False)] * (SMALLEST_BASE - 1))
    assert (found.counted, found.median, found.ninetieth) == (SMALLEST_BASE - 1, None, None)


@given(clocks=CLOCKS)
def test_half_and_nine_in_ten_are_no_slower(clocks: list[tuple[int, bool]]) -> None:
    found = spread(clocks)
    assert (found.counted, found.running) == (len(clocks), sum(is_open for _, is_open in clocks))
    if found.median is None:
        assert len(clocks) < SMALLEST_BASE
        return
    days = [day for day, _ in clocks]
    for point, percent in ((found.median, 50), (found.ninetieth, 90)):
        assert sum(day <= point.days for day in days) * 100 >= percent * len(days)
        assert sum(day < point.days for day in days) * 100 < percent * len(days)
        assert point.at_least == any(is_open for day, is_open in clocks if day <= point.days)


@given(clocks=CLOCKS, longer=st.integers(0, 300))
def test_letting_open_clocks_run_on_never_lowers_a_figure(
    clocks: list[tuple[int, bool]], longer: int
) -> None:
    before, after = spread(clocks), spread((d + longer * is_open, is_open) for d, is_open in clocks)
    if before.median:
        assert after.median.days >= before.median.days
        assert after.ninetieth.days >= before.ninetieth.days
