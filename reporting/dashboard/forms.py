"""What a dashboard is to be about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from casework.fields import DateField
from casework.forms import CaseForm
from reporting.counting.periods import MalformedPeriod, Period
from reporting.dashboard.spans import Span

WHOLE_YEARS = (
    "Choose a whole reporting or calendar year. With other dates, counts of one or two people "
    "could be worked out."
)


class SpanForm(CaseForm):
    """A year of the list, or two dates, which win where they are given."""

    period = forms.ChoiceField(
        label="Year",
        required=False,
        widget=forms.Select,
        error_messages={"invalid_choice": "Select a year from the list"},
    )
    since = DateField(label="Or from", required=False, noun="First day")
    until = DateField(label="to", required=False, noun="Last day")

    def __init__(self, data: Any, *, years: Sequence[Period], any_dates: bool, today: date) -> None:
        super().__init__(data)
        self.today = today
        calendar = [str(year.year) for year in years]
        self.fields["period"].choices = [
            ("Reporting years, from April", [(year.label, year.label) for year in years]),
            ("Calendar years", [(year, year) for year in calendar]),
        ]
        if not any_dates:
            del self.fields["since"], self.fields["until"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if self.errors or not (since or until):
            return cleaned
        if not since:
            self.add_error("since", "Enter the first day as well")
        elif not until:
            self.add_error("until", "Enter the last day as well")
        else:
            try:
                cleaned["span"] = Span.between(since, until)
            except MalformedPeriod as malformed:
                self.add_error("until", str(malformed))
        return cleaned

    def has_year(self, code: str) -> bool:
        """Whether `code` is one of the years to choose from."""
        return any(code == year for _, group in self.fields["period"].choices for year, _ in group)

    @property
    def span(self) -> Span:
        """Of a valid form; the year that is going on where nothing was chosen."""
        chosen = self.cleaned_data.get("span")
        period = self.cleaned_data.get("period") or Period.holding(self.today).label
        return chosen or Span.parse(period)
