"""What is asked before a report is made."""

from datetime import date
from typing import Any

from django import forms

from casework.forms import PlainWords
from reporting.counting.periods import FIRST_YEAR, Period
from reporting.declared.models import DeclaredFigure
from reporting.disclosure.rules import INTERNAL, PARTNER, PUBLIC
from reporting.preview import BY_ID
from reporting.published.figures import NotATable, Printed, read
from shop.models import Town
from shop.terms import TownKind

# A wrong date of long ago must not make a list of a hundred years.
MOST_YEARS = 15

READERS = {
    INTERNAL: "Counts are exact.",
    PARTNER: "Counts that are too small to publish safely are left out.",
    PUBLIC: "Counts that are too small to publish safely are left out.",
}


def years_to_choose(first: Period | None, today: date) -> list[Period]:
    """From the year of the first record to the one that is going on, newest first; at least two."""
    now = Period.holding(today)
    earliest = min(first or now, now.previous())
    earliest = max(earliest, Period(FIRST_YEAR), Period(now.year - MOST_YEARS + 1))
    return [Period(year) for year in range(now.year, earliest.year - 1, -1)]


class YearForm(forms.Form):
    period = forms.ChoiceField(
        label="Which year is the report about?",
        help_text="A reporting year runs from 1 April to 31 March.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the year the report is about",
            "invalid_choice": "Select the year the report is about",
        },
    )

    audience = forms.ChoiceField(
        label="Who will read it?",
        choices=[
            (INTERNAL, "The desk and the board"),
            (PARTNER, "Partner agencies"),
            (PUBLIC, "The public"),
        ],
        widget=forms.RadioSelect,
        initial=INTERNAL,
        required=False,
        error_messages={"invalid_choice": "Select who will read the report"},
    )
    grouping = forms.ChoiceField(
        choices=[("", ""), *((name, name) for name in BY_ID)],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, years: list[Period], today: date, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(year.label, year.label) for year in years]
        hints = {
            year.label: f"{year.words}{', not over yet' if year.last_day >= today else ''}"
            for year in years
        }
        self.presentation = {
            "period": {"option_hints": hints},
            "audience": {"option_hints": READERS},
        }

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or INTERNAL

    def clean_period(self) -> Period:
        return Period.parse(self.cleaned_data["period"])


class PublishedFiguresForm(forms.Form):
    figures = forms.CharField(
        label="Figures to check",
        help_text="One figure on each line. The first line names the columns: measure, row and "
        "value. You can copy the cells of a spreadsheet and paste them here.",
        widget=forms.Textarea,
        strip=False,
        error_messages={"required": "Paste the figures to check, one on each line"},
    )
    presentation = {"figures": {"rows": 16}}

    def clean_figures(self) -> list[Printed]:
        try:
            return read(self.cleaned_data["figures"])
        except NotATable as problem:
            raise forms.ValidationError(str(problem)) from problem


class DeclaredFigureForm(PlainWords, forms.ModelForm):
    class Meta:
        model = DeclaredFigure
        fields = ("name", "period", "value", "counts", "town", "supplied_by", "how_counted")
        help_texts = {
            "name": "As the report prints it, for example “Professionals trained”",
            "period": "Two years, such as 2022-23 for 1 April 2022 to 31 March 2023",
            "counts": "Small numbers of people are withheld from partners and the public",
            "town": "Of residents alone. Empty means the whole area",
            "supplied_by": "Who counted, for example “Sandwell Council, training”",
            "how_counted": "What one of them is, whether one person can count twice, and what is "
            "left out",
        }
        widgets = {"counts": forms.RadioSelect, "how_counted": forms.Textarea}
        error_messages = {
            "name": {"required": "Enter what was counted"},
            "period": {"required": "Enter the reporting year, such as 2022-23"},
            "value": {
                "required": "Enter the figure",
                "invalid": "The figure must be a whole number, such as 464",
                "min_value": "The figure must be 0 or more",
            },
            "counts": {"required": "Select what it counts"},
            "supplied_by": {"required": "Enter who supplied the figure"},
            "how_counted": {"required": "Enter how it was counted"},
        }

    presentation = {
        "period": {"width": "10"}, "value": {"width": "10"}, "how_counted": {"rows": 4},
    }  # fmt: skip

    def __init__(self, *args: Any, partnership_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Town.objects.filter(partnership=partnership_id, kind=TownKind.TOWN)
        self.fields["town"].queryset = towns
        self.fields["town"].empty_label = "The whole area"
