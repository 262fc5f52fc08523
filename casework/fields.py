"""Form fields for dates, times and yes or no, with sentences that say what to do."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from casework.dates import MONTHS
from casework.widgets import DAY, MONTH, TIME, YEAR, DateBoxes, MomentBoxes, from_iso

# Wide enough for the birth of anyone alive and for any plan; beyond it, a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1900, 2100
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE | re.ASCII)


class BoxError(ValidationError):
    """An error that knows which boxes are wrong, so that these are marked and linked to."""

    def __init__(self, message: str, *boxes: str) -> None:
        super().__init__(message, code="boxes")
        self.boxes = boxes


def as_number(text: str) -> int | None:
    """Only the digits 0 to 9: int() would take other alphabets' digits and underscores."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def month_number(text: str) -> int | None:
    """6 for "6", "06", "jun", "June" and "sept" alike."""
    number = as_number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    word = text.casefold().rstrip(".")
    if len(word) < 3:
        return None
    for position, name in enumerate(MONTHS, start=1):
        if name.casefold().startswith(word):
            return position
    return None


def read_date(typed: dict[str, str], noun: str) -> datetime.date:
    """The date in the three boxes. Raises BoxError with one sentence for all that is missing."""
    missing = [box for box in (DAY, MONTH, YEAR) if not typed.get(box)]
    if missing:
        wanted = " and ".join(f"a {box}" for box in missing)
        raise BoxError(f"{noun} must include {wanted}", *missing)
    month, year = month_number(typed[MONTH]), as_number(typed[YEAR])
    if month is None:
        raise BoxError(f"{noun} must have a real month, like 6 or June", MONTH)
    if year is None or len(typed[YEAR]) != 4:
        raise BoxError("Year must include 4 numbers", YEAR)
    day = as_number(typed[DAY])
    try:
        return datetime.date(year, month, day or 0)
    except ValueError:
        raise BoxError(f"{noun} must be a real date", DAY) from None


def read_time(text: str, noun: str = "Time") -> datetime.time:
    """The time in "2:05pm", "2pm", "14:05", "2.05 pm", "midday" or "midnight"."""
    word = text.strip().casefold()
    if word in ("midday", "noon"):
        return datetime.time(12)
    if word == "midnight":
        return datetime.time(0)
    found = CLOCK.fullmatch(word)
    hour = int(found[1]) if found else -1
    minute = int(found[2] or 0) if found else -1
    half = found[3] if found else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half or (found and not found[2]):
        hour = -1
    try:
        return datetime.time(hour, minute)
    except ValueError:
        raise BoxError(f"{noun} must be a time, like 2:05pm or 14:05", TIME) from None


def within_living_memory(day: datetime.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BoxError(f"Year must be between {FIRST_YEAR} and {LAST_YEAR}", YEAR)


class NamedInSentences:
    """What the field is called inside an error: "Date of birth must include a month".

    A label that asks a question makes no sentence, so such a field gives its own `noun`.
    """

    noun: str
    default_noun = "Date"

    def named(self) -> str:
        label = str(self.label or "")
        return self.noun or (self.default_noun if not label or label.endswith("?") else label)


class DateField(NamedInSentences, forms.DateField):
    """Three boxes; the month may be a name.

    noun: what errors call it, where the label will not do.
    past: whether a day after today is refused.
    """

    widget = DateBoxes

    def __init__(self, *, noun: str = "", past: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.noun, self.past = noun, past

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            value = from_iso(value)
        if isinstance(value, dict):
            value = read_date(value, self.named())
        if isinstance(value, datetime.datetime):
            value = value.date()
        if not isinstance(value, datetime.date):
            raise BoxError(f"{self.named()} must be a real date", DAY)
        within_living_memory(value)
        if self.past and value > timezone.localdate():
            raise BoxError(f"{self.named()} must be today or in the past", DAY)
        return value


class DateTimeField(NamedInSentences, forms.DateTimeField):
    """A date in three boxes and a time in one. Gives a moment in the current time zone.

    noun and past as in DateField.
    """

    widget = MomentBoxes

    def __init__(self, *, noun: str = "", past: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.noun, self.past = noun, past

    def to_python(self, value: Any) -> datetime.datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            value = from_iso(value)
        if isinstance(value, dict):
            value = self.from_boxes(value)
        elif isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = datetime.datetime.combine(value, datetime.time())
        if not isinstance(value, datetime.datetime):
            raise BoxError(f"{self.named()} must be a real date and time", DAY)
        within_living_memory(value)
        if timezone.is_naive(value):
            value = self.in_zone(value)
        if self.past and value > timezone.now():
            raise BoxError(f"{self.named()} must be in the past", DAY)
        return value

    def from_boxes(self, typed: dict[str, str]) -> datetime.datetime:
        day = read_date(typed, self.named())
        if not typed.get(TIME):
            raise BoxError(f"{self.named()} must include a time", TIME)
        return datetime.datetime.combine(day, read_time(typed[TIME]))

    def in_zone(self, value: datetime.datetime) -> datetime.datetime:
        """Raises BoxError for the hour that summer time skips."""
        zone = timezone.get_current_timezone()
        aware = value.replace(tzinfo=zone)
        there_and_back = aware.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None)
        if there_and_back != value:
            raise BoxError("The clocks went forward then, so there was no such time", TIME)
        return aware


class TimeField(forms.TimeField):
    """A time as people write it: 2:05pm, 14:05, midday."""

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, datetime.time) else read_time(str(value))


class YesNoField(forms.TypedChoiceField):
    """Two radios, nothing preselected. Gives True, False, or None when it may stay unanswered."""

    widget = forms.RadioSelect

    def __init__(self, *, yes: str = "Yes", no: str = "No", **options: Any) -> None:
        super().__init__(
            choices=(("yes", yes), ("no", no)),
            coerce=lambda answer: answer == "yes",
            empty_value=None,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
