"""Controls of more than one box. How they look is `casework.rendering`; here is what they read.

Each box keeps what was typed, so that a wrong answer comes back as it was given.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from casework.dates import clock

DAY, MONTH, YEAR, TIME = "day", "month", "year", "time"


class Boxes(forms.Widget):
    """Several boxes that make one answer. The name of each is `<name>-<box>`.

    One value under the plain name is read too ("2026-11-27", "2026-11-27 14:05"), so that an
    address can carry a date.
    """

    names: tuple[str, ...] = ()
    template_name = "django/forms/widgets/multiwidget.html"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> dict[str, str] | str | datetime.date | None:
        if all(f"{name}-{box}" not in data for box in self.names):
            plain = data.get(name)
            return plain if isinstance(plain, str | datetime.date) else None
        typed = {box: str(data.get(f"{name}-{box}", "") or "").strip() for box in self.names}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        return name not in data and all(f"{name}-{box}" not in data for box in self.names)

    def boxes(self, value: Any) -> dict[str, str]:
        """What stands in each box for a value from a record, an address, or an earlier attempt."""
        if isinstance(value, dict):
            return {box: str(value.get(box, "")) for box in self.names}
        if isinstance(value, str):
            value = from_iso(value)
        if isinstance(value, datetime.datetime) and timezone.is_aware(value):
            value = in_local_time(value)
        if not isinstance(value, datetime.date):
            return dict.fromkeys(self.names, "")
        filled = {DAY: str(value.day), MONTH: str(value.month), YEAR: str(value.year)}
        if TIME in self.names:
            filled[TIME] = clock(value) if isinstance(value, datetime.datetime) else ""
        return filled

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """For pages that draw the control alone: one plain text box for each part."""
        context = super().get_context(name, None, attrs)
        filled = self.boxes(value)
        context["widget"]["subwidgets"] = [
            forms.TextInput().get_context(
                f"{name}-{box}", filled[box], {"id": f"id_{name}-{box}", "aria-label": box}
            )["widget"]
            for box in self.names
        ]
        return context


class DateBoxes(Boxes):
    names = (DAY, MONTH, YEAR)


class MomentBoxes(Boxes):
    names = (DAY, MONTH, YEAR, TIME)


def in_local_time(moment: datetime.datetime) -> datetime.datetime:
    """In local time; at the two ends of the calendar, where there is none, as it was written."""
    try:
        return timezone.localtime(moment)
    except OverflowError:
        return moment.replace(tzinfo=None)


def from_iso(text: str) -> datetime.date | None:
    """The date or moment that an address carries, or None when it is neither."""
    try:
        moment = datetime.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if len(text.strip()) > len("2026-11-27") else moment.date()
