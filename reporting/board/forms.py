"""What is asked before a board pack is made."""

from django import forms

from casework.forms import PlainWords
from reporting.board.models import LONGEST_DECISIONS, MOST_DECISIONS
from reporting.board.quarters import Quarter


class DecisionsForm(PlainWords, forms.Form):
    decisions = forms.CharField(
        label="What is the board asked to decide?",
        help_text=f"One decision on each line, at most {MOST_DECISIONS}. Leave it empty when none "
        "is sought. Do not name anybody or say where a case is.",
        widget=forms.Textarea,
        required=False,
        max_length=LONGEST_DECISIONS,
        error_messages={
            "max_length": f"The decisions must be {LONGEST_DECISIONS:,} characters or fewer, so "
            "that the pack keeps to two pages"
        },
    )
    presentation = {"decisions": {"rows": 6}}

    def clean_decisions(self) -> str:
        decisions = self.cleaned_data["decisions"].replace("\r\n", "\n").strip()
        if len([line for line in decisions.split("\n") if line.strip()]) > MOST_DECISIONS:
            raise forms.ValidationError(
                f"Enter {MOST_DECISIONS} decisions or fewer, one on each line"
            )
        return decisions


class PackForm(DecisionsForm):
    quarter = forms.ChoiceField(
        label="Which quarter is the pack about?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select the quarter the pack is about",
            "invalid_choice": "Select the quarter the pack is about",
        },
    )
    field_order = ("quarter", "decisions")

    def __init__(self, quarters: list[Quarter], *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(one.label, one.words) for one in quarters]

    def clean_quarter(self) -> Quarter:
        return Quarter.parse(self.cleaned_data["quarter"])
