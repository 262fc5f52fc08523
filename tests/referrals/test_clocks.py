"""Clocks after sending, against days worked out by hand on a wall calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.working_days import working_days_after, working_days_between
from referrals import clocks
from referrals.clocks import Facts, Key, Nature

DAYS = st.dates(date(2015, 8, 1), date(2040, 12, 31))


def due(facts: Facts) -> dict[Key, date]:
    return {clock.key: clock.due_on for clock in clocks.running(facts)}


@pytest.mark.parametrize(
    ("sent_on", "aim"),
    [
        # An ordinary Monday, Friday, Saturday and Sunday.
        (date(2026, 11, 2), date(2026, 11, 9)),
        (date(2026, 11, 6), date(2026, 11, 13)),
        (date(2026, 11, 7), date(2026, 11, 13)),
        (date(2026, 11, 8), date(2026, 11, 13)),
        # Christmas on a Thursday and Boxing Day, then New Year's Day.
        (date(2025, 12, 23), date(2026, 1, 2)),
        # Boxing Day on a Saturday is kept on the Monday.
        (date(2026, 12, 24), date(2027, 1, 5)),
        # Good Friday 3 April and Easter Monday 6 April 2026.
        (date(2026, 4, 2), date(2026, 4, 13)),
        # Both bank holidays of May, and the last Monday of August.
        (date(2026, 5, 1), date(2026, 5, 11)),
        (date(2026, 5, 22), date(2026, 6, 1)),
        (date(2026, 8, 28), date(2026, 9, 7)),
        # Across 29 February.
        (date(2028, 2, 25), date(2028, 3, 3)),
        # The bank holiday for the coronation, 8 May 2023.
        (date(2023, 5, 5), date(2023, 5, 15)),
    ],
)
def test_the_aim_for_reasonable_grounds_is_five_working_days(sent_on: date, aim: date) -> None:
    assert due(Facts(sent_on)) == {Key.REASONABLE_GROUNDS: aim}


@pytest.mark.parametrize(
    ("decided_on", "recovery_ends", "conclusive_not_before"),
    [
        # 30 days with the day of the decision, so 29 after it.
        (date(2026, 1, 1), date(2026, 1, 30), date(2026, 1, 31)),
        (date(2023, 1, 30), date(2023, 2, 28), date(2023, 3, 1)),
        (date(2024, 2, 1), date(2024, 3, 1), date(2024, 3, 2)),
        # The day before the rule changed it was 45.
        (date(2023, 1, 29), date(2023, 3, 14), date(2023, 3, 15)),
    ],
)
def test_the_recovery_period_counts_the_day_of_the_decision(
    decided_on: date, recovery_ends: date, conclusive_not_before: date
) -> None:
    found = due(Facts(date(2022, 1, 1), reasonable_on=decided_on, is_reasonable=True))
    assert found == {
        Key.RECOVERY: recovery_ends,
        Key.CONCLUSIVE_GROUNDS: conclusive_not_before,
    }


def test_a_later_conclusive_decision_ends_the_recovery_period_and_an_earlier_one_does_not() -> None:
    positive = {"reasonable_on": date(2026, 1, 1), "is_reasonable": True, "is_conclusive": True}
    late = due(Facts(date(2025, 12, 1), conclusive_on=date(2026, 9, 9), **positive))
    early = due(Facts(date(2025, 12, 1), conclusive_on=date(2026, 1, 20), **positive))
    assert late[Key.RECOVERY] == date(2026, 9, 9)
    assert early[Key.RECOVERY] == date(2026, 1, 30)
    assert late[Key.MOVE_ON] == date(2026, 10, 24)
    assert Key.CONCLUSIVE_GROUNDS not in late


@pytest.mark.parametrize(
    ("negative_on", "last_day", "support_ends"),
    [
        (date(2026, 3, 2), date(2026, 4, 1), date(2026, 3, 13)),
        # Over Christmas: 25, 26 and 1 January are no working days.
        (date(2025, 12, 22), date(2026, 1, 21), date(2026, 1, 7)),
        (date(2028, 2, 1), date(2028, 3, 2), date(2028, 2, 14)),
    ],
)
def test_after_a_no_thirty_calendar_days_and_an_unconfirmed_end_of_support(
    negative_on: date, last_day: date, support_ends: date
) -> None:
    facts = Facts(
        date(2025, 12, 1), reasonable_on=negative_on, negative_on=negative_on, ends_support=True
    )
    found = {clock.key: clock for clock in clocks.running(facts)}
    assert {key: clock.due_on for key, clock in found.items()} == {
        Key.RECONSIDERATION: last_day,
        Key.SHORT_EXIT: support_ends,
    }
    assert found[Key.RECONSIDERATION].rule.is_confirmed
    assert not found[Key.SHORT_EXIT].rule.is_confirmed


def test_no_deadline_is_invented_for_a_time_whose_rule_is_not_known() -> None:
    day = date(2024, 2, 29)
    assert due(Facts(date(2024, 1, 1), reasonable_on=day, negative_on=day)) == {}


def test_once_a_reconsideration_is_asked_for_its_deadline_is_gone() -> None:
    day = date(2026, 3, 2)
    assert due(Facts(day, reasonable_on=day, negative_on=day, reconsidered=True)) == {}


def test_forty_eight_hours_are_told_until_the_support_provider_was_in_touch() -> None:
    asked = Facts(date(2026, 3, 2), support_wanted_on=date(2026, 3, 2))
    assert due(asked)[Key.FIRST_CONTACT] == date(2026, 3, 4)
    reached = Facts(date(2026, 3, 2), support_wanted_on=date(2026, 3, 2), support_reached=True)
    assert Key.FIRST_CONTACT not in due(reached)


@pytest.mark.parametrize(
    ("born_on", "turns_18"),
    [
        (date(2010, 6, 15), date(2028, 6, 15)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
    ],
)
def test_an_eighteenth_birthday_falls_on_1_march_for_who_was_born_on_29_february(
    born_on: date, turns_18: date
) -> None:
    assert due(Facts(date(2026, 1, 1), born_on=born_on))[Key.EIGHTEEN] == turns_18


def test_an_aim_that_passed_is_told_as_an_aim_and_a_deadline_as_a_deadline() -> None:
    aim = clocks.running(Facts(date(2026, 11, 2)))[0]
    day = date(2026, 3, 2)
    deadline = clocks.running(Facts(day, reasonable_on=day, negative_on=day))[0]
    assert aim.told(date(2026, 11, 9)) == "Aimed for by 9 November 2026"
    passed = aim.told(date(2026, 11, 19))
    assert passed.startswith("The aim was 9 November 2026, 10 days ago. An aim is no duty")
    assert "overdue" not in passed.lower()
    assert "deadline" not in passed.lower()
    assert deadline.told(date(2026, 4, 1)) == "Last day 1 April 2026, 0 days left"
    assert deadline.told(date(2026, 4, 2)) == "The last day was 1 April 2026"


def test_what_can_be_lost_is_told_before_what_is_only_late() -> None:
    day = date(2026, 3, 2)
    wants = {"support_wanted_on": day}
    both = clocks.running(Facts(day, reasonable_on=day, negative_on=day, **wants))
    assert clocks.next_of(both, date(2026, 3, 20)).key == Key.RECONSIDERATION
    assert clocks.next_of(both, date(2026, 4, 2)).key == Key.FIRST_CONTACT
    waiting = clocks.running(Facts(day, **wants))
    assert clocks.next_of(waiting, date(2026, 3, 3)).key == Key.FIRST_CONTACT
    assert clocks.next_of(waiting, date(2026, 3, 10)).key == Key.FIRST_CONTACT
    assert clocks.next_of([], day) is None


@given(day=DAYS, number=st.integers(1, 30))
def test_working_days_are_counted_back_as_they_were_counted_on(day: date, number: int) -> None:
    assert working_days_between(day, working_days_after(day, number)) == number
    assert working_days_between(day, working_days_after(day, number) - timedelta(days=1)) < number


@given(sent_on=DAYS, later=st.integers(0, 40))
def test_who_sends_later_is_never_answered_sooner(sent_on: date, later: int) -> None:
    first = clocks.reasonable_grounds_aim(sent_on)
    assert first.weekday() < 5
    assert sent_on + timedelta(days=7) <= first + timedelta(days=2)
    assert first <= clocks.reasonable_grounds_aim(sent_on + timedelta(days=later))


@given(today=DAYS)
def test_what_is_late_is_found_by_the_day_it_was_sent(today: date) -> None:
    last = clocks.sent_by_then_is_late(today)
    assert clocks.reasonable_grounds_aim(last) < today
    assert clocks.reasonable_grounds_aim(last + timedelta(days=1)) >= today


@given(reasonable_on=DAYS, concluded=st.none() | st.integers(0, 400))
def test_a_recovery_period_is_as_long_as_the_law_says_and_ends_no_sooner_than_the_decision(
    reasonable_on: date, concluded: int | None
) -> None:
    conclusive_on = None if concluded is None else reasonable_on + timedelta(days=concluded)
    ends = clocks.recovery_ends(reasonable_on, conclusive_on)
    least = 30 if reasonable_on >= date(2023, 1, 30) else 45
    assert (ends - reasonable_on).days + 1 >= least
    assert conclusive_on is None or ends >= conclusive_on


@given(born_on=DAYS)
def test_nobody_turns_18_a_day_early(born_on: date) -> None:
    turns = clocks.eighteenth_birthday(born_on)
    assert turns.year == born_on.year + 18
    assert (turns.month, turns.day) >= (born_on.month, born_on.day)


@given(
    sent_on=DAYS, reasonable=st.none() | st.integers(0, 200), positive=st.booleans(),
    concluded=st.none() | st.integers(0, 900),
)  # fmt: skip
def test_every_clock_says_its_source_its_day_and_never_runs_backwards(
    sent_on: date, reasonable: int | None, positive: bool, concluded: int | None
) -> None:
    def after(number: int | None) -> date | None:
        return None if number is None else sent_on + timedelta(days=number)

    facts = Facts(
        sent_on, reasonable_on=after(reasonable), is_reasonable=positive,
        conclusive_on=after(concluded), is_conclusive=positive,
        negative_on=None if positive else after(reasonable), support_wanted_on=sent_on,
    )  # fmt: skip
    running = clocks.running(facts)
    assert [clock.due_on for clock in running] == sorted(clock.due_on for clock in running)
    for clock in running:
        assert clock.due_on >= clock.starts_on
        assert clock.rule.source
        assert clock.rule.checked_on <= date(2026, 11, 30)
        assert clock.nature != Nature.DEADLINE or clock.key == Key.RECONSIDERATION
