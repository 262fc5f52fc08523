"""Dates and times as people write them, both ways."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from casework import dates
from casework.fields import DateField, DateTimeField, TimeField, YesNoField
from casework.widgets import DateBoxes, MomentBoxes

JUNE = datetime.date(2026, 6, 4)


def boxes(day: str, month: str, year: str, **more: str) -> dict[str, str]:
    return {"day": day, "month": month, "year": year, **more}


def sentence(field: DateField | DateTimeField | TimeField, typed: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages[0]


@pytest.mark.parametrize("month", ["6", "06", "june", "June", "JUN", "jun."])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert DateField().clean(boxes("4", month, "2026")) == JUNE


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (boxes("4", "", "2026"), "Visit date must include a month"),
        (boxes("", "", "2026"), "Visit date must include a day and a month"),
        (boxes("4", "13", "2026"), "Visit date must have a real month, like 6 or June"),
        (boxes("4", "ju", "2026"), "Visit date must have a real month, like 6 or June"),
        (boxes("4", "6", "26"), "Year must include 4 numbers"),
        (boxes("4", "6", "1026"), "Year must be between 1900 and 2100"),
        (boxes("31", "6", "2026"), "Visit date must be a real date"),
        (boxes("x", "6", "2026"), "Visit date must be a real date"),
        (boxes("٤", "6", "2026"), "Visit date must be a real date"),
        (boxes("4", "6", "2099"), "Visit date must be today or in the past"),
        ("tomorrow", "Visit date must be a real date"),
    ],
)
def test_a_wrong_date_says_what_is_wrong(typed: object, told: str) -> None:
    assert sentence(DateField(label="Visit date", past=True), typed) == told


def test_a_question_is_not_used_as_the_name_of_its_answer() -> None:
    field = DateField(label="When did this happen?")
    assert sentence(field, boxes("4", "", "2026")) == "Date must include a month"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2:05pm", (14, 5)),
        ("2.05 PM", (14, 5)),
        ("14:05", (14, 5)),
        ("2pm", (14, 0)),
        ("12am", (0, 0)),
        ("12:30am", (0, 30)),
        ("12pm", (12, 0)),
        ("2 p.m.", (14, 0)),
        ("midday", (12, 0)),
        ("Midnight", (0, 0)),
        ("09:00", (9, 0)),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, meant: tuple[int, int]) -> None:
    assert TimeField().clean(typed) == datetime.time(*meant)


@pytest.mark.parametrize("typed", ["25:00", "14", "14pm", "0pm", "2:5pm", "soon", "2:60pm"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert sentence(TimeField(), typed) == "Time must be a time, like 2:05pm or 14:05"


def test_a_moment_is_in_local_time() -> None:
    moment = DateTimeField().clean(boxes("4", "6", "2026", time="2:05pm"))
    assert moment.astimezone(datetime.UTC).hour == 13
    assert dates.full_moment(moment) == "4 June 2026 at 2:05pm"


def test_a_moment_needs_a_time_and_one_that_was() -> None:
    field = DateTimeField(label="Report received")
    assert sentence(field, boxes("4", "6", "2026")) == "Report received must include a time"
    skipped = boxes("29", "3", "2026", time="1:30am")
    assert sentence(field, skipped) == "The clocks went forward then, so there was no such time"


def date_or_sentence(field: DateField, typed: object) -> datetime.date | str | None:
    try:
        return field.clean(typed)
    except ValidationError as refused:
        return refused.messages[0]


@given(st.fixed_dictionaries(dict.fromkeys(("day", "month", "year", "time"), st.text())))
def test_whatever_is_typed_is_a_date_or_a_sentence(typed: dict[str, str]) -> None:
    assert date_or_sentence(DateField(), typed)
    assert date_or_sentence(DateTimeField(), typed)


@given(st.one_of(st.text(min_size=1), st.datetimes().map(str), st.dates().map(str)))
def test_whatever_an_address_carries_is_a_date_or_a_sentence(typed: str) -> None:
    assert date_or_sentence(DateField(), typed)
    assert date_or_sentence(DateTimeField(), typed)


def test_an_address_may_carry_a_whole_date() -> None:
    typed = DateBoxes().value_from_datadict({"since": "2026-06-04"}, {}, "since")
    assert DateField().clean(typed) == JUNE
    assert DateBoxes().boxes(typed) == boxes("4", "6", "2026")


def test_what_was_typed_comes_back_as_it_was() -> None:
    data = {"at-day": "x", "at-month": "june", "at-year": "", "at-time": "late"}
    typed = MomentBoxes().value_from_datadict(data, {}, "at")
    assert MomentBoxes().boxes(typed) == boxes("x", "june", "", time="late")
    assert MomentBoxes().value_from_datadict({"at-day": " "}, {}, "at") is None


def test_a_date_that_was_not_changed_counts_as_unchanged() -> None:
    assert not DateField().has_changed(JUNE, boxes("4", "june", "2026"))
    assert DateField().has_changed(JUNE, boxes("5", "6", "2026"))


def test_yes_and_no_are_true_and_false_and_silence_is_neither() -> None:
    field = YesNoField(required=False)
    assert [field.clean(answer) for answer in ("yes", "no", "")] == [True, False, None]
    assert not field.has_changed(True, "yes")
    assert field.has_changed(None, "no")


@pytest.mark.parametrize(
    ("hour", "minute", "told"),
    [(0, 0, "midnight"), (12, 0, "midday"), (14, 5, "2:05pm"), (9, 0, "9am"), (0, 30, "12:30am")],
)
def test_times_are_told_as_people_say_them(hour: int, minute: int, told: str) -> None:
    assert dates.clock(datetime.time(hour, minute)) == told


def test_dates_are_told_long_and_short() -> None:
    assert dates.full_date(JUNE) == "4 June 2026"
    assert dates.short_date(JUNE) == "4 Jun 2026"
    last = datetime.date(2027, 3, 31)
    assert dates.date_range(JUNE, last) == "4 June 2026 to 31 March 2027"
